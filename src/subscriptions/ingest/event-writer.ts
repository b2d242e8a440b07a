import type { Adapter, EventRecord } from '../../adapters/adapter.ts';
import { missingSince } from '../../adapters/gap.ts';
import type { Log } from '../../adapters/vendor.ts';
import type { LeaseTerm } from '../../storage/lease.ts';
import { type EventLog, TERM_ENDED } from '../log/log.ts';
import { gapSince } from './gateway-events.ts';
import type { ObservedCallRules } from './observed-call-rules.ts';
import type { Projection } from './projection.ts';

interface EventWriterOptions {
  readonly log: EventLog;
  readonly logger: Log;
  readonly observedCalls?: ObservedCallRules;
}

/** Writes events into the log: what comes too late is dropped, and what could not be written is a gap. */
export class EventWriter {
  readonly #options: EventWriterOptions;
  readonly #projection: Projection;
  readonly #lostSince = new Map<string, Date>();
  readonly #unstored = new Map<string, UnstoredEvents>();
  /** Events that were admitted and left out of the log, since their term had ended. */
  readonly #leftOut = new WeakSet<EventRecord>();
  #deciding: Promise<void> = Promise.resolve();
  /** Events about which is not decided yet. */
  #undecided = 0;

  constructor(options: EventWriterOptions, projection: Projection) {
    this.#options = options;
    this.#projection = projection;
  }

  /**
   * Stores events of an account, under the term of the lease that their stream is received under. Answers false where another
   * term has begun, so that some of them are not in the log. Those of observed calls are stored one after another, as
   * deciding about one takes a while.
   */
  async store(events: readonly EventRecord[], term?: LeaseTerm): Promise<boolean> {
    const rules = this.#options.observedCalls;
    if (!rules) return (await this.#append(events, term)).length === 0;
    const deciding = events.filter(isObserved).map((event) => this.#storeAll(() => rules.observed(event)));
    const reported = deciding.length === 0 ? events : events.filter((event) => !isObserved(event));
    const leftOut = await this.#append(reported, term);
    for (const event of reported) if (!leftOut.includes(event)) deciding.push(...this.#decideAfter(event, rules));
    await Promise.all(deciding);
    return leftOut.length === 0;
  }

  /** Decides what an event that is stored means for the calls of other accounts; answers what its account has to wait for. */
  #decideAfter(event: EventRecord, rules: ObservedCallRules): Promise<void>[] {
    if (event.kind === 'CALL') return [this.#storeAll(() => rules.carried(event))];
    if (event.kind === 'RECORDING') this.#storeNow(() => this.#changesOfCalls(event, rules));
    return [];
  }

  #changesOfCalls(event: RecordingEvent, rules: ObservedCallRules): readonly EventRecord[] {
    const changes = rules.recording(event);
    return changes.length === 0 ? changes : changes.map((change) => this.#projection.completed(change));
  }

  /** When the earliest event of an account was received that is not stored; null where all are. */
  unstoredSince(account: string): Date | null {
    const waiting = this.#unstored.get(account)?.since;
    const times = [waiting, this.#lostSince.get(account)?.getTime()].filter((time) => time !== undefined);
    return times.length > 0 ? new Date(Math.min(...times)) : null;
  }

  #storeAll(decide: () => Promise<readonly EventRecord[]> | readonly EventRecord[]): Promise<void> {
    this.#undecided += 1;
    this.#deciding = this.#deciding.then(async () => {
      try {
        for (const event of await this.#decided(decide)) await this.#append([event]);
      } finally {
        this.#undecided -= 1;
      }
    });
    return this.#deciding;
  }

  /** Decides at once where nothing is being decided, as most events change no call; nothing waits for it. */
  #storeNow(decide: () => readonly EventRecord[]): void {
    if (this.#undecided > 0) return void this.#storeAll(decide);
    try {
      const events = decide();
      if (events.length > 0) void this.#storeAll(() => events);
    } catch (cause) {
      this.#notDecided(cause);
    }
  }

  async #decided(
    decide: () => Promise<readonly EventRecord[]> | readonly EventRecord[],
  ): Promise<readonly EventRecord[]> {
    try {
      return await decide();
    } catch (cause) {
      this.#notDecided(cause);
      return [];
    }
  }

  #notDecided(cause: unknown): void {
    this.#options.logger.warn(
      { cause },
      'Events of observed calls could not be compared with the calls of other accounts',
    );
  }

  /** Calls of an account that observes those of others are decided about from now on; `since` is when it was last read. */
  async beginObserved({ account, observesCalls }: Adapter, since: Date): Promise<void> {
    const rules = this.#options.observedCalls;
    if (observesCalls && rules) await this.#storeAll(() => rules.begin(account, since));
  }

  /** Appends those of an account's events that come in time; answers those that are left out, as another term has begun. */
  async #append(all: readonly EventRecord[], term?: LeaseTerm): Promise<readonly EventRecord[]> {
    const { log, logger } = this.#options;
    const events = all.filter((event) => this.#isInTime(event));
    const [first] = events;
    if (!first) return [];
    const { account } = first;
    const lostSince = this.#lostSince.get(account);
    const unstored = this.#unstoredOf(account);
    const received = unstored.add(events);
    try {
      const gap = lostSince ? [gapSince(account, lostSince, 'The event log could not be written')] : [];
      const outcomes = await log.append([...gap, ...events], term);
      const leftOut = events.filter((_, at) => outcomes[gap.length + at] === TERM_ENDED);
      for (const event of leftOut) this.#leftOut.add(event);
      if (lostSince && leftOut.length === 0) this.#lostSince.delete(account);
      return leftOut;
    } catch (thrown) {
      if (!lostSince) logger.error({ account, cause: thrown }, 'Events cannot be stored and are lost');
      this.#lostSince.set(account, new Date(Math.min(received, lostSince?.getTime() ?? received)));
      return [];
    } finally {
      unstored.delete(events);
    }
  }

  #isInTime(event: EventRecord): boolean {
    if (this.#leftOut.has(event) || this.#projection.admit(event)) return true;
    const { account, subject } = event;
    this.#options.logger.debug({ account, subject }, 'An event came too late and is dropped');
    return false;
  }

  #unstoredOf(account: string): UnstoredEvents {
    const known = this.#unstored.get(account) ?? new UnstoredEvents();
    this.#unstored.set(account, known);
    return known;
  }
}

type RecordingEvent = Extract<EventRecord, { kind: 'RECORDING' }>;

/** A call that only its observer reports may be one of another account. */
function isObserved(event: EventRecord): event is Extract<EventRecord, { kind: 'CALL' }> {
  return event.kind === 'CALL' && event.call.observedOnly === true;
}

/** The events of an account that wait for the log, as they came together, with the times at which the first of them were received. */
class UnstoredEvents {
  readonly #times = new Map<readonly EventRecord[], number>();

  /** Answers when the first was received, or since when one of them reports that events are missing. */
  add(events: readonly EventRecord[]): number {
    const received = events.reduce((first, event) => Math.min(first, missingSince(event)), Date.now());
    this.#times.set(events, received);
    return received;
  }

  delete(events: readonly EventRecord[]): void {
    this.#times.delete(events);
  }

  /** Since when the log lacks some of them; undefined without any. */
  get since(): number | undefined {
    return this.#times.size > 0 ? Math.min(...this.#times.values()) : undefined;
  }
}
