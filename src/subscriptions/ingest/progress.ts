import { randomUUID } from 'node:crypto';
import type { Adapter, EventRecord, ImportRecord, ReportRecord } from '../../adapters/adapter.ts';
import { asCrosspointError, CrosspointError } from '../../adapters/errors.ts';
import type { Log } from '../../adapters/vendor.ts';
import { type BackOff, backOffMs, pauseFor } from '../../storage/back-off.ts';
import type { Lease } from '../../storage/lease.ts';
import type { EventLog } from '../log/log.ts';

/** An import or a report that can be followed to its end. */
export interface FollowedJob {
  readonly kind: 'IMPORT' | 'REPORT';
  readonly account: string;
  /** The vendor's own key. */
  readonly nativeId: string;
}

interface ProgressOptions {
  /** The adapter of an account; undefined for one that is not configured. */
  adapter(account: string): Adapter | undefined;
  readonly log: EventLog;
  readonly logger: Log;
  readonly backOff: BackOff;
  readonly lease?: Lease | undefined;
  store(event: EventRecord): Promise<void>;
}

/** Errors after which asking again does not help. */
const FINAL: ReadonlySet<string> = new Set(['NOT_FOUND', 'INVALID_ARGUMENT', 'UNSUPPORTED', 'PERMISSION_DENIED']);

interface Watch {
  listeners: number;
  readonly stop: AbortController;
}

/** Follows imports and reports while they have a listener: one watcher each, shared by all listeners. */
export class ProgressWatches {
  readonly #options: ProgressOptions;
  readonly #watches = new Map<string, Watch>();
  readonly #running = new Set<Promise<void>>();
  readonly #unfollow: () => void;

  constructor(options: ProgressOptions) {
    this.#options = options;
    // Another gateway may be the one that follows; when it says that it is over, it is.
    this.#unfollow = options.log.follow((events) => {
      for (const { event } of events) if (isLast(event)) this.#watches.get(placeOfEvent(event))?.stop.abort();
    });
  }

  /** Counts a listener in; the answered function counts it out, once. */
  add(followed: FollowedJob): () => void {
    const place = placeOf(followed);
    const known = this.#watches.get(place);
    const watch = known && !known.stop.signal.aborted ? known : this.#start(place, followed);
    watch.listeners += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      watch.listeners -= 1;
      if (watch.listeners === 0) watch.stop.abort();
    };
  }

  async stop(): Promise<void> {
    this.#unfollow();
    for (const { stop } of this.#watches.values()) stop.abort();
    await Promise.all(this.#running);
  }

  #start(place: string, followed: FollowedJob): Watch {
    const watch: Watch = { listeners: 0, stop: new AbortController() };
    this.#watches.set(place, watch);
    const running = this.#follow(place, followed, watch).finally(() => {
      if (this.#watches.get(place) === watch) this.#watches.delete(place);
      this.#running.delete(running);
    });
    this.#running.add(running);
    return watch;
  }

  async #follow(place: string, followed: FollowedJob, { stop }: Watch): Promise<void> {
    const { lease } = this.#options;
    const work = async (signal: AbortSignal) => {
      if (await this.#toTheEnd(followed, signal)) stop.abort();
    };
    if (lease) await lease.hold(`progress:${place}`, work, stop.signal);
    else await work(stop.signal);
  }

  /** Follows the job until it ends, through errors; false where the signal came first. */
  async #toTheEnd(followed: FollowedJob, signal: AbortSignal): Promise<boolean> {
    const { backOff, logger, store } = this.#options;
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        for await (const record of this.#open(followed, signal)) {
          failures = 0;
          await store(progressEvent(followed, record));
          if (!record.running) return true;
        }
        if (signal.aborted) return false;
      } catch (thrown) {
        if (signal.aborted) return false;
        const error = asCrosspointError(thrown);
        if (FINAL.has(error.code)) {
          await store(progressEvent(followed, { ...unknown(followed), failureMessage: error.message }));
          return true;
        }
        const { account, kind } = followed;
        logger.warn({ account, kind, code: error.code }, 'Following continues after a failure');
      }
      await pauseFor(backOffMs(failures + 1, backOff), signal);
    }
    return false;
  }

  #open({ kind, account, nativeId }: FollowedJob, signal: AbortSignal): AsyncIterable<ImportRecord | ReportRecord> {
    const adapter = this.#options.adapter(account);
    if (!adapter) throw new CrosspointError('NOT_FOUND', `The account ${account} is no longer configured`);
    const open = kind === 'IMPORT' ? adapter?.importProgress : adapter?.reportProgress;
    return open?.call(adapter, nativeId, { signal }) ?? nothing();
  }
}

/** It cannot be followed any further. */
function unknown({ nativeId }: FollowedJob) {
  return { nativeId, running: false, done: 0, failed: 0, refused: [] };
}

/** The progress as an event. Each report of it is a separate event, so that later listeners receive it too. */
export function progressEvent(
  { kind, account, nativeId }: FollowedJob,
  record: ImportRecord | ReportRecord,
): EventRecord {
  const at = new Date().toISOString();
  const subject = `${kind.toLowerCase()}/${nativeId}`;
  const base = { account, subject, fingerprint: `${subject}/${randomUUID()}`, occurredAt: at, receivedAt: at };
  if (kind === 'IMPORT') {
    const { done, failed, failureMessage = null, refused } = record as ImportRecord;
    return { ...base, kind, importId: nativeId, running: record.running, done, failed, failureMessage, refused };
  }
  const { running, failureMessage = null } = record as ReportRecord & { failureMessage?: string | null };
  return { ...base, kind, reportId: nativeId, running, failureMessage };
}

/** Whether an event is about this import or report. */
export function isAbout(followed: FollowedJob): (event: EventRecord) => boolean {
  const place = placeOf(followed);
  return (event) => placeOfEvent(event) === place;
}

/** Whether an event says that an import or report is over. */
export function isLast(event: EventRecord): boolean {
  return (event.kind === 'IMPORT' || event.kind === 'REPORT') && !event.running;
}

/** A test for events that say the same as the one before them, beginning with a first. */
export function repeats(first: EventRecord | null): (event: EventRecord) => boolean {
  let before = first && stateOf(first);
  return (event) => {
    const [state, last] = [stateOf(event), before];
    before = state;
    return state === last;
  };
}

function stateOf(event: EventRecord): string {
  const { fingerprint: _, occurredAt: __, receivedAt: ___, ...state } = event;
  return JSON.stringify(Object.entries(state).sort());
}

function placeOf({ kind, account, nativeId }: FollowedJob): string {
  return `${kind}:${account}:${nativeId}`;
}

function placeOfEvent(event: EventRecord): string {
  if (event.kind === 'IMPORT') return placeOf({ kind: event.kind, account: event.account, nativeId: event.importId });
  if (event.kind === 'REPORT') return placeOf({ kind: event.kind, account: event.account, nativeId: event.reportId });
  return '';
}

/** The account cannot be followed. */
async function* nothing() {}
