/** The types of a contract: types, fields, faults and operations of a vendor, as data. */
import type { ErrorCode } from '../../schema/vocabulary.ts';
import type { Drift } from './calls/drift.ts';
import type { Meaning } from './calls/meaning.ts';

/** The account settings that a codec uses. */
export interface WireContext {
  /** IANA zone of times that the vendor writes without an offset. */
  readonly timeZone: string;
  /** Seconds since 1970 count what the vendor's clock shows in that zone, as if it were UTC. */
  readonly secondsAreLocal?: boolean;
  /** Counts values that differ from the contract; absent where they are not counted. */
  readonly drift?: Drift | undefined;
  /** Texts may be slices of the document, which then stays in memory with them; default false. */
  readonly keepsSlices?: boolean | undefined;
}

/** GraphQL scalars that contract scalars appear as. `Long` is a 64-bit integer and travels as a string. */
export type GraphqlScalar = 'String' | 'Int' | 'Float' | 'Boolean' | 'Long' | 'DateTime' | 'Base64';

/** A leaf type with its text form on the wire. */
export interface ScalarType<Value = unknown> {
  readonly kind: 'scalar';
  /** The vendor's name of the type. */
  readonly name: string;
  /** The GraphQL scalar of the vendor plane. */
  readonly graphql: GraphqlScalar;
  /** Reads the wire text; throws an Error, without the text, where it is not a value of the type. */
  decode(text: string, context: WireContext): Value;
  /** Writes the wire text. */
  encode(value: Value, context: WireContext): string;
  /** A plausible wire text, as documents of the vendor print it; tests make answers of it. */
  readonly sample: string;
  /** Stands for text that cannot be read, where it says something that there is any; callers see null. Default null. */
  readonly unreadable?: Value;
}

/** A closed list of words. A word that is not a GraphQL name appears as `graphqlName(word)`. */
export interface EnumType<Word extends string = string> {
  readonly kind: 'enum';
  /** The vendor's name of the type. */
  readonly name: string;
  /** One sentence for the GraphQL schema. */
  readonly description: string;
  /** Page of the vendor's guide. */
  readonly page?: number;
  /** Wire word → its meaning, for the GraphQL schema. */
  readonly words: Readonly<Record<Word, string>>;
}

/** Named fields in the order of the wire. */
export interface StructType<F extends Fields = Fields> {
  readonly kind: 'struct';
  /** The vendor's name of the type. */
  readonly name: string;
  /** One sentence for the GraphQL schema. */
  readonly description: string;
  /** Page of the vendor's guide. */
  readonly page?: number;
  /** The fields in the order in which they are encoded. */
  readonly fields: F;
  /**
   * True when the guide does not list every field: unknown elements are returned in `_other` as name and value.
   * Default false.
   */
  readonly open?: boolean;
  /** Name of the type on the wire, where one vendor type is declared twice; default `name`. */
  readonly wireName?: string;
  /** Names of elements that the contract knows and that are passed over; absent where all are decoded. */
  readonly skipped?: readonly string[];
}

/** Zero or more values of a type: the element repeats, or wraps repeated `item` elements. */
export interface ListType<Item extends Type = Type> {
  readonly kind: 'list';
  /** Type of the values. */
  readonly of: Item;
  /**
   * Name of the repeated child where the field's element only wraps the values, for example `item` of a stringArray;
   * default none.
   */
  readonly item?: string;
}

/** One of several structs, distinguished on the wire by `xsi:type`. */
export interface VariantType<
  Cases extends Readonly<Record<string, StructType>> = Readonly<Record<string, StructType>>,
> {
  readonly kind: 'variant';
  /** The vendor's name of the type. */
  readonly name: string;
  /** One sentence for the GraphQL schema. */
  readonly description: string;
  /** Wire type name → its struct. */
  readonly cases: Cases;
}

/** Any type of the contract language. */
export type Type = ScalarType | EnumType | StructType | ListType<Type> | VariantType;

