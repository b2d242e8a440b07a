/** Watching a vendor without a stream: asking often where things happen, seldom where nothing does. */
import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { backOffMs } from '../../storage/back-off.ts';
import type { CallRecord, CampaignRecord, EventRecord, WantedKinds } from '../adapter.ts';
import { linkedSignal } from '../calls/deadline.ts';
import { asCrosspointError } from '../errors.ts';
import { gapEvent } from '../gap.ts';
import type { Log } from '../vendor.ts';
import { callChanges, campaignChanges, type Look, presenceChanges } from './changes.ts';
import type { RemoteControlReads } from './reads.ts';
import { eachBounded } from './shared.ts';

/** How often the vendor is asked, in milliseconds. */
export interface Pace {
  /** For a user who has calls or just had some. */
  readonly busy: number;
  /** For a user without calls: twice as long after each look that shows nothing, up to the second figure. */
  readonly idle: readonly [number, number];
  /** For the lists of users and campaigns. */
  readonly lists: number;
  /** After a failure: twice as long each time, up to the second figure. */
  readonly failed: readonly [number, number];
}

/** The usual pace. */
export const USUAL_PACE: Pace = { busy: 1000, idle: [2000, 10_000], lists: 30_000, failed: [1000, 30_000] };

/** What watching needs. */
export interface WatchOptions {
  readonly account: string;
  readonly reads: RemoteControlReads;
  readonly kinds: WantedKinds;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  readonly log: Log;
  now(): Date;
}

/** Users asked at one time. */
const AT_ONCE = 8;

/** What was seen of one user. */
interface Desk {
  readonly user: number;
  calls: readonly CallRecord[];
  due: number;
  pause: number;
}

/** Events as they are found, until the signal; a time without answers is told as a GAP once they come again. */
export async function* watchRemoteControl(options: WatchOptions): AsyncGenerator<EventRecord> {
  // Several reads at a time leave by the one signal.
  setMaxListeners(4 * AT_ONCE, options.signal);
  const watcher = new Watcher(options);
  const forget = options.kinds.onChange(() => watcher.lookAnew());
  try {
    while (!options.signal.aborted) {
      const events = await watcher.look();
      for (const event of events) yield event;
      await watcher.rest();
    }
  } finally {
    forget();
  }
}

class Watcher {
  private readonly desks = new Map<number, Desk>();
  private campaigns: readonly CampaignRecord[] | undefined;
  private listsDue = 0;
  /** How often other kinds were wanted. */
  private changes = 0;
  private resting = new AbortController();
  private answeredAt: Date;
  private failures = 0;
  /** What was seen and not yet told; one failing user does not take the others' events along. */
  private readonly found: EventRecord[] = [];

  constructor(private readonly options: WatchOptions) {
    this.answeredAt = options.now();
  }

  /** One round over everything that is due. */
  async look(): Promise<EventRecord[]> {
    try {
      await this.lookAtLists();
      await this.lookAtDesks();
      this.answered();
    } catch (error) {
      if (!this.options.signal.aborted) this.failed(error);
    }
    return this.found.splice(0);
  }

  /** Other kinds are wanted, and what there is of them now must be known soon. */
  lookAnew(): void {
    this.changes += 1;
    this.listsDue = 0;
    this.resting.abort();
  }

  /** Waits until something is due. */
  async rest(): Promise<void> {
    this.resting = new AbortController();
    const { signal, clear } = linkedSignal(this.options.signal, this.resting.signal);
    await wait(this.pause(), undefined, { signal }).catch(() => undefined);
    clear();
  }

  /** Milliseconds until something is due. */
  private pause(): number {
    const { pace } = this.options;
    if (this.failures > 0) return backOffMs(this.failures, { first: pace.failed[0], most: pace.failed[1] });
    const dues = [this.listsDue, ...[...this.desks.values()].map(({ due }) => due)];
    return Math.max(pace.busy / 10, Math.min(...dues) - performance.now());
  }

  private async lookAtLists(): Promise<void> {
    const { kinds, reads, pace, signal } = this.options;
    if (performance.now() < this.listsDue) return;
    const { changes } = this;
    const users = kinds.has('CALL') || kinds.has('AGENT') ? await reads.users({ signal }) : [];
    const campaigns = kinds.has('CAMPAIGN') ? (await reads.campaigns({}, { signal })).items : undefined;
    if (!kinds.has('CALL') && !kinds.has('AGENT')) this.desks.clear();
    this.keepDesks(users);
    if (campaigns && this.campaigns) this.found.push(...campaignChanges(this.now(), this.campaigns, campaigns));
    this.campaigns = campaigns;
    // What was wanted while this was read was not read.
    this.listsDue = changes === this.changes ? performance.now() + pace.lists : 0;
  }

  private keepDesks(users: readonly number[]): void {
    for (const user of users) {
      if (!this.desks.has(user)) this.desks.set(user, { user, calls: [], due: 0, pause: this.options.pace.idle[0] });
    }
  }

  private async lookAtDesks(): Promise<void> {
    const due = [...this.desks.values()].filter((desk) => desk.due <= performance.now());
    await eachBounded(due, AT_ONCE, (desk) => this.lookAtDesk(desk));
  }

  private async lookAtDesk(desk: Desk): Promise<void> {
    const { reads, kinds, signal } = this.options;
    const after = await reads.callRecords(desk.user, { signal });
    const before = desk.calls;
    const look = this.now();
    desk.calls = after;
    const calls = callChanges(look, before, after);
    this.plan(desk, after.length > 0 || calls.length > 0);
    if (kinds.has('CALL')) this.found.push(...calls);
    if (kinds.has('AGENT')) this.found.push(...presenceChanges(look, desk.user, before, after));
  }

  private plan(desk: Desk, busy: boolean): void {
    const { pace } = this.options;
    desk.due = performance.now() + (busy ? pace.busy : desk.pause);
    desk.pause = busy ? pace.idle[0] : Math.min(desk.pause * 2, pace.idle[1]);
  }

  /** Notes that the vendor answers; the events of a time when it did not may be lost. */
  private answered(): void {
    const from = this.answeredAt.toISOString();
    this.answeredAt = this.options.now();
    if (this.failures === 0) return;
    this.failures = 0;
    const { account, at } = this.now();
    const reason = 'The vendor did not answer; calls that began and ended meanwhile were not seen';
    this.found.unshift(gapEvent({ account, from, to: at, reason }));
  }

  private failed(error: unknown): void {
    this.failures += 1;
    const { code, message } = asCrosspointError(error);
    this.options.log.warn({ account: this.options.account, code }, `Watching goes on after a failure: ${message}`);
  }

  private now(): Look {
    return { account: this.options.account, at: this.options.now().toISOString() };
  }
}
