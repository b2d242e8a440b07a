/**
 * The contract language: what a vendor can be asked, as typed data. One row an operation; from a row derive the typed
 * client, the wire encoding and decoding, the GraphQL field, the simulator's default answer, the documentation and the
 * coverage row. Nothing here knows a vendor or a transport.
 */
import type { ErrorCode } from '../../schema/vocabulary.ts';
import type { Drift } from './calls/drift.ts';
import type { Meaning } from './calls/meaning.ts';

/** What a codec may need to know of the account. */
export interface WireContext {
  /** IANA zone in which the vendor writes times that carry no offset. */
  readonly timeZone: string;
  /** Told of what is read and is not as the contract has it. */
  readonly drift?: Drift | undefined;
}

/** GraphQL scalars that contract scalars appear as. `Long` is a 64-bit integer and travels as a string. */
export type GraphqlScalar = 'String' | 'Int' | 'Float' | 'Boolean' | 'Long' | 'DateTime' | 'Base64';

/** A leaf value with its text form on the wire. `decode` throws a plain Error on text that is not one. */
export interface ScalarType<Value = unknown> {
  readonly kind: 'scalar';
  readonly name: string;
  readonly graphql: GraphqlScalar;
  decode(text: string, context: WireContext): Value;
  encode(value: Value, context: WireContext): string;
  /** A plausible wire text, for a simulator's default answer. */
  readonly sample: string;
}

/** A closed list of words. Wire words that are no GraphQL names appear under `graphqlName(word)`. */
export interface EnumType<Word extends string = string> {
  readonly kind: 'enum';
  readonly name: string;
  readonly description: string;
  readonly page?: number;
  /** Wire word → description in our own words. */
  readonly words: Readonly<Record<Word, string>>;
}

/** A sequence of named fields, in the order of the wire. */
export interface StructType<F extends Fields = Fields> {
  readonly kind: 'struct';
  readonly name: string;
  readonly description: string;
  readonly page?: number;
  readonly fields: F;
  /** The document does not list every field: unknown elements are kept in `_other` as name and value. */
  readonly open?: boolean;
  /** The type's name on the wire, where we tell two apart that the vendor does not. */
  readonly wireName?: string;
}

/** Zero or more of a type; on the wire the element repeats, or stands inside `wrapper` as repeated `item`s. */
export interface ListType<Item extends Type = Type> {
  readonly kind: 'list';
  readonly of: Item;
  /** Name of the repeated child when the field's own element only wraps the items, e.g. stringArray's `item`. */
  readonly item?: string;
}

/** One of several structs, told apart on the wire by `xsi:type`; the key is the wire's type name. */
export interface VariantType<
  Cases extends Readonly<Record<string, StructType>> = Readonly<Record<string, StructType>>,
> {
  readonly kind: 'variant';
  readonly name: string;
  readonly description: string;
  readonly cases: Cases;
}

/** Any type of the contract language. */
export type Type = ScalarType | EnumType | StructType | ListType<Type> | VariantType;

/** Rules that go beyond a field's type. */
export interface FieldRules {
  /** Longest text in characters; a longer one is refused with the limit named, never cut. */
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Most items in a list. */
  readonly maxItems?: number;
  /** What a text must be beyond being text. */
  readonly meaning?: Meaning;
  /** Never shown in a log, an error or an answer; accepted on input only. */
  readonly secret?: boolean;
  /** The element's name on the wire where it is not the GraphQL name. */
  readonly wire?: string;
  /** Other spellings of the element seen in answers. */
  readonly alsoRead?: readonly string[];
}

/** One argument or struct member. */
export interface Field<T extends Type = Type, Required extends boolean = boolean> extends FieldRules {
  readonly type: T;
  readonly required: Required;
  readonly description: string;
}

/** Named fields; the order is the wire's. */
export type Fields = Readonly<Record<string, Field>>;

