/**
 * Recovers missed events from the recorder's own lists: DEVICELIST and DEVICERECORDINGSTATUS show what is
 * being recorded, CALLLIST what ended. Pauses that began and ended in between leave no trace there.
 */
import type { EventRecord } from '../../adapter.ts';
import type { SendOptions } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import type { RecorderClient } from '../client.ts';
import { mayHideBlackouts, stateByStatus } from '../reads/blackouts.ts';
import { instancesAt } from '../reads/devices.ts';
import {
  type Facts,
  firstNonEmpty,
  recordingState,
  type SearchResult,
  withBeginning,
  withSeconds,
} from '../reads/records.ts';
import type { TrackedRecording } from './tracker.ts';
import { recordingEvent, type Translation } from './translate.ts';

const AT_ONCE = 4;
const MOST_FINISHED = 500;
/** Milliseconds by which a recording's start may differ between the recorder's lists and its events. */
const LEEWAY = 60_000;
/** Milliseconds before a break in which a start may have been missed too: clocks differ, and seconds are whole. */
const LEAST_LEEWAY = 5_000;

/** Reads what is being recorded now on the given devices and on all that the recorder says record. */
export async function snapshot(
  client: RecorderClient,
  devices: readonly string[],
  ask: SendOptions,
): Promise<Map<string, TrackedRecording>> {
  const answer = await client.send('DEVICELIST', {}, ask);
  const recorded = (answer?.DEVICES?.DEVICE ?? []).filter(({ RECORDING }) => RECORDING?.ISRECORDING);
  const wanted = [...new Set([...devices, ...recorded.flatMap(({ DEVICEID }) => firstNonEmpty(DEVICEID) ?? [])])];
  const seen = new Map<string, TrackedRecording>();
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const several = wanted.slice(at, at + AT_ONCE).map((device) => trackedAt(client, device, ask));
    for (const tracked of (await Promise.all(several)).flat()) seen.set(tracked.key, tracked);
  }
  for (const tracked of seen.values()) tracked.state = stateByStatus(client, tracked.state);
  return seen;
}

async function trackedAt(
  client: RecorderClient,
  device: string,
  ask: SendOptions,
): Promise<readonly TrackedRecording[]> {
  try {
    return (await instancesAt(client, device, ask)).map((one) => ({
      key: firstNonEmpty(one.FILENAME) ?? `${device}|${firstNonEmpty(one.CALLINSTANCE) ?? ''}`,
      device,
      facts: { ...one, DEVICEID: device } as Facts,
      startedAt: one.STARTTIME || null,
      state: recordingState(one),
      recordId: null,
    }));
  } catch (error) {
    if (error instanceof CrosspointError && error.code === 'NOT_FOUND') return [];
    throw error;
  }
}

/** The missed events, oldest first, and whether the lists were too short to show all of them. */
interface RecoveredEvents {
  readonly events: readonly EventRecord[];
  readonly complete: boolean;
}

/** Compares what was known with what is, and returns the difference. Where reading fails nothing was changed yet. */
export async function recover(
  client: RecorderClient,
  translation: Translation,
  since: Date,
  ask: SendOptions,
): Promise<RecoveredEvents> {
  const { tracker } = translation;
  const before = tracker.all;
  const seen = await snapshot(client, [...new Set(before.map(({ device }) => device))], ask);
  // A recording that its device does not list has ended (guide p. 30, l. 760: "a list of all instances of a device").
  const ended = before.filter(({ key }) => !seen.has(key));
  const finished = await finishedSince(client, ended, since, ask);
  const events = [
    ...endings(ended, finished, translation),
    ...wholes(finished, since, translation),
    ...changes(seen, client, translation),
  ];
  const inOrder = events.toSorted((one, other) => Date.parse(one.occurredAt) - Date.parse(other.occurredAt));
  return { events: inOrder, complete: finished.length < MOST_FINISHED };
}

function finishedSince(client: RecorderClient, ended: readonly TrackedRecording[], since: Date, ask: SendOptions) {
  const starts = ended.flatMap(({ startedAt }) => (startedAt ? [Date.parse(startedAt)] : []));
  const from = new Date(Math.min(since.getTime(), ...starts) - LEEWAY).toISOString();
  const criteria = { CALLDATESTART: from, CALLCOUNT: MOST_FINISHED };
  const [time, length] = [client.reading('recording-time'), client.reading('recording-length')];
  const begun = (row: SearchResult) => withBeginning(withSeconds(row, length), time);
  return client.send('CALLLIST', criteria, ask).then((answer) => (answer?.SEARCHRESULT ?? []).map(begun));
}

