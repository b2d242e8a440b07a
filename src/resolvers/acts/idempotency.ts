import { createHash, createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CrosspointError } from '../../adapters/errors.ts';
import type { Log } from '../../adapters/vendor.ts';
import type { IdempotencyStore } from '../../storage/idempotency-store.ts';

/** An act that runs under a key. */
interface KeyedAct<Answer> {
  /** Does the act; `begun` is false where it was surely not done, so that the key stays free. */
  run(): Promise<{ readonly answer: Answer; readonly begun: boolean }>;
  /** Writes an answer down, as text. */
  write(answer: Answer): string;
  /** Makes the answer of an earlier act again. */
  again(written: string): Promise<Answer>;
}

interface Running {
  readonly input: string;
  readonly answer: Promise<unknown>;
}

const POLL = 100;

/** Runs each act at most once for its key, even when the process ends in between. */
export class Idempotency {
  readonly #running = new Map<string, Running>();
  /** Keys under which an act of this process was begun and is not written down. */
  readonly #begun = new Set<string>();
  /** Answers that could not be stored, by key. */
  readonly #unstored = new Map<string, string>();

  constructor(
    private readonly store: IdempotencyStore,
    private readonly owner: string,
    private readonly log: Log,
  ) {}

  /** Runs an act under a caller's key, or answers what it answered before; another input under the key is refused. */
  async once<Answer>(caller: string, act: string, key: string, input: unknown, work: KeyedAct<Answer>) {
    const name = createHash('sha256')
      .update(JSON.stringify([caller, act, key]))
      .digest('base64url');
    // The digest is keyed by the caller's key, which is not stored, so short inputs such as digits cannot be guessed from it.
    const digest = createHmac('sha256', key).update(JSON.stringify(input)).digest('base64url');
    const running = this.#running.get(name);
    // Equal callers may have other rights: each reads the answer with its own.
    if (running) return work.again(work.write((await same(running, digest).answer) as Answer));
    const answer = this.#claimed(name, digest, work);
    this.#running.set(name, { input: digest, answer });
    return answer.finally(() => this.#running.delete(name));
  }

  async #claimed<Answer>(name: string, digest: string, work: KeyedAct<Answer>): Promise<Answer> {
    for (let left = this.store.claimWaitMs; ; left -= POLL) {
      const earlier = await this.store.claim(name, digest, this.owner);
      if (!earlier) return this.#run(name, digest, work);
      same(earlier, digest);
      const written = earlier.answer ?? this.#unstored.get(name);
      if (written !== undefined) return work.again(written);
      const ours = earlier.owner === this.owner;
      // A claim of ours under which nothing was begun: its confirmation was lost on the way.
      if (ours && !this.#begun.has(name)) return this.#run(name, digest, work);
      if (ours || left <= 0) throw neverWritten();
      await sleep(POLL);
    }
  }

  async #run<Answer>(name: string, digest: string, work: KeyedAct<Answer>): Promise<Answer> {
    this.#begun.add(name);
    const { answer, begun } = await work.run();
    if (begun) await this.#settle(name, digest, work.write(answer));
    else await this.store.release(name).catch(() => undefined);
    this.#begun.delete(name);
    return answer;
  }

  async #settle(name: string, input: string, written: string): Promise<void> {
    try {
      await this.store.settle(name, { input, owner: this.owner, answer: written });
    } catch (cause) {
      this.#unstored.set(name, written);
      this.log.error({ cause }, 'The answer of an act could not be stored under its idempotency key');
    }
  }
}

function neverWritten(): CrosspointError {
  return new CrosspointError(
    'OUTCOME_UNKNOWN',
    'An act was begun under this idempotencyKey and its outcome was never written down; it is not sent again',
  );
}

function same<Claim extends { readonly input: string }>(claim: Claim, digest: string): Claim {
  if (claim.input === digest) return claim;
  const path = ['input', 'idempotencyKey'];
  throw new CrosspointError('INVALID_ARGUMENT', 'This idempotencyKey was used with another input', { path });
}
