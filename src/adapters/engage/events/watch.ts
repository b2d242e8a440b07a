/** Watches campaigns of a vendor without an event stream by asking: more often while they change. */
import { setTimeout as wait } from 'node:timers/promises';
import type { CampaignRecord, EventRecord, Reads } from '../../adapter.ts';
import { asCrosspointError } from '../../errors.ts';
import { gapEvent } from '../../gap.ts';
import type { Log } from '../../vendor.ts';

/** How often the vendor is asked, in milliseconds: after a change, at most, and the factor after a look without one. */
export interface Pace {
  readonly fast: number;
  readonly slow: number;
  readonly growth: number;
}

/** The usual pace. */
export const USUAL_PACE: Pace = { fast: 5_000, slow: 60_000, growth: 1.5 };

/** What a watch reads from. */
export interface WatchSources {
  readonly account: string;
  readonly reads: Pick<Reads, 'campaigns'>;
  readonly log: Log;
  now(): Date;
}

/** What a watch is started with. */
interface WatchOptions extends WatchSources {
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

/**
 * Emits events of campaigns as they are found, until the signal. The first look is state and emits none; a state that lasts
 * less than a look is not seen. A stretch without answers is a GAP once answers come again, and how the account stands is
 * an ACCOUNT event whenever that changes.
 */
export async function* watchCampaigns(options: WatchOptions): AsyncGenerator<EventRecord> {
  const { signal, pace } = options;
  let known: ReadonlyMap<string, CampaignRecord> | undefined;
  let pause = pace.fast;
  let lost: string | null = null;
  let status: 'UP' | 'DOWN' | undefined;
  while (!signal.aborted) {
    const seen = withKnownStates(await look(options), known);
    const events = seen && known ? changes(options, known, seen) : [];
    if (seen && lost !== null) events.unshift(gap(options, lost));
    if (seen) known = new Map(seen.map((campaign) => [campaign.nativeId, campaign]));
    lost = seen ? null : (lost ?? options.now().toISOString());
    const stands = seen ? 'UP' : 'DOWN';
    if (stands !== status && !signal.aborted) yield accountEvent(options, stands);
    status = stands;
    for (const event of events) yield event;
    pause = events.length > 0 ? pace.fast : Math.min(pause * pace.growth, pace.slow);
    await wait(pause, undefined, { signal }).catch(() => undefined);
  }
}

/** A state that could not be read is the last one known, as nothing shows that it changed. */
function withKnownStates(
  seen: readonly CampaignRecord[] | null,
  known: ReadonlyMap<string, CampaignRecord> | undefined,
): readonly CampaignRecord[] | null {
  const last = ({ nativeId }: CampaignRecord) => known?.get(nativeId)?.state ?? null;
  const completed = seen?.map((row) => (row.state === null ? { ...row, state: last(row) } : row));
  return completed ?? null;
}

function timesNow({ account, now }: WatchOptions) {
  const at = now().toISOString();
  return { account, subject: account, occurredAt: at, receivedAt: at };
}

function accountEvent(options: WatchOptions, status: 'UP' | 'DOWN'): EventRecord {
  const common = timesNow(options);
  return { ...common, kind: 'ACCOUNT', status, fingerprint: `${status}/${common.occurredAt}` };
}

function gap({ account, now }: WatchOptions, from: string): EventRecord {
  const reason = 'The vendor did not answer; states that came and went meanwhile were not seen';
  return gapEvent({ account, from, to: now().toISOString(), reason });
}

async function look({ account, reads, signal, log }: WatchOptions): Promise<readonly CampaignRecord[] | null> {
  try {
    return (await reads.campaigns({}, { signal })).items;
  } catch (error) {
    const { code, message } = asCrosspointError(error);
    if (!signal.aborted) log.warn({ account, code }, `Watching goes on after a failure: ${message}`);
    return null;
  }
}

function changes(
  { account, now }: WatchOptions,
  known: ReadonlyMap<string, CampaignRecord>,
  seen: readonly CampaignRecord[],
): EventRecord[] {
  const at = now().toISOString();
  return seen.flatMap((campaign): EventRecord[] => {
    const before = known.get(campaign.nativeId);
    const subject = `campaign/${campaign.nativeId}`;
    const times = { occurredAt: at, receivedAt: at };
    const facts = { kind: 'CAMPAIGN', fingerprint: `${subject}/${at}`, subject, account, campaign, ...times } as const;
    const state = campaign.state ?? null;
    const previousState = before?.state ?? null;
    if (state !== previousState && state !== null) return [{ ...facts, type: 'STATE_CHANGED', state, previousState }];
    return JSON.stringify(before) === JSON.stringify(campaign) ? [] : [{ ...facts, type: 'UPDATED', state }];
  });
}