/** A documented fault, result label or response code, mapped to the gateway's code. */
export interface Fault {
  /** The name on the wire. */
  readonly name: string;
  readonly code: ErrorCode;
  readonly description: string;
  readonly page?: number;
  /** The fields the vendor fills in, carried in the error's `details`. */
  readonly fields: Fields;
  readonly retryable?: boolean;
}

/** Query reads; mutation acts, and is never sent twice on a doubt. */
type OperationKind = 'query' | 'mutation';

/** One row: an operation of the vendor's document. */
export interface Operation<Input extends Fields = Fields, Output extends Type | undefined = Type | undefined> {
  readonly kind: OperationKind;
  readonly description: string;
  /** Page of the vendor's guide, where it has pages. */
  readonly page?: number;
  readonly input: Input;
  /** What the answer holds; undefined where the vendor only acknowledges. */
  readonly output: Output;
  /** The answer's child element; `return` unless told otherwise. */
  readonly outputName?: string;
  readonly faults: readonly Fault[];
  /** The vendor's class of call quota. */
  readonly quota?: string;
  /** The operation's name on the wire where the guide spells it otherwise. */
  readonly wireName?: string;
  /** Most items one answer carries; a full answer may be a cut one. */
  readonly cap?: number;
  /** Argument that tells the vendor how many seconds it may wait before answering; extends the deadline. */
  readonly waits?: string;
  /** Headings of the vendor's document that this row answers to, where they are not just its name. */
  readonly documentedAs?: readonly string[];
  /** Why not to use it any more. */
  readonly deprecated?: string;
  /** The document's word where it is not generally available yet: 'Future', 'Unscheduled'. */
  readonly availability?: string;
}

/** Operations by their documented name. */
export type Operations = Readonly<Record<string, Operation>>;

/** Everything one vendor API can be asked. */
export interface Contract<Ops extends Operations = Operations> {
  /** The vendor's key in configuration and in the operation list, e.g. `five9-config`. */
  readonly vendor: string;
  /** Prefix of the vendor plane's root fields, e.g. `five9Config`. */
  readonly prefix: string;
  /** Chapter of the vendor's document → its operations. */
  readonly chapters: Readonly<Record<string, Operations>>;
  /** All chapters' operations in one record. */
  readonly operations: Ops;
  /** Event types of the vendor's stream, by wire name. */
  readonly events?: Readonly<Record<string, StructType>>;
}

const identity = <Value>(value: Value): Value => value;

/** Declares a scalar that a vendor writes in its own way. */
export function scalar<Value>(type: Omit<ScalarType<Value>, 'kind'>): ScalarType<Value> {
  return { kind: 'scalar', ...type };
}

/** Text, kept to the letter: leading zeros, plus signs and blanks survive. */
export const string = scalar<string>({
  name: 'string',
  graphql: 'String',
  decode: identity,
  encode: identity,
  sample: 'text',
});

/** Whether a text is digits and nothing else, asked of so many texts that an expression would tell. */
function isDigits(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return text !== '';
}

/** An integer as written, without blanks around it. */
function integerText(text: string): string {
  if (isDigits(text)) return text;
  const trimmed = text.trim();
  if (!/^[+-]?\d+$/.test(trimmed)) throw new Error('not an integer');
  return trimmed;
}

function decodeInteger(text: string): number {
  const value = Number(integerText(text));
  if (!Number.isSafeInteger(value)) throw new Error('integer out of range');
  return value;
}

/** A 32-bit integer. */
export const int = scalar<number>({
  name: 'int',
  graphql: 'Int',
  decode: decodeInteger,
  encode: String,
  sample: '1',
});

/** A 64-bit integer, carried as a string so that no digit is lost. */
export const long = scalar<string>({
  name: 'long',
  graphql: 'Long',
  decode: integerText,
  encode: (value) => integerText(String(value)),
  sample: '9007199254740993',
});

