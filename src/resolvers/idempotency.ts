import { LRUCache } from 'lru-cache';
import { CrosspointError } from '../adapters/errors.ts';

/** What is kept of acts that were asked for under a key. */
export interface IdempotencyStore {
  /** Runs an act under a key, or answers what it answered before; another input under the key is refused. */
  once<Answer>(key: string, input: string, act: () => Promise<Answer>): Promise<Answer>;
}

interface Kept {
  readonly input: string;
  readonly answer: Promise<unknown>;
}

/** Keeps answers in this process, for a day. */
export function createIdempotencyStore(): IdempotencyStore {
  const kept = new LRUCache<string, Kept>({ max: 10_000, ttl: 24 * 3_600_000 });
  return {
    once<Answer>(key: string, input: string, act: () => Promise<Answer>): Promise<Answer> {
      const known = kept.get(key);
      if (!known) {
        const answer = act();
        kept.set(key, { input, answer });
        return answer;
      }
      if (known.input === input) return known.answer as Promise<Answer>;
      const path = ['input', 'idempotencyKey'];
      throw new CrosspointError('INVALID_ARGUMENT', 'This idempotencyKey was used with another input', { path });
    },
  };
}
