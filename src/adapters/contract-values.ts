/** The TypeScript values that follow from a contract, and the typed client over them. */
import type { PatternBudget } from './calls/pattern/budget.ts';
import type {
  EnumType,
  Fields,
  ListType,
  Operation,
  Operations,
  ScalarType,
  StructType,
  VariantType,
} from './contract-types.ts';

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

/** The input of an operation. */
export type InputOf<Row> = Row extends Operation<infer Input, infer _Output> ? FieldValues<Input> : never;

/** The result of an operation; null where a single value may be absent, always a list where it is one. */
export type OutputOf<Row> =
  Row extends Operation<infer _Input, infer Output>
    ? Output extends undefined
      ? null
      : Output extends ListType<infer Item>
        ? ValueOf<Item>[]
        : ValueOf<Output> | null
    : never;

/** Options of one vendor call. */
export interface SendOptions {
  /** Aborts the call when the caller disconnects; default never. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The caller's part of an input that is an earlier answer of the vendor, written back: only this part is checked for
   * the guide's words, bounds and meanings, since the vendor may store what it does not accept from callers. Default: the
   * whole input.
   */
  readonly changes?: Readonly<Record<string, unknown>> | undefined;
  /** Hosts that texts may name although they are not public, at any port. Default none. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Bounds the checks of regular expressions over all calls of one request; default a budget for each call. */
  readonly patterns?: PatternBudget | undefined;
  /**
   * Milliseconds after which the call fails: TIMEOUT for a query, OUTCOME_UNKNOWN for a mutation that was sent.
   * Default: the `deadline` of the account.
   */
  readonly deadline?: number | undefined;
  /**
   * Replaces each item of an answered list while it is decoded, so that a long list is not stored in two forms; an item
   * that becomes undefined is left out. It detaches the texts that it stores (`detached.ts`). For SOAP only.
   */
  readonly mapItem?: ((item: unknown) => unknown) | undefined;
  /**
   * The fields of the answer that are decoded; the values have no others. A function is asked when the answer has come.
   * Default: all. For SOAP only.
   */
  readonly only?: FieldChoice | (() => FieldChoice | undefined) | undefined;
  /**
   * The answer is to be written back: its objects remember what they were read from, so that a later request writes the
   * unchanged parts of them, and of copies by spread, as they were read. For SOAP only.
   */
  readonly asRead?: boolean | undefined;
  /**
   * The answer is dropped once it is written to the caller, so that its texts need not outlive the document. Default false.
   * For SOAP only.
   */
  readonly isPassedOn?: boolean | undefined;
}

/** Fields of a type: each with all that is in it, or with these fields of it. Lists and variants are passed through. */
export interface FieldChoice {
  readonly [field: string]: true | FieldChoice;
}

/** The typed client of a contract, independent of the transport. */
export interface Client<Ops extends Operations = Operations> {
  /**
   * Sends an operation and resolves with its decoded answer. Rejects with a CrosspointError: a fault of the contract,
   * INVALID_ARGUMENT before sending, or a failure of the transport.
   */
  send<Name extends keyof Ops & string>(
    name: Name,
    input: InputOf<Ops[Name]>,
    options?: SendOptions,
  ): Promise<OutputOf<Ops[Name]>>;
  /** Ends all connections. */
  close(): Promise<void>;
}
