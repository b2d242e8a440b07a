import type { InputOf } from '../../adapters/contract.ts';
import type { five9ConfigContract } from '../../adapters/five9-config/contract/index.ts';

type Operations = typeof five9ConfigContract.operations;

/** Properties of a request in addition to its input. */
export interface ConfigRequest {
  readonly userName: string;
  /** Files attached to the envelope, by their Content-ID. */
  readonly attachments?: ReadonlyMap<string, Buffer> | undefined;
  /** Aborts when the client leaves. */
  readonly signal: AbortSignal | undefined;
}

/** Answers by operation, each with the operation's input by the contract. */
export type Answers = {
  readonly [Name in keyof Operations]?: (input: InputOf<Operations[Name]>, asked: ConfigRequest) => unknown;
};

/** The input of an operation. */
export type AnswerInput<Name extends keyof Operations> = InputOf<Operations[Name]>;
