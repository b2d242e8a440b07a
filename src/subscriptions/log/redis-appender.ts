import type { EventRecord } from '../../adapters/adapter.ts';
import { CrosspointError } from '../../adapters/errors.ts';
import { gapEvent } from '../../adapters/gap.ts';
import type { Log } from '../../adapters/vendor.ts';
import { pauseFor } from '../../storage/back-off.ts';
import type { LeaseTerm } from '../../storage/lease.ts';
import { isRoleChange, type RedisClient } from '../../storage/redis-connection.ts';
import type { TermsOfEvents } from './batcher.ts';
import { type Appended, TERM_ENDED } from './log.ts';
import { FAILOVER_MS, RecentEvents } from './recent-events.ts';
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
  /** How often Redis was connected again, and up to which of these times what was appended before was appended again. */
  #reconnected = 0;
  #repeated = 0;
  /** Resolves when what is being appended is appended; one batch follows the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: AppenderOptions) {
    this.#options = options;
  }

  /**
   * Appends what was appended in the last seconds once more, before anything newer: a master that took over may lack events
   * that its predecessor had acknowledged and not yet replicated; those it has are known by their fingerprints.
   */
  async repeatRecent(): Promise<void> {
    this.#reconnected += 1;
    await this.append([], []);
  }

  /** Appends in batches, each after the last; answers what became of each event. */
  append(events: readonly EventRecord[], terms: TermsOfEvents): Promise<Appended[]> {
    const appending = this.#last.then(() => this.#storeAll(events, terms));
    this.#last = appending.catch(() => undefined);
    return appending;
  }

  async #storeAll(events: readonly EventRecord[], terms: TermsOfEvents): Promise<Appended[]> {
    const outcomes: Appended[] = [];
    for (let start = 0; start === 0 || start < events.length; start += BATCH) {
      const end = start + BATCH;
      outcomes.push(...(await this.#storeBatch(events.slice(start, end), terms.slice(start, end))));
    }
    return outcomes;
  }

  async #storeBatch(events: readonly EventRecord[], terms: TermsOfEvents): Promise<Appended[]> {
    const { log } = this.#options;
    for (let again: '0' | '1' = '0'; ; again = '1') {
      try {
        if (this.#repeated !== this.#reconnected) await this.#storeRecent(this.#reconnected);
        const outcomes = await this.#evaluate(events, terms, again);
        this.isRefused = false;
        return outcomes;
      } catch (cause) {
        this.isRefused = true;
        if (isRoleChange(cause)) log?.warn({}, 'Redis is no longer the master; connecting again');
        else if (isAnswer(cause)) log?.error({ cause }, 'Redis refuses to store events');
        await this.#untilBack(cause);
      }
    }
  }

  /** Where another gateway took over before they could be appended again, events are missing where they belong: a gap. */
  async #storeRecent(reconnected: number): Promise<void> {
    const recent = this.#recent.take(Math.min(FAILOVER_MS, this.#options.age / 2));
    try {
      for (const { events, terms } of recent) {
        const outcomes = await this.#evaluate(events, terms, '0', false);
        const gaps = gapsOf(events.filter((_, at) => outcomes[at] === TERM_ENDED));
        await this.#evaluate(gaps, [], '0');
      }
      this.#repeated = reconnected;
    } finally {
      for (const { events, terms } of recent) this.#recent.add(events, terms);
    }
  }

  async #evaluate(
    events: readonly EventRecord[],
    terms: TermsOfEvents,
    again: '0' | '1',
    isNew = true,
  ): Promise<Appended[]> {
    if (events.length === 0) return [];
    const { redis, stream, age } = this.#options;
    const fingerprints = events.map(({ account, fingerprint }) => `${stream}:seen:${account}:${fingerprint}`);
    const known = [...new Set(terms)].filter((term) => term !== undefined);
    const keys = [stream, ...fingerprints, ...known.map(({ key }) => key)];
    // The number of an event's term counts from 1; 0 stands for none.
    const indexOfTerm = (term: LeaseTerm | undefined) => (term ? known.indexOf(term) + 1 : 0);
    const bodies = events.flatMap((event, at) => [indexOfTerm(terms[at]), JSON.stringify(event)]);
    const given = [known.length, ...known.map(({ id }) => id), ...bodies];
    const places = (await redis.eval(APPEND, keys.length, ...keys, age, again, ...given)) as string[];
    const outcomes = places.map(outcomeOf);
    const isStored = (at: number) => typeof outcomes[at] === 'string';
    if (isNew) {
      const storedTerms = terms.filter((_, at) => isStored(at));
      this.#recent.add(
        events.filter((_, at) => isStored(at)),
        storedTerms,
      );
    }
    return outcomes;
  }

  /** Waits until the connection may work again. Throws UNAVAILABLE once the log is closed. */
  async #untilBack(cause: unknown): Promise<void> {
    const signal = this.#options.closed;
    const pause = (milliseconds: number) => pauseFor(milliseconds, signal);
    await pause(100);
    while (!signal.aborted && this.#options.redis.status !== 'ready') await pause(50);
    if (signal.aborted) throw new CrosspointError('UNAVAILABLE', 'The event log was closed', { cause });
  }
}

function outcomeOf(answer: string): Appended {
  if (answer === 'ended') return TERM_ENDED;
  return answer === '' ? null : place(answer);
}

/** One gap for each account that has some of these events. */
function gapsOf(events: readonly EventRecord[]): EventRecord[] {
  const reason = 'A new master of Redis lacked events that its predecessor had stored';
  return [...new Set(events.map(({ account }) => account))].map((account) => {
    const times = events.flatMap((event) => (event.account === account ? [event.receivedAt] : [])).sort();
    return gapEvent({ account, from: times[0] ?? '', to: times.at(-1) ?? '', reason });
  });
}

/** Redis itself answered with an error, such as being out of memory. */
function isAnswer(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'ReplyError';
}
