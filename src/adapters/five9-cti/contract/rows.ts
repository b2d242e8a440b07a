/** The two shapes every row of this API has, so that a chapter holds only what differs. */
import { type Fields, fault, mutation, type Operation, query, type Type } from '../../contract.ts';

/**
 * The guide documents no faults, so what a program can go by is the standard code of SOAP 1.1: `Server` when the service
 * will not or cannot do it in its present state, `Client` when it cannot make sense of the request.
 */
export const faults = [
  fault('Server', 'FAILED_PRECONDITION', "The agent's service does not allow this now; its message says why."),
  fault('Client', 'INVALID_ARGUMENT', "The agent's service cannot make sense of the request."),
] as const;

/** The optional parts of a row. */
interface More<Output extends Type | undefined> {
  readonly output?: Output;
  /** Name on the wire where the guide spells it otherwise. */
  readonly wireName?: string;
}

/** A row that changes something at the desk, or sets its service working. */
export function act<const Input extends Fields = Record<never, never>, Output extends Type | undefined = undefined>(
  description: string,
  input: Input = {} as Input,
  more: More<Output> = {},
): Operation<Input, Output> {
  return mutation<Input, Output>(description, { input, faults, ...more });
}

/** A row that only reads. */
export function ask<Output extends Type, const Input extends Fields = Record<never, never>>(
  description: string,
  output: Output,
  input: Input = {} as Input,
  more: { readonly wireName?: string } = {},
): Operation<Input, Output> {
  return query<Input, Output>(description, { input, output, faults, ...more });
}
