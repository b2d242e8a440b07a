/**
 * The contract language: the operations of a vendor as typed data. From each row derive the typed client, the wire
 * encoding and decoding, the GraphQL field, the documentation and the coverage row. This file declares rows and types;
 * scalars and values are in the files it exports. It depends on no vendor and no transport.
 */
import type { ErrorCode } from '../../schema/vocabulary.ts';
import type {
  Contract,
  EnumType,
  Fault,
  Field,
  FieldRules,
  Fields,
  ListType,
  Operation,
  OperationKind,
  Operations,
  StructType,
  Type,
  VariantType,
} from './contract-types.ts';

export * from './contract-scalars.ts';
export type * from './contract-types.ts';
export type * from './contract-values.ts';

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

/** Declares a choice of structs, distinguished by `xsi:type`. */
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

/** The optional parts of a row. */
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

/** Combines a vendor's chapters; throws for an operation that two chapters name. */
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

/** The GraphQL name of a wire word: invalid characters become `_`, and a leading digit gets one before it. */
export function graphqlName(word: string): string {
  const name = word.replace(/[^_0-9A-Za-z]/g, '_');
  return /^[0-9]/.test(name) || name === '' ? `_${name}` : name;
}
