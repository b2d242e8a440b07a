import { CrosspointError } from '../adapters/errors.ts';

/** A stored claim of an idempotency key. */
export interface ClaimedAct {
  /** A digest of the input; another digest under the same key is refused. */
  readonly input: string;
  /** The id of the gateway process that made the claim. */
  readonly owner: string;
  /** The encoded answer of the act; null until it is known. */
  readonly answer: string | null;
}

/** Stores claims and answers of idempotency keys: in memory, in a file, or in Redis for several gateways. */
export interface IdempotencyStore {
  /** Claims a key for this process. Returns null when the claim succeeds, else the existing claim. */
  claim(key: string, input: string, owner: string): Promise<ClaimedAct | null>;
  /** Stores the answer of a claimed act. */
  settle(key: string, act: ClaimedAct): Promise<void>;
  /** Removes a claim whose act was not sent. */
  release(key: string): Promise<void>;
  /** Milliseconds to wait for the answer of an act that another live process claimed; 0 where no other can be alive. */
  readonly claimWaitMs: number;
  close(): void;
}

/** Milliseconds for which a key is stored: a day. */
export const KEY_RETENTION_MS = 24 * 3_600_000;

/** The error of a store that cannot be read or written. */
export function storeUnavailable(cause: unknown): CrosspointError {
  return new CrosspointError('UNAVAILABLE', 'The store of idempotency keys does not answer; try again later', {
    cause,
  });
}
