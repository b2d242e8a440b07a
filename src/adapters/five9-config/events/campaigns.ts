import { setTimeout as pause } from 'node:timers/promises';
import type { CampaignRecord, EventRecord } from '../../adapter.ts';
import type { SendOptions } from '../../contract.ts';
import { asCrosspointError } from '../../errors.ts';
import { gapEvent } from '../../gap.ts';
import type { Log } from '../../vendor.ts';

/** Milliseconds between two looks: soon after a change, seldom when nothing happens. */
export interface Pace {
  readonly busy: number;
  readonly idle: number;
}

/** Well within the 450 queries a minute of the guide (p. 179). */
export const USUAL_PACE: Pace = { busy: 1_000, idle: 5_000 };

/** How the campaigns of an account are watched. */
export interface WatchParts {
  readonly account: string;
  readonly pace: Pace;
  readonly log: Log;
  now(): Date;
  campaigns(ask: SendOptions): Promise<readonly CampaignRecord[]>;
  /** Lets the vendor wait until a campaign's state changes, for a while at most. */
  untilChanged?(campaign: CampaignRecord, ask: SendOptions): Promise<unknown>;
}

/** Milliseconds between two looks at least, whatever the vendor answers. */
const LEAST = 250;

function changed(parts: WatchParts, campaign: CampaignRecord, previous: CampaignRecord | undefined): EventRecord[] {
  if (!previous || previous.state === campaign.state) return [];
  const at = parts.now().toISOString();
  return [
    {
      kind: 'CAMPAIGN',
      type: 'STATE_CHANGED',
      account: parts.account,
      subject: campaign.nativeId,
      fingerprint: `campaign ${campaign.nativeId} ${campaign.state} ${at}`,
      occurredAt: at,
      receivedAt: at,
      campaign,
      state: campaign.state ?? null,
      previousState: previous.state ?? null,
    },
  ];
}

/** A period without answers, emitted with the first answer after it. */
function gap({ account, now }: WatchParts, from: string): EventRecord {
  const to = now().toISOString();
  const reason = 'The vendor did not answer; states that came and went meanwhile were not seen';
  return gapEvent({ account, from, to, reason });
}

function inTransition({ state }: CampaignRecord): boolean {
  return state === 'STARTING' || state === 'STOPPING' || state === 'RESETTING';
}

/**
 * Rests before the next look. While a campaign is on its way to another state the vendor itself is let wait for that
 * (guide p. 155), so that the change is seen when it happens and asking costs little.
 */
async function rest(parts: WatchParts, wait: number, moving: CampaignRecord | undefined, signal: AbortSignal) {
  const pauseFor = (milliseconds: number) => pause(milliseconds, undefined, { signal }).catch(() => {});
  if (!moving || !parts.untilChanged) return pauseFor(wait);
  const changed = await parts.untilChanged(moving, { signal }).then(
    () => true,
    () => false,
  );
  await pauseFor(changed ? LEAST : wait);
}

/** Looks at the campaigns again and again, telling each change of state; ends with the signal. */
export async function* watchCampaigns(parts: WatchParts, signal: AbortSignal): AsyncIterable<EventRecord> {
  let known: ReadonlyMap<string, CampaignRecord> | undefined;
  let wait = parts.pace.busy;
  let [seenAt, failed] = [parts.now().toISOString(), false];
  while (!signal.aborted) {
    let moving: CampaignRecord | undefined;
    try {
      const campaigns = await parts.campaigns({ signal });
      const events = failed ? [gap(parts, seenAt)] : [];
      if (known) events.push(...campaigns.flatMap((each) => changed(parts, each, known?.get(each.nativeId))));
      [seenAt, failed] = [parts.now().toISOString(), false];
      known = new Map(campaigns.map((campaign) => [campaign.nativeId, campaign]));
      moving = campaigns.find(inTransition);
      const busy = events.length > 0 || moving !== undefined;
      wait = busy ? parts.pace.busy : Math.min(wait * 1.5, parts.pace.idle);
      yield* events;
    } catch (error) {
      if (signal.aborted) return;
      parts.log.debug(
        { account: parts.account, code: asCrosspointError(error).code },
        'campaigns could not be looked at',
      );
      wait = parts.pace.idle;
      failed = true;
    }
    await rest(parts, wait, moving, signal);
  }
}
