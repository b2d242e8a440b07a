/** The campaign watcher of vendors without an event stream: reads the list again and again, and emits what changed. */
import { pauseFor } from '../storage/back-off.ts';
import { accountEvent } from './account-status.ts';
import type { SendOptions } from './contract.ts';
import { asCrosspointError } from './errors.ts';
import type { EventRecord } from './event.ts';
import { gapEvent } from './gap.ts';
import type { CampaignRecord } from './records.ts';
import type { Log } from './vendor.ts';

/** Milliseconds between two reads: `busy` after a change, growing to `idle` while nothing changes. */
export interface WatchPace {
  readonly busy: number;
  readonly idle: number;
}

/** How the campaigns of an account are watched. */
interface CampaignWatchOptions {
  readonly account: string;
  readonly pace: WatchPace;
  readonly log: Log;
  now(): Date;
  /** Reads all campaigns. */
  campaigns(ask: SendOptions): Promise<readonly CampaignRecord[]>;
  /** Takes that the campaigns were read, or could not be. */
  looked?(): void;
  /** Resolves when a campaign in transition has changed its state, or after the vendor's own limit. */
  untilChanged?(campaign: CampaignRecord, ask: SendOptions): Promise<unknown>;
}

const GROWTH = 1.5;
/** Milliseconds between two reads at least. */
const SHORTEST_PAUSE = 250;
const NO_ANSWER = 'The vendor did not answer; changes in the meantime were not seen';

/**
 * Emits changes of campaigns until the signal aborts. The first read is the state to compare with and emits no campaign.
 * The vendor's first answer, and its first failure after an answer, are emitted as ACCOUNT events.
 */
export async function* watchCampaigns(options: CampaignWatchOptions, signal: AbortSignal): AsyncGenerator<EventRecord> {
  const watch = new CampaignWatch(options, signal);
  while (!signal.aborted) {
    yield* await watch.look();
    options.looked?.();
    await watch.rest();
  }
}

class CampaignWatch {
  readonly #options: CampaignWatchOptions;
  readonly #signal: AbortSignal;
  #known: ReadonlyMap<string, CampaignRecord> | undefined;
  #answers: boolean | undefined;
  #answeredAt: string;
  #pause: number;

  constructor(options: CampaignWatchOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#pause = options.pace.busy;
    this.#answeredAt = options.now().toISOString();
  }

  async look(): Promise<readonly EventRecord[]> {
    const { pace, now } = this.#options;
    const campaigns = withKnownStates(await this.#read(), this.#known);
    const at = now().toISOString();
    if (this.#signal.aborted) return [];
    if (!campaigns) return this.#failed(at);
    const changes = this.#known ? changesOf(this.#options.account, at, this.#known, campaigns) : [];
    this.#known = new Map(campaigns.map((campaign) => [campaign.nativeId, campaign]));
    const isBusy = changes.length > 0 || this.#moving !== undefined;
    this.#pause = isBusy ? pace.busy : Math.min(this.#pause * GROWTH, pace.idle);
    return [...this.#answered(at), ...changes];
  }

  /** While a campaign is in transition the vendor itself is let wait for the change, so that it is seen at once. */
  async rest(): Promise<void> {
    const [moving, signal] = [this.#moving, this.#signal];
    const wait = (milliseconds: number) => pauseFor(milliseconds, signal);
    if (!moving || !this.#answers || !this.#options.untilChanged) return wait(this.#pause);
    const settled = await Promise.allSettled([this.#options.untilChanged(moving, { signal })]);
    await wait(settled[0].status === 'fulfilled' ? SHORTEST_PAUSE : this.#pause);
  }

  get #moving(): CampaignRecord | undefined {
    return [...(this.#known?.values() ?? [])].find(isInTransition);
  }

  async #read(): Promise<readonly CampaignRecord[] | null> {
    try {
      return await this.#options.campaigns({ signal: this.#signal });
    } catch (error) {
      const { code } = asCrosspointError(error);
      if (!this.#signal.aborted) this.#options.log.warn({ account: this.#options.account, code }, 'Campaigns unread');
      return null;
    }
  }

  #failed(at: string): EventRecord[] {
    this.#pause = Math.min(this.#pause * GROWTH, this.#options.pace.idle);
    if (this.#answers === false) return [];
    this.#answers = false;
    return [accountEvent(this.#options.account, 'DOWN', at)];
  }

  #answered(at: string): EventRecord[] {
    const { account } = this.#options;
    const [from, answered] = [this.#answeredAt, this.#answers];
    this.#answers = true;
    this.#answeredAt = at;
    if (answered) return [];
    const gap = answered === false ? [gapEvent({ account, from, to: at, reason: NO_ANSWER })] : [];
    return [accountEvent(account, 'UP', at), ...gap];
  }
}

/** A state that could not be read is the last one known, since nothing shows that it changed. */
function withKnownStates(
  campaigns: readonly CampaignRecord[] | null,
  known: ReadonlyMap<string, CampaignRecord> | undefined,
): readonly CampaignRecord[] | null {
  const last = ({ nativeId }: CampaignRecord) => known?.get(nativeId)?.state ?? null;
  return campaigns?.map((row) => (row.state === null ? { ...row, state: last(row) } : row)) ?? null;
}

function isInTransition({ state }: CampaignRecord): boolean {
  return state === 'STARTING' || state === 'STOPPING' || state === 'RESETTING';
}

function changesOf(
  account: string,
  at: string,
  known: ReadonlyMap<string, CampaignRecord>,
  campaigns: readonly CampaignRecord[],
): EventRecord[] {
  return campaigns.flatMap((campaign): EventRecord[] => {
    const before = known.get(campaign.nativeId);
    if (JSON.stringify(before) === JSON.stringify(campaign)) return [];
    const [state, previousState] = [campaign.state ?? null, before?.state ?? null];
    const subject = campaign.nativeId;
    const fingerprint = `campaign/${subject}/${state}/${at}`;
    const facts = { kind: 'CAMPAIGN', account, subject, fingerprint, campaign } as const;
    const times = { occurredAt: at, receivedAt: at };
    if (state !== previousState) return [{ ...facts, ...times, type: 'STATE_CHANGED', state, previousState }];
    return [{ ...facts, ...times, type: 'UPDATED', state }];
  });
}
