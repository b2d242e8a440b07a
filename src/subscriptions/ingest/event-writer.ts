import type { Adapter, EventRecord } from '../../adapters/adapter.ts';
import { missingSince } from '../../adapters/gap.ts';
import type { Log } from '../../adapters/vendor.ts';
import type { LeaseTerm } from '../../storage/lease.ts';
import { type EventLog, TERM_ENDED } from '../log/log.ts';
import type { ObservedCallRules } from './observed-call-rules.ts';
import type { Projection } from './projection.ts';
import { gapSince } from './supervised-stream.ts';

type RecordingEvent = Extract<EventRecord, { kind: 'RECORDING' }>;
type CallEvent = Extract<EventRecord, { kind: 'CALL' }>;

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
   * Stores an event, under the term of the lease that its stream is received under. Answers false where another term has
   * begun, so that the event is not in the log. Those of observed calls are stored one after another, as deciding about one
   * takes a while.
   */
  store(event: EventRecord, term?: LeaseTerm): Promise<boolean> {
    const rules = this.#options.observedCalls;
    if (rules && event.kind === 'RECORDING') return this.#storeRecording(event, rules, term);
    if (rules && event.kind === 'CALL') return this.#storeCall(event, rules, term);
    return this.#append(event, term);
  }

  async #storeCall(event: CallEvent, rules: ObservedCallRules, term?: LeaseTerm): Promise<boolean> {
    if (event.call.observedOnly) await this.#storeAll(() => rules.observed(event));
    else if (!(await this.#append(event, term))) return false;
    else await this.#storeAll(() => rules.carried(event));
    return true;
  }

  /** The changes of its calls are stored behind it, without keeping the next event waiting. */
  async #storeRecording(event: RecordingEvent, rules: ObservedCallRules, term?: LeaseTerm): Promise<boolean> {
    if (!(await this.#append(event, term))) return false;
    const decide = () => {
      const changes = rules.recording(event);
      return changes.length === 0 ? changes : changes.map((change) => this.#projection.completed(change));
    };
    if (this.#undecided > 0) void this.#storeAll(decide);
    else this.#storeNow(decide);
    return true;
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
        for (const event of await this.#decided(decide)) await this.#append(event);
      } finally {
        this.#undecided -= 1;
      }
    });
    return this.#deciding;
  }

  /** Where nothing is being decided; most events change no call. */
  #storeNow(decide: () => readonly EventRecord[]): void {
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

  async #append(event: EventRecord, term?: LeaseTerm): Promise<boolean> {
    const { log, logger } = this.#options;
    if (!this.#leftOut.has(event) && !this.#projection.admit(event)) {
      logger.debug({ account: event.account, subject: event.subject }, 'An event came too late and is dropped');
      return true;
    }
    const lostSince = this.#lostSince.get(event.account);
    const unstored = this.#unstoredOf(event.account);
    const received = unstored.add(event);
    try {
      const unwritten = 'The event log could not be written';
      const events = lostSince ? [gapSince(event.account, lostSince, unwritten), event] : [event];
      const isLeftOut = (await log.append(events, term)).includes(TERM_ENDED);
      if (isLeftOut) this.#leftOut.add(event);
      else if (lostSince) this.#lostSince.delete(event.account);
      return !isLeftOut;
    } catch (thrown) {
      if (!lostSince) logger.error({ account: event.account, cause: thrown }, 'Events cannot be stored and are lost');
      this.#lostSince.set(event.account, new Date(Math.min(received, lostSince?.getTime() ?? received)));
      return true;
    } finally {
      unstored.delete(event);
    }
  }

  #unstoredOf(account: string): UnstoredEvents {
    const known = this.#unstored.get(account) ?? new UnstoredEvents();
    this.#unstored.set(account, known);
    return known;
  }
}

/** The events of an account that wait for the log, in the order in which they came, with the times at which they were received. */
class UnstoredEvents {
  readonly #times = new Map<EventRecord, number>();

  /** Answers when it was received, or since when it reports that events are missing. */
  add(event: EventRecord): number {
    const received = Math.min(missingSince(event), Date.now());
    this.#times.set(event, received);
    return received;
  }

  delete(event: EventRecord): void {
    this.#times.delete(event);
  }

  /** Since when the log lacks some of them; undefined without any. */
  get since(): number | undefined {
    return this.#times.size > 0 ? Math.min(...this.#times.values()) : undefined;
  }
}
