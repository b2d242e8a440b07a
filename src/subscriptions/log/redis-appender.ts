import { setTimeout as sleep } from 'node:timers/promises';
import type { EventRecord } from '../../adapters/adapter.ts';
import { CrosspointError } from '../../adapters/errors.ts';
import type { Log } from '../../adapters/vendor.ts';
import type { LeaseTerm } from '../../storage/lease.ts';
import { isRoleChange, type RedisClient } from '../../storage/redis-connection.ts';
import type { TermsOfEvents } from './batcher.ts';
import type { Position } from './log.ts';
import { RecentEvents } from './recent-events.ts';
import { place } from './redis-positions.ts';
import { APPEND } from './redis-scripts.ts';

const BATCH = 500;

interface AppenderOptions {
  readonly redis: RedisClient;
  readonly stream: string;
  /** Milliseconds for which fingerprints are stored. */
  readonly age: number;
  readonly log: Log | undefined;
  /** Aborts when the log is closed. */
  readonly closed: AbortSignal;
}

/** Appends events to a stream, each fingerprint once; retries for as long as Redis is away or refuses. */
export class RedisAppender {
  /** True while Redis refuses writes. */
  isRefused = false;
  readonly #options: AppenderOptions;
  readonly #recent = new RecentEvents();

  constructor(options: AppenderOptions) {
    this.#options = options;
  }

  /** Takes the events of the last seconds, which a master that takes over may lack. */
  takeRecent(): readonly EventRecord[] {
    return this.#recent.take();
  }

  /** Appends in batches; answers the position of each event, null for one that was stored before. */
  async append(events: readonly EventRecord[], terms: TermsOfEvents): Promise<(Position | null)[]> {
    const places: (Position | null)[] = [];
    for (let start = 0; start < events.length; start += BATCH) {
      const end = start + BATCH;
      places.push(...(await this.#storeBatch(events.slice(start, end), terms.slice(start, end))));
    }
    return places;
  }

  async #storeBatch(events: readonly EventRecord[], terms: TermsOfEvents): Promise<(Position | null)[]> {
    const { redis, stream, age, log } = this.#options;
    const fingerprints = events.map(({ account, fingerprint }) => `${stream}:seen:${account}:${fingerprint}`);
    const known = [...new Set(terms)].filter((term) => term !== undefined);
    const keys = [stream, ...fingerprints, ...known.map(({ key }) => key)];
    // The number of an event's term counts from 1; 0 stands for none.
    const indexOfTerm = (term: LeaseTerm | undefined) => (term ? known.indexOf(term) + 1 : 0);
    const bodies = events.flatMap((event, at) => [indexOfTerm(terms[at]), JSON.stringify(event)]);
    const given = [known.length, ...known.map(({ id }) => id), ...bodies];
    for (let again = '0'; ; again = '1') {
      try {
        const places = await redis.eval(APPEND, keys.length, ...keys, age, again, ...given);
        this.isRefused = false;
        const ids = places as string[];
        this.#recent.add(events.filter((_, at) => ids[at] !== ''));
        return ids.map((id) => (id === '' ? null : place(id)));
      } catch (cause) {
        this.isRefused = true;
        if (isRoleChange(cause)) log?.warn({}, 'Redis is no longer the master; connecting again');
        else if (isAnswer(cause)) log?.error({ cause }, 'Redis refuses to store events');
        await this.#untilBack(cause);
      }
    }
  }

  /** Waits until the connection may work again. Throws UNAVAILABLE once the log is closed. */
  async #untilBack(cause: unknown): Promise<void> {
    const signal = this.#options.closed;
    const pause = (milliseconds: number) => sleep(milliseconds, undefined, { signal }).catch(() => undefined);
    await pause(100);
    while (!signal.aborted && this.#options.redis.status !== 'ready') await pause(50);
    if (signal.aborted) throw new CrosspointError('UNAVAILABLE', 'The event log was closed', { cause });
  }
}

/** Redis itself answered with an error, such as being out of memory. */
function isAnswer(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'ReplyError';
}
