import { LRUCache } from 'lru-cache';
import type { CallRecord, EventRecord } from '../../adapters/adapter.ts';
import { isRoutedWait } from '../../adapters/queue-wait.ts';
import { isSameCall } from '../../adapters/same-call.ts';
import type { Log } from '../../adapters/vendor.ts';
import { type PastCall, type PastCallStore, pastCallKey, setFields } from '../../storage/past-call-store.ts';
import { FiguresProjector } from '../figures/projector.ts';
import type { EventLog, Position } from '../log/log.ts';
import { untilAnswered } from '../log/until-answered.ts';

type CallEvent = Extract<EventRecord, { kind: 'CALL' }>;

/** Calls whose earlier events are remembered until they end. */
const MOST_CALLS = 20_000;
/** Milliseconds between two writes. */
const FLUSH_EVERY = 250;
/** Calls that are written at once, without waiting for the time. */
const FLUSH_AT = 1_000;
const MOST_PENDING = 50_000;
const TRIM_EVERY = 3_600_000;
/** Milliseconds of the log that are read again at the start, for the earlier events of calls that end later. */
const READ_AGAIN = 4 * 3_600_000;
const POSITION = 'past-calls:position';
const SINCE = 'past-calls:since:';

interface RecorderParts {
  readonly log: EventLog;
  readonly store: PastCallStore;
  /** Accounts whose event stream is received all the time. */
  readonly accounts: readonly string[];
  /** Milliseconds for which ended calls are stored. */
  readonly retention: number;
  readonly logger: Log;
  /** Ended calls that wait at most while the store is away. */
  readonly mostPending?: number;
  now(): Date;
}