function distance(row: SearchResult, tracked: TrackedRecording): number {
  if (row.DEVICEID !== tracked.device || !row.RECORDINGTIME || !tracked.startedAt) return Number.POSITIVE_INFINITY;
  return Math.abs(Date.parse(row.RECORDINGTIME) - Date.parse(tracked.startedAt));
}

function endOf(row: SearchResult): string | undefined {
  if (!row.RECORDINGTIME) return undefined;
  return new Date(Date.parse(row.RECORDINGTIME) + (row.DURATION ?? 0) * 1000).toISOString();
}

/** Recordings that were followed and have ended. */
function endings(
  ended: readonly TrackedRecording[],
  finished: readonly SearchResult[],
  translation: Translation,
): EventRecord[] {
  return ended.map((tracked) => {
    const free = finished.filter((row) => row.RECORDID && !translation.tracker.hasEnded(row.RECORDID));
    const [nearest] = free.toSorted((one, other) => distance(one, tracked) - distance(other, tracked));
    const row = nearest && distance(nearest, tracked) <= LEEWAY ? nearest : undefined;
    if (row) adopt(tracked, row);
    return stopped(tracked, translation, row && endOf(row));
  });
}

function adopt(tracked: TrackedRecording, row: SearchResult): void {
  tracked.recordId = row.RECORDID ?? null;
  tracked.facts = { ...tracked.facts, ...(row as Facts) };
  tracked.startedAt = row.RECORDINGTIME ?? tracked.startedAt;
}

function stopped(tracked: TrackedRecording, translation: Translation, at?: string): EventRecord {
  tracked.state = 'NOT_RECORDING';
  translation.tracker.end(tracked);
  return recordingEvent('STOPPED', tracked, translation, tracked.facts, at);
}

/** Recordings that both began and ended unseen. */
function wholes(finished: readonly SearchResult[], since: Date, translation: Translation): EventRecord[] {
  return finished.flatMap((row) => {
    const begun = row.RECORDINGTIME ? Date.parse(row.RECORDINGTIME) : 0;
    if (!row.RECORDID || begun < since.getTime() - LEAST_LEEWAY || translation.tracker.hasEnded(row.RECORDID))
      return [];
    const facts = row as Facts;
    const blank = { key: row.RECORDID, device: row.DEVICEID ?? '', facts, recordId: row.RECORDID };
    const tracked: TrackedRecording = { ...blank, startedAt: row.RECORDINGTIME ?? null, state: 'RECORDING' };
    const started = recordingEvent('STARTED', tracked, translation, facts, row.RECORDINGTIME ?? undefined);
    return [started, stopped(tracked, translation, endOf(row))];
  });
}

/** Whether a recovered event did not come; a state that became uncertain is none. */
export function isLoss(event: EventRecord): boolean {
  return event.kind !== 'RECORDING' || event.type !== 'UPDATED';
}

/** Recordings that began unseen, were paused or went on. */
function changes(
  seen: ReadonlyMap<string, TrackedRecording>,
  client: RecorderClient,
  translation: Translation,
): EventRecord[] {
  return [...seen.values()].flatMap((now) => {
    const known = translation.tracker.get(now.key);
    if (!known) {
      translation.tracker.add(now);
      const begun = now.state === 'PAUSED' ? { ...now, state: 'RECORDING' as const } : now;
      const started = recordingEvent('STARTED', begun, translation, now.facts, now.startedAt ?? undefined);
      return now.state === 'PAUSED' ? [started, recordingEvent('PAUSED', now, translation)] : [started];
    }
    const state = now.state === 'PAUSED' ? now.state : runningState(known, client);
    known.isUnsettled = false;
    if (known.state === state) return [];
    known.state = state;
    return [recordingEvent(CHANGES[state], known, translation)];
  });
}

const CHANGES = { PAUSED: 'PAUSED', RECORDING: 'RESUMED', UNKNOWN: 'UPDATED' } as const;

/**
 * The state of a recording that is shown as running: its pause is over where this recorder shows blackouts, which is known
 * once it showed one. A recorder that shows none says nothing of it, and events remain what is known.
 */
function runningState({ state, isUnsettled }: TrackedRecording, client: RecorderClient): RunningState {
  if (client.showsBlackouts) return 'RECORDING';
  const isCertain = mayHideBlackouts(client) ? !isUnsettled : state === 'RECORDING';
  return isCertain && (state === 'RECORDING' || state === 'PAUSED') ? state : 'UNKNOWN';
}

type RunningState = keyof typeof CHANGES;
