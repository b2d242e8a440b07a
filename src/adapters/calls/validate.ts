/** Checks a caller's input against a contract before anything is sent; nothing is ever cut or corrected. */
import type {
  EnumType,
  Field,
  FieldRules,
  Fields,
  ScalarType,
  SendOptions,
  StructType,
  Type,
  VariantType,
} from '../contract.ts';
import { invalidArgument } from '../errors.ts';
import { isElementName, isXmlText } from '../xml/characters.ts';
import { withAllowedHosts } from './allowed-hosts.ts';
import { refusalOf } from './meaning.ts';
import { withPatternBudget } from './pattern/budget.ts';
import { allOptional, asStored } from './relaxed-fields.ts';

type Path = readonly (string | number)[];

const NO_ZONE = { timeZone: 'UTC' };

/** True for a value that is written by leaving it out. */
function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Throws INVALID_ARGUMENT with the path of the first value that does not match the fields. */
export function checkInput(fields: Fields, input: unknown, path: Path = []): void {
  if (!isRecord(input)) throw invalidArgument('An object is expected', ...path);
  for (const name of Object.keys(input)) {
    if (!Object.hasOwn(fields, name)) throw invalidArgument('Unknown field', ...path, name);
  }
  for (const [name, field] of Object.entries(fields)) checkField(field, input[name], [...path, name]);
}

/** The same for the input of a call; of an earlier answer of the vendor only the changes are checked for bounds and meaning. */
export function checkSent(fields: Fields, input: unknown, options: SendOptions): void {
  const { changes, patterns, allowedHosts } = options;
  const check = () => {
    checkInput(changes ? asStored(fields) : fields, input);
    if (changes) checkInput(allOptional(fields), changes);
  };
  withAllowedHosts(allowedHosts, () => withPatternBudget(patterns, check));
}

function checkField(field: Field, value: unknown, path: Path): void {
  if (isAbsent(value)) {
    if (field.required) throw invalidArgument('A value is required', ...path);
  } else checkValue(field.type, field, value, path);
}

function checkValue(type: Type, rules: FieldRules, value: unknown, path: Path): void {
  if (type.kind === 'scalar') checkScalar(type, rules, value, path);
  else if (type.kind === 'enum') checkWord(type, value, path);
  else if (type.kind === 'list') checkList(type.of, rules, value, path);
  else if (type.kind === 'struct') checkStruct(type, value, path);
  else checkVariant(type, value, path);
}

function checkList(of: Type, rules: FieldRules, value: unknown, path: Path): void {
  if (!Array.isArray(value)) throw invalidArgument('A list is expected', ...path);
  if (rules.maxItems !== undefined && value.length > rules.maxItems)
    throw invalidArgument(`At most ${rules.maxItems} items are allowed`, ...path);
  value.forEach((item: unknown, index) => {
    if (isAbsent(item)) throw invalidArgument('A list must not contain null', ...path, index);
    checkValue(of, rules, item, [...path, index]);
  });
}

function checkStruct(type: StructType, value: unknown, path: Path): void {
  if (type.open && isRecord(value)) {
    const { _other: others, ...named } = value;
    checkInput(type.fields, named, path);
    if (!isAbsent(others)) checkOthers(type, others, [...path, '_other']);
  } else checkInput(type.fields, value, path);
}

function checkOthers(type: StructType, others: unknown, path: Path): void {
  if (!Array.isArray(others)) throw invalidArgument('A list is expected', ...path);
  others.forEach((other: unknown, index) => {
    const at = [...path, index];
    if (!isRecord(other)) throw invalidArgument('An object is expected', ...at);
    const { name, value } = other;
    if (typeof name !== 'string' || !isElementName(name)) throw invalidArgument('Not an element name', ...at, 'name');
    if (Object.hasOwn(type.fields, name))
      throw invalidArgument('This field is an argument; do not repeat it here', ...at, 'name');
    if (!isAbsent(value)) checkText(value, {}, [...at, 'value']);
  });
}

function checkVariant(type: VariantType, value: unknown, path: Path): void {
  if (!isRecord(value)) throw invalidArgument('An object is expected', ...path);
  const { _type: word, ...rest } = value;
  const chosen = typeof word === 'string' && Object.hasOwn(type.cases, word) ? type.cases[word] : undefined;
  if (!chosen) throw invalidArgument(`One of ${Object.keys(type.cases).join(', ')} is expected`, ...path, '_type');
  checkStruct(chosen, rest, path);
}

function checkWord(type: EnumType, value: unknown, path: Path): void {
  if (typeof value === 'string' && Object.hasOwn(type.words, value)) return;
  throw invalidArgument(`${type.name} has no such value`, ...path);
}

const PRIMITIVE: Readonly<Partial<Record<ScalarType['graphql'], 'string' | 'number' | 'boolean'>>> = {
  String: 'string',
  Base64: 'string',
  Int: 'number',
  Float: 'number',
  Boolean: 'boolean',
};

function checkScalar(type: ScalarType, rules: FieldRules, value: unknown, path: Path): void {
  const primitive = PRIMITIVE[type.graphql];
  if (primitive !== undefined && typeof value !== primitive) throw invalidArgument(`This is no ${type.name}`, ...path);
  let text: string;
  try {
    text = type.encode(value, NO_ZONE);
  } catch {
    throw invalidArgument(`This is no ${type.name}`, ...path);
  }
  if (type.graphql === 'Int' && !Number.isInteger(value)) throw invalidArgument('A whole number is expected', ...path);
  // A file may be a reference; its rules apply to the file.
  checkText(type.graphql === 'Base64' ? value : text, rules, path);
  checkRange(text, rules, path);
}

/** Text a wire can carry: within its length, and free of characters that XML cannot hold. */
function checkText(text: unknown, rules: FieldRules, path: Path): void {
  if (typeof text !== 'string') throw invalidArgument('Text is expected', ...path);
  if (!isXmlText(text))
    throw invalidArgument('This text contains a character that the vendor does not accept', ...path);
  if (rules.maxLength !== undefined && [...text].length > rules.maxLength)
    throw invalidArgument(`At most ${rules.maxLength} characters are allowed`, ...path);
  const refusal = rules.meaning && refusalOf(rules.meaning, text);
  if (refusal) throw invalidArgument(refusal, ...path);
}

function checkRange(text: string, rules: FieldRules, path: Path): void {
  if (rules.minimum !== undefined && Number(text) < rules.minimum)
    throw invalidArgument(`At least ${rules.minimum} is expected`, ...path);
  if (rules.maximum !== undefined && Number(text) > rules.maximum)
    throw invalidArgument(`At most ${rules.maximum} is allowed`, ...path);
}
