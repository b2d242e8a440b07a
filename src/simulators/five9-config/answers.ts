import type { InputOf } from '../../adapters/contract.ts';
import type { five9ConfigContract } from '../../adapters/five9-config/contract/index.ts';

type Operations = typeof five9ConfigContract.operations;

/** Facts of a request beside its input. */
export interface ConfigRequest {
  readonly userName: string;
  /** Files beside the envelope, by their Content-ID. */
  readonly attachments?: ReadonlyMap<string, Buffer> | undefined;
  /** Aborts when the client leaves. */
  readonly signal: AbortSignal | undefined;
}

/** Answers by operation, each given what the contract says the operation takes. */
export type Answers = {
  readonly [Name in keyof Operations]?: (input: InputOf<Operations[Name]>, asked: ConfigRequest) => unknown;
};

/** What an operation takes. */
export type AnswerInput<Name extends keyof Operations> = InputOf<Operations[Name]>;