/** Rules of a field beyond its type. Input that breaks one is refused with INVALID_ARGUMENT before a vendor call. */
export interface FieldRules {
  /** Maximum number of characters; longer text is refused, never cut. */
  readonly maxLength?: number;
  /** Lower bound of a number, inclusive. */
  readonly minimum?: number;
  /** Upper bound of a number, inclusive. */
  readonly maximum?: number;
  /** Maximum number of items in a list. */
  readonly maxItems?: number;
  /** Meaning of a text that is checked, such as a public host or a safe pattern. */
  readonly meaning?: Meaning;
  /** True for a value that is accepted as input and never logged or returned; default false. */
  readonly secret?: boolean;
  /** Name of the element on the wire; default the GraphQL name. */
  readonly wire?: string;
  /** Further names of the element that answers use. */
  readonly alsoRead?: readonly string[];
}

/** An argument or a member of a struct. */
export interface Field<T extends Type = Type, Required extends boolean = boolean> extends FieldRules {
  /** Type of the value. */
  readonly type: T;
  /** Whether the guide or contract requires a value. */
  readonly required: Required;
  /** One sentence for the GraphQL schema; may be empty where the name says it. */
  readonly description: string;
}

/** Named fields; the order is the wire's. */
export type Fields = Readonly<Record<string, Field>>;

/** A documented fault, result label or response code, and its meaning in the gateway. */
export interface Fault {
  /** Name on the wire. */
  readonly name: string;
  /** Error code of the gateway. */
  readonly code: ErrorCode;
  /** Meaning in one sentence. */
  readonly description: string;
  /** Page of the vendor's guide. */
  readonly page?: number;
  /** Fields that the vendor sends with it; they appear in the error's `details`. */
  readonly fields: Fields;
  /** Whether the same call may succeed later; the default follows from the code. */
  readonly retryable?: boolean;
}

/** `query` reads; `mutation` changes something and is never sent twice. */
export type OperationKind = 'query' | 'mutation';

/** An operation of the vendor's guide. */
export interface Operation<Input extends Fields = Fields, Output extends Type | undefined = Type | undefined> {
  /** `query` reads; `mutation` changes something and is never sent twice. */
  readonly kind: OperationKind;
  /** One sentence for the GraphQL schema. */
  readonly description: string;
  /** Page of the vendor's guide, where it has pages. */
  readonly page?: number;
  /** Arguments in the order of the wire. */
  readonly input: Input;
  /** Type of the answer; undefined where the vendor only acknowledges. */
  readonly output: Output;
  /** Child element of the answer that holds the value; default `return`. */
  readonly outputName?: string;
  /** Documented faults. An undocumented one becomes an error by its transport. */
  readonly faults: readonly Fault[];
  /** The vendor's call limit that counts the operation; default none. */
  readonly quota?: string;
  /** Name on the wire where the guide spells it differently; default the documented name. */
  readonly wireName?: string;
  /** Maximum number of items in one answer; an answer of this size counts as truncated. Default no maximum. */
  readonly cap?: number;
  /** Counts the items of an answer that is not a list, for `cap`. Default: only lists are counted. */
  readonly countItems?: (answer: unknown) => number;
  /**
   * Name of the argument that sets how many seconds the vendor waits before it answers; extends the deadline. Default
   * none.
   */
  readonly waits?: string;
  /** Headings of the guide that this row covers, where they differ from its name. */
  readonly documentedAs?: readonly string[];
  /** Reason against its use, for the GraphQL deprecation; default none. */
  readonly deprecated?: string;
  /** Recordings leave the recorder by it, so that each call is written to the audit log. */
  readonly audited?: true;
  /** The guide's word where the operation is not generally available, for example `Future`. */
  readonly availability?: string;
}

/** Operations by their documented name. */
export type Operations = Readonly<Record<string, Operation>>;

/** All operations of one vendor API. */
export interface Contract<Ops extends Operations = Operations> {
  /** Key of the vendor, for example `five9-config`. */
  readonly vendor: string;
  /** Prefix of its root fields in the vendor plane, for example `five9Config`. */
  readonly prefix: string;
  /** Chapter of the vendor's guide → its operations. */
  readonly chapters: Readonly<Record<string, Operations>>;
  /** All operations by their documented names. */
  readonly operations: Ops;
  /** Event types of the vendor's stream, by wire name; absent where it has no stream. */
  readonly events?: Readonly<Record<string, StructType>>;
}