/** What XML Schema calls these numbers, which JavaScript writes otherwise or not at all. */
const NAMED_NUMBERS = new Map([
  ['INF', Infinity],
  ['-INF', -Infinity],
  ['NaN', NaN],
]);
/** Nothing, words and the digits of other bases, which JavaScript takes for numbers too. */
const NO_DECIMAL = /^(?:$|[+-]?[^\d.+-]|0[a-df-z])/i;

function decodeDouble(text: string): number {
  const trimmed = text.trim();
  const value = NO_DECIMAL.test(trimmed) ? NAMED_NUMBERS.get(trimmed) : Number(trimmed);
  if (value === undefined || (Number.isNaN(value) && trimmed !== 'NaN')) throw new Error('not a number');
  return value;
}

/** A floating-point number. */
export const double = scalar<number>({
  name: 'double',
  graphql: 'Float',
  decode: decodeDouble,
  encode: String,
  sample: '1.5',
});

const BOOLEANS = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

function decodeBoolean(text: string): boolean {
  if (text === 'true') return true;
  if (text === 'false') return false;
  const value = BOOLEANS.get(text.trim().toLowerCase());
  if (value === undefined) throw new Error('not a boolean');
  return value;
}

/** True or false. */
export const boolean = scalar<boolean>({
  name: 'boolean',
  graphql: 'Boolean',
  decode: decodeBoolean,
  encode: String,
  sample: 'true',
});

/** Bytes, carried as base64 text both ways. */
export const base64 = scalar<string>({
  name: 'base64',
  graphql: 'Base64',
  decode: (text) => text.replace(/\s+/g, ''),
  encode: identity,
  sample: 'UklGRg==',
});

/** Declares a closed list of wire words, each with its meaning. */
export function enumeration<const Word extends string>(
  name: string,
  description: string,
  words: Readonly<Record<Word, string>>,
  page?: number,
): EnumType<Word> {
  return { kind: 'enum', name, description, words, page };
}

/** Declares a struct; to extend another one spread its `fields` first, as the wire does. */
export function struct<const F extends Fields>(
  name: string,
  description: string,
  fields: F,
  more: { page?: number; open?: boolean; wireName?: string } = {},
): StructType<F> {
  return { kind: 'struct', name, description, fields, ...more };
}

/** Zero or more of a type. */
export function list<Item extends Type>(of: Item, item?: string): ListType<Item> {
  return item === undefined ? { kind: 'list', of } : { kind: 'list', of, item };
}

/** One of several structs told apart by `xsi:type`. */
export function variant<const Cases extends Readonly<Record<string, StructType>>>(
  name: string,
  description: string,
  cases: Cases,
): VariantType<Cases> {
  return { kind: 'variant', name, description, cases };
}

/** A field the vendor's document or contract calls required. */
export function required<T extends Type>(type: T, description: string, rules: FieldRules = {}): Field<T, true> {
  return { type, required: true, description, ...rules };
}

/** A field that may be left out; absent and null are both "not sent". */
export function optional<T extends Type>(type: T, description: string, rules: FieldRules = {}): Field<T, false> {
  return { type, required: false, description, ...rules };
}

/** Declares a fault, label or code of the vendor and what it means to a program. */
export function fault(
  name: string,
  code: ErrorCode,
  description: string,
  fields: Fields = {},
  more: { page?: number; retryable?: boolean } = {},
): Fault {
  return { name, code, description, fields, ...more };
}

/** What a row may leave out. */
type OperationParts<Input extends Fields, Output extends Type | undefined> = Partial<
  Omit<Operation<Input, Output>, 'kind' | 'description'>
>;

function operation<const Input extends Fields, Output extends Type | undefined>(
  kind: OperationKind,
  description: string,
  parts: OperationParts<Input, Output>,
): Operation<Input, Output> {
  const nothing = { input: {} as Input, output: undefined as Output, faults: [] };
  return { ...nothing, ...parts, kind, description };
}

