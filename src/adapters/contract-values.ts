/** The TypeScript values that follow from a contract, and the typed client over them. */
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
