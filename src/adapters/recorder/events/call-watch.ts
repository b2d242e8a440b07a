/** Watches the calls on the recorder's devices, since its events name recordings and devices but no complete call. */
import { setTimeout as wait } from 'node:timers/promises';
import { backOffMs } from '../../../storage/back-off.ts';
import type { CallRecord, EventRecord } from '../../adapter.ts';
import { abortOnce } from '../../calls/abort.ts';
import { linkedSignal } from '../../calls/deadline.ts';
import { asCrosspointError } from '../../errors.ts';
import { gapEvent } from '../../gap.ts';
import type { Log } from '../../vendor.ts';
import type { DeviceCalls, LastCallList } from '../reads/calls.ts';
import { callChanges } from './call-changes.ts';
import type { DeviceChanges } from './device-changes.ts';

/** How often the recorder is polled, in milliseconds. */
export interface CallWatchPace {
  /** Between two readings of the whole list. */
  readonly list: number;
  /** From an event to the reading of its device, so that a burst of events is one reading. */
  readonly settle: number;
  /** Between two readings of the whole list that events cause. */
  readonly burst: number;
  /** After a failure: doubled each time, up to the second figure. */
  readonly failed: readonly [number, number];
}

/** The pace of a running gateway. */
export const USUAL_CALL_PACE: CallWatchPace = { list: 10_000, settle: 150, burst: 1_000, failed: [1_000, 30_000] };

/** From this many changed devices on, one list is read instead of each device. */
const MANY_DEVICES = 4;
/** The time between two lists is at least this many times what reading one took. */
const LIST_SHARE = 20;
/** Milliseconds for which a list that was read before the watch is where it begins. */
const BASE_AGE = 10_000;
const UNANSWERED = 'The recorder did not list its calls; calls that started and ended meanwhile were not seen';

interface CallWatchParts {
  readonly account: string;
  readonly changes: DeviceChanges;
  readonly lastList: LastCallList;
  readonly log: Log;
  readonly pace: CallWatchPace;
  readonly signal: AbortSignal;
  /** Takes that the calls were read, or could not be. */
  looked?(): void;
  /** The calls on all devices, or on the given ones. */
  read(devices: readonly string[] | null, signal: AbortSignal): Promise<DeviceCalls>;
  /** One call for several devices on it. */
  distinct(calls: Iterable<CallRecord>): CallRecord[];
  now(): Date;
}

/**
 * Emits what changes, until the signal. A list that was read just before, as for a snapshot, is where it begins; without
 * one the first list is state and emits nothing. A stretch without answers is a GAP.
 */
export async function* watchCalls(parts: CallWatchParts): AsyncGenerator<EventRecord> {
  const watcher = new CallWatcher(parts);
  const stop = parts.changes.onChange((device) => watcher.changed(device));
  try {
    while (!parts.signal.aborted) {
      for (const event of await watcher.look()) yield event;
      parts.looked?.();
      await watcher.rest();
    }
  } finally {
    stop();
  }
}

class CallWatcher {
  readonly #parts: CallWatchParts;
  #calls: ReadonlyMap<string, CallRecord> | undefined;
  readonly #changed = new Set<string>();
  #listDue = 0;
  #listedAt = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #failingSince: Date | null = null;
  #resting = new AbortController();

  constructor(parts: CallWatchParts) {
    this.#parts = parts;
    this.#calls = parts.lastList.get(BASE_AGE);
  }

  /** Marks a device for the next look; null marks all of them. */
  changed(device: string | null): void {
    if (device !== null) this.#changed.add(device);
    if (device === null || this.#changed.size >= MANY_DEVICES)
      this.#listDue = Math.min(this.#listDue, this.#listedAt + this.#parts.pace.burst);
    abortOnce(this.#resting);
  }

  /** Reads what is due and answers what differs from the look before. */
  async look(): Promise<readonly EventRecord[]> {
    const { signal, now } = this.#parts;
    const isListDue = performance.now() >= this.#listDue;
    const devices = isListDue ? null : [...this.#changed];
    if (devices !== null && (devices.length === 0 || devices.length >= MANY_DEVICES || this.#failures > 0)) return [];
    this.#changed.clear();
    const since = now();
    try {
      const read = await this.#read(devices);
      return signal.aborted ? [] : [...this.#answered(), ...this.#take(devices, read)];
    } catch (thrown) {
      if (!signal.aborted) this.#failed(thrown, since);
      return [];
    }
  }

  /** Waits until a list is due or a device changed. */
  async rest(): Promise<void> {
    const { pace } = this.#parts;
    this.#resting = new AbortController();
    if (this.#changed.size === 0 || this.#failures > 0 || this.#changed.size >= MANY_DEVICES) {
      const { signal, clear } = linkedSignal(this.#parts.signal, this.#resting.signal);
      await wait(Math.max(pace.settle, this.#listDue - performance.now()), undefined, { signal }).catch(
        () => undefined,
      );
      clear();
    }
    const { signal } = this.#parts;
    await wait(pace.settle, undefined, { signal }).catch(() => undefined);
  }

  async #read(devices: readonly string[] | null): Promise<DeviceCalls> {
    const { pace, read, signal } = this.#parts;
    const from = performance.now();
    const calls = await read(devices, signal);
    if (devices !== null) return calls;
    this.#listedAt = performance.now();
    this.#listDue = this.#listedAt + Math.max(pace.list, LIST_SHARE * (this.#listedAt - from));
    return calls;
  }

  #take(devices: readonly string[] | null, read: DeviceCalls): readonly EventRecord[] {
    const { account, now, distinct } = this.#parts;
    const before = this.#calls;
    const after = new Map(devices === null ? [] : before);
    for (const device of devices ?? []) after.delete(device);
    for (const [device, call] of read) after.set(device, call);
    this.#calls = after;
    if (!before) return [];
    return callChanges({ account, at: now().toISOString() }, distinct(before.values()), distinct(after.values()));
  }

  #answered(): readonly EventRecord[] {
    const { account, now } = this.#parts;
    const since = this.#failingSince;
    this.#failures = 0;
    this.#failingSince = null;
    if (!since) return [];
    return [gapEvent({ account, from: since.toISOString(), to: now().toISOString(), reason: UNANSWERED })];
  }

  #failed(thrown: unknown, since: Date): void {
    const { account, log, pace } = this.#parts;
    const [first, most] = pace.failed;
    this.#failures += 1;
    this.#failingSince ??= since;
    this.#listDue = performance.now() + backOffMs(this.#failures, { first, most });
    const { code, message } = asCrosspointError(thrown);
    log.warn({ account, code }, `The calls of the recorder could not be read: ${message}`);
  }
}
