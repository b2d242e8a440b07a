/** Watching campaigns of a vendor without a stream: asking more often while something changes. */
import { setTimeout as wait } from 'node:timers/promises';
import type { CampaignRecord, EventRecord } from '../adapter.ts';
import { asCrosspointError } from '../errors.ts';
import { gapEvent } from '../gap.ts';
import type { Log } from '../vendor.ts';
import type { EngageReads } from './reads.ts';

/** How often the vendor is asked, in milliseconds: after a change, at most, and what a quiet look multiplies it by. */
export interface Pace {
  readonly fast: number;
  readonly slow: number;
  readonly growth: number;
}

/** The usual pace. */
export const USUAL_PACE: Pace = { fast: 5_000, slow: 60_000, growth: 1.5 };

/** What watching needs. */
export interface WatchOptions {
  readonly account: string;
  readonly reads: EngageReads;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  readonly log: Log;
  now(): Date;
}

/** Events of campaigns as they are found, until the signal. A state that lasted less than a look is not seen. */
export async function* watchCampaigns(options: WatchOptions): AsyncGenerator<EventRecord> {
  const { signal, pace } = options;
  let known: ReadonlyMap<string, CampaignRecord> | undefined;
  let pause = pace.fast;
  let lost: string | null = null;
  while (!signal.aborted) {
    const seen = await look(options);
    const events = seen && known ? changes(options, known, seen) : [];
    if (seen && lost !== null) events.unshift(gap(options, lost));
    if (seen) known = new Map(seen.map((campaign) => [campaign.nativeId, campaign]));
    lost = seen ? null : (lost ?? options.now().toISOString());
    for (const event of events) yield event;
    pause = events.length > 0 ? pace.fast : Math.min(pause * pace.growth, pace.slow);
    await wait(pause, undefined, { signal }).catch(() => undefined);
  }
}

/** A time without answers, told once they come again. */
function gap({ account, now }: WatchOptions, from: string): EventRecord {
  const to = now().toISOString();
  const reason = 'The vendor did not answer; states that came and went meanwhile were not seen';
  return gapEvent({ account, from, to, reason });
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
