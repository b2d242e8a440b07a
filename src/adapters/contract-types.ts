/** What a contract says of a vendor: its types, fields, faults and operations, as data. */
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
export type OperationKind = 'query' | 'mutation';

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