/** A row that only reads. */
export function query<const Input extends Fields = Record<never, never>, Output extends Type | undefined = undefined>(
  description: string,
  parts: OperationParts<Input, Output>,
): Operation<Input, Output> {
  return operation('query', description, parts);
}

/** A row that acts. */
export function mutation<
  const Input extends Fields = Record<never, never>,
  Output extends Type | undefined = undefined,
>(description: string, parts: OperationParts<Input, Output>): Operation<Input, Output> {
  return operation('mutation', description, parts);
}

type UnionToIntersection<U> = (U extends unknown ? (u: U) => void : never) extends (i: infer I) => void ? I : never;
type AllOperations<Chapters> =
  UnionToIntersection<Chapters[keyof Chapters]> extends infer All extends Operations ? All : never;

/** Puts a vendor's chapters together; an operation named in two chapters is a mistake and throws. */
export function contract<const Chapters extends Readonly<Record<string, Operations>>>(
  parts: Omit<Contract, 'chapters' | 'operations'> & { chapters: Chapters },
): Contract<AllOperations<Chapters>> & { chapters: Chapters } {
  const operations: Record<string, Operation> = {};
  for (const chapter of Object.values(parts.chapters)) {
    for (const [name, row] of Object.entries(chapter)) {
      if (operations[name]) throw new Error(`${parts.vendor} declares ${name} twice`);
      operations[name] = row;
    }
  }
  return { ...parts, operations: operations as unknown as AllOperations<Chapters> };
}

/** The TypeScript value of a contract type. */
export type ValueOf<T> =
  T extends ScalarType<infer Value>
    ? Value
    : T extends EnumType<infer Word>
      ? Word
      : T extends ListType<infer Item>
        ? ValueOf<Item>[]
        : T extends StructType<infer F>
          ? FieldValues<F>
          : T extends VariantType<infer Cases>
            ? { [Case in keyof Cases]: { _type: Case } & FieldValues<Cases[Case]['fields']> }[keyof Cases]
            : never;

type RequiredNames<F extends Fields> = { [Name in keyof F]: F[Name]['required'] extends true ? Name : never }[keyof F];

/** The TypeScript value of named fields: required ones present, others optional or null. */
export type FieldValues<F extends Fields> = { [Name in RequiredNames<F>]: ValueOf<F[Name]['type']> } & {
  [Name in Exclude<keyof F, RequiredNames<F>>]?: ValueOf<F[Name]['type']> | null;
};

/** What an operation takes. */
export type InputOf<Row> = Row extends Operation<infer Input, infer _Output> ? FieldValues<Input> : never;

/** What an operation answers; null where a single value may be absent, always a list where it is one. */
export type OutputOf<Row> =
  Row extends Operation<infer _Input, infer Output>
    ? Output extends undefined
      ? null
      : Output extends ListType<infer Item>
        ? ValueOf<Item>[]
        : ValueOf<Output> | null
    : never;

/** How one call is made. */
export interface SendOptions {
  /** Aborts when the caller leaves. */
  readonly signal?: AbortSignal | undefined;
  /** The input is what the vendor told, changed here and there and written back: its texts mean what they meant to it. */
  readonly trustInput?: boolean | undefined;
  /** Milliseconds after which the call fails with TIMEOUT (a query) or OUTCOME_UNKNOWN (an act that had been sent). */
  readonly deadline?: number | undefined;
}

/** The typed client of a contract, whatever carries it. */
export interface Client<Ops extends Operations = Operations> {
  send<Name extends keyof Ops & string>(
    name: Name,
    input: InputOf<Ops[Name]>,
    options?: SendOptions,
  ): Promise<OutputOf<Ops[Name]>>;
  close(): Promise<void>;
}

/** The GraphQL name of a wire word: characters a name cannot hold become `_`, a leading digit gets one before it. */
export function graphqlName(word: string): string {
  const name = word.replace(/[^_0-9A-Za-z]/g, '_');
  return /^[0-9]/.test(name) || name === '' ? `_${name}` : name;
}