/** Writes the ended calls of the event log to the record of ended calls, each whole although its events carry parts. */
export class PastCallWriter {
  readonly #parts: RecorderParts;
  #projector: FiguresProjector;
  readonly #calls = new LRUCache<string, PastCall>({ maxSize: MOST_CALLS, sizeCalculation: () => 1 });
  readonly #since = new Map<string, string>();
  #pending = new Map<string, PastCall>();
  #removed: PastCall[] = [];
  #flushing: Promise<void> = Promise.resolve();
  #flushTimer: NodeJS.Timeout | undefined;
  #trimTimer: NodeJS.Timeout | undefined;
  #isFailing = false;
  #isStopped = false;
  /** Calls gave way that are not written; the log is read again from the noted place once the store answers. */
  #isIncomplete = false;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#projector = this.#createProjector();
  }

  /** Whether ended calls cannot be written at present. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /** From when the record has the calls of an account, RFC 3339; null where it has none of them. */
  since(account: string): string | null {
    const since = this.#since.get(account);
    if (since === undefined) return null;
    const oldest = this.#parts.now().getTime() - this.#parts.retention;
    return new Date(Math.max(Date.parse(since), oldest)).toISOString();
  }

  /** Begins where the record ended; resolves once everything that was in the log by now is written. */
  async start(): Promise<void> {
    const { log, logger } = this.#parts;
    const failed = (cause: unknown) => logger.warn({ cause }, 'Ended calls cannot be read from the event log yet');
    const begin = async () => {
      await this.#markSince();
      return log.noted(POSITION);
    };
    const written = await untilAnswered(begin, () => this.#isStopped, failed);
    if (written === undefined) return;
    this.#flushTimer = setInterval(() => void this.flush(), FLUSH_EVERY).unref();
    await this.#projector.start(written === null ? null : before(log, written));
    if (this.#isStopped) return;
    this.#trimTimer = setInterval(() => void this.#trim(), TRIM_EVERY).unref();
    await this.flush();
    await this.#trim();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#flushTimer);
    clearInterval(this.#trimTimer);
    await this.#projector.stop();
    await this.flush();
  }

  /** Writes what ended since the last write. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#flush());
    return this.#flushing;
  }

  /** The record of an account begins with the oldest event of the log at the first start with that account. */
  async #markSince(): Promise<void> {
    const { log, accounts, now } = this.#parts;
    const [first] = (await log.read(null, 1)).events;
    for (const account of accounts) await this.#mark(account, first ? log.timeOf(first.position) : now());
  }

  /** Records the calls of an account that is added while the gateway runs. */
  addAccount(account: string): Promise<void> {
    return this.#mark(account, this.#parts.now());
  }

  async #mark(account: string, first: Date): Promise<void> {
    const { log } = this.#parts;
    const noted = await log.noted(SINCE + account);
    const since = noted ?? first.toISOString();
    if (noted === null) await log.note(SINCE + account, since);
    this.#since.set(account, since);
  }

  #apply(event: EventRecord): void {
    // An observed call that another account carries is recorded as that account's.
    if (event.kind !== 'CALL' || (event.carriedBy && !event.merged)) return;
    const past = this.#completed(event);
    const key = pastCallKey(past);
    if (event.merged) {
      this.#pending.delete(key);
      this.#removed.push(past);
    } else if (past.call.state === 'ENDED' && !isRoutedWait(past.call)) this.#wait(key, past);
  }

  /** Calls wait for the next write; while the store is away for long, the oldest give way and are read from the log again. */
  #wait(key: string, past: PastCall): void {
    this.#pending.set(key, past);
    if (this.#pending.size >= FLUSH_AT && !this.#isFailing) void this.flush();
    const { mostPending = MOST_PENDING } = this.#parts;
    const [oldest] = this.#isFailing && this.#pending.size > mostPending ? this.#pending.keys() : [];
    if (oldest === undefined) return;
    this.#pending.delete(oldest);
    this.#isIncomplete = true;
  }

  #createProjector(): FiguresProjector {
    return new FiguresProjector(this.#parts.log, { apply: (event) => this.#apply(event) });
  }

  /** Reads the calls that gave way from the log; those that are written already stay as they are. */
  async #readAgain(): Promise<void> {
    const { log } = this.#parts;
    const written = await log.noted(POSITION);
    await this.#projector.stop();
    if (this.#isStopped) return;
    this.#isIncomplete = false;
    this.#projector = this.#createProjector();
    void this.#projector.start(written === null ? null : before(log, written));
  }

  /** The call with what its earlier events reported. */
  #completed({ account, call, occurredAt, returned }: CallEvent): PastCall {
    const place = `${account} ${call.nativeId}`;
    const known = this.#calls.peek(place);
    const earlier = known && !returned && isSameCall(known.call, call) ? known : undefined;
    const whole: CallRecord = { ...earlier?.call, ...setFields(call) };
    const at = Date.parse(whole.startedAt ?? whole.connectedAt ?? occurredAt);
    const past = { account, at: Math.min(earlier?.at ?? at, at), call: whole };
    this.#calls.set(place, past);
    return past;
  }

  async #flush(): Promise<void> {
    const { store, log, logger } = this.#parts;
    const { position } = this.#projector;
    const [pending, removed] = [this.#pending, this.#removed];
    if (pending.size === 0 && removed.length === 0) return;
    this.#pending = new Map();
    this.#removed = [];
    try {
      await store.save([...pending.values()]);
      for (const call of removed) await store.remove(call);
      this.#isFailing = false;
      if (this.#isIncomplete) await this.#readAgain();
      else if (position !== null) await log.note(POSITION, position);
    } catch (cause) {
      this.#pending = new Map([...pending, ...this.#pending]);
      this.#removed = [...removed, ...this.#removed];
      if (!this.#isFailing) logger.error({ cause }, 'The record of ended calls cannot be written; they wait for it');
      this.#isFailing = true;
    }
  }

  async #trim(): Promise<void> {
    const { store, retention, now, logger } = this.#parts;
    await store
      .trim(now().getTime() - retention)
      .catch((cause: unknown) => logger.warn({ cause }, 'The record of ended calls could not be trimmed'));
  }
}

function before(log: EventLog, position: Position): Position {
  return log.placeAt(new Date(log.timeOf(position).getTime() - READ_AGAIN));
}
