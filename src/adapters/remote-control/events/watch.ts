/** Polls a vendor without an event stream: often where calls are live, seldom elsewhere. */
import { pauseFor } from '../../../storage/back-off.ts';
import type {
  CallRecord,
  CampaignRecord,
  EventRecord,
  Reads,
  StreamOptions,
  WantedKinds,
  Watchable,
} from '../../adapter.ts';
import { linkedSignal } from '../../calls/deadline.ts';
import { asCrosspointError } from '../../errors.ts';
import { gapEvent } from '../../gap.ts';
import type { Log } from '../../vendor.ts';
import { mapBounded } from '../client/map-bounded.ts';
import type { Phones } from '../reads/phones.ts';
import { AvailabilityTracker } from './availability.ts';
import { campaignChanges, PhoneHistory, type PollContext, presenceChanges } from './changes.ts';
import { Slowdown } from './slowdown.ts';

/** Poll intervals in milliseconds. */
export interface PollingPace {
  /** For a user with live or recent calls. */
  readonly busy: number;
  /** For a user without calls: doubled after each look without events, up to the second figure. */
  readonly idle: readonly [number, number];
  /** For the lists of users and campaigns. */
  readonly lists: number;
  /** After a failure: doubled each time, up to the second figure. */
  readonly failed: readonly [number, number];
}

/** The usual pace. */
export const USUAL_PACE: PollingPace = { busy: 1000, idle: [2000, 5000], lists: 30_000, failed: [1000, 30_000] };

/** The reads that a watch polls. */
export interface WatchSources {
  readonly account: string;
  readonly phones: Phones;
  readonly reads: Pick<Reads, 'campaigns'>;
  readonly log: Log;
  now(): Date;
}

interface WatchOptions extends WatchSources {
  readonly kinds: WantedKinds;
  readonly pace: PollingPace;
  readonly signal: AbortSignal;
  readonly logged?: StreamOptions['logged'];
}

const UNANSWERED = 'The vendor did not answer; calls that started and ended meanwhile were not seen';
/** Users polled concurrently. */
const AT_ONCE = 8;

/** One user's phone. */
interface Desk {
  readonly user: number;
  /** The calls as they were reported. */
  history: PhoneHistory;
  /** The calls of the last look, also where none are reported; undefined before the first. */
  calls?: readonly CallRecord[];
  readonly answering: AvailabilityTracker;
  due: number;
  pause: number;
}

/**
 * Emits changes as they are found, until the signal aborts. The first poll of a phone, also after a time in which calls
 * were not wanted, establishes its state and emits only what became of the calls that the event log has. A stretch
 * without answers becomes a GAP once answers arrive again; a change of the account's status becomes an ACCOUNT event.
 */
export async function* watchAccount(options: WatchOptions): AsyncGenerator<EventRecord> {
  const watcher = new Watcher(options);
  const forget = options.kinds.onChange(() => watcher.lookAnew());
  try {
    while (!options.signal.aborted) {
      for (const event of await watcher.look()) yield event;
      options.kinds.looked(watcher.looked);
      await watcher.rest();
    }
  } finally {
    forget();
  }
}

class Watcher {
  private readonly desks = new Map<number, Desk>();
  private readonly lists: AvailabilityTracker;
  /** The calls of each user that the event log had when calls became wanted. */
  private readonly logged = new Map<number, CallRecord[]>();
  private reportsCalls = false;
  private campaigns: readonly CampaignRecord[] | undefined;
  private listsDue = 0;
  /** The kinds that the last look was for. */
  looked: readonly Watchable[] = [];
  private resting = new AbortController();
  private status: 'UP' | 'DEGRADED' | 'DOWN' | undefined;
  private readonly found: EventRecord[] = [];
  private readonly slowdown = new Slowdown();

  constructor(private readonly options: WatchOptions) {
    this.lists = new AvailabilityTracker(options.pace.failed, options.now());
  }

  /** One round over everything that is due. */
  async look(): Promise<EventRecord[]> {
    const { signal, kinds } = this.options;
    const wanted = [...kinds];
    await this.setReportsCalls(kinds.has('CALL'));
    if (performance.now() >= this.listsDue) await this.attempt(this.lists, () => this.lookAtLists());
    const due = [...this.desks.values()].filter((desk) => desk.due <= performance.now());
    await mapBounded(due, AT_ONCE, (desk) => this.attempt(desk.answering, () => this.lookAtDesk(desk), desk));
    if (!signal.aborted) this.reportStatus();
    this.looked = wanted;
    return this.found.splice(0);
  }

  /** Calls that become wanted are compared with those that the event log has by then: they were not reported meanwhile. */
  private async setReportsCalls(isWanted: boolean): Promise<void> {
    if (isWanted && !this.reportsCalls) {
      this.restore((await this.options.logged?.()) ?? []);
      for (const desk of this.desks.values()) Object.assign(desk, { history: this.historyOf(desk.user), due: 0 });
    }
    this.reportsCalls = isWanted;
  }

  private restore(calls: readonly CallRecord[]): void {
    this.logged.clear();
    for (const call of calls) {
      const user = Number(call.agent?.nativeId);
      this.logged.set(user, [...(this.logged.get(user) ?? []), call]);
    }
  }

  private historyOf(user: number): PhoneHistory {
    return new PhoneHistory(this.logged.get(user));
  }

  /** Other kinds are wanted: their state is read at once. */
  lookAnew(): void {
    this.listsDue = 0;
    this.resting.abort();
  }

  /** Waits until something is due. */
  async rest(): Promise<void> {
    this.resting = new AbortController();
    const { signal, clear } = linkedSignal(this.options.signal, this.resting.signal);
    const dues = [this.listsDue, ...[...this.desks.values()].map(({ due }) => due)];
    const milliseconds = Math.max(this.options.pace.busy / 10, Math.min(...dues) - performance.now());
    await pauseFor(milliseconds, signal);
    clear();
  }

  /** Makes one read; a failure leaves what was last seen as it is, and costs no other phone's events. */
  private async attempt(answering: AvailabilityTracker, read: () => Promise<void>, desk?: Desk): Promise<void> {
    const { account, log, signal, now } = this.options;
    try {
      await read();
      this.slowdown.answered();
      const lost = answering.answered(now());
      if (lost) this.found.unshift(gapEvent({ account, from: lost, to: now().toISOString(), reason: UNANSWERED }));
    } catch (error) {
      if (signal.aborted) return;
      const due = performance.now() + answering.failed();
      if (desk) desk.due = due;
      else this.listsDue = due;
      const { code, message } = asCrosspointError(error);
      if (code === 'RATE_LIMITED') this.slowdown.refused();
      log.warn({ account, code, user: desk?.user }, `Polling continues after a failure: ${message}`);
    }
  }

  private async lookAtLists(): Promise<void> {
    const { kinds, phones, reads, pace, signal } = this.options;
    // Set before the read, since kinds that become wanted during it are not read.
    this.listsDue = performance.now() + pace.lists;
    const people = kinds.has('CALL') || kinds.has('AGENT');
    const users = people ? await phones.users({ signal }) : [];
    const campaigns = kinds.has('CAMPAIGN') ? (await reads.campaigns({}, { signal })).items : undefined;
    if (people) this.addDesks(users);
    else this.desks.clear();
    if (campaigns && this.campaigns) this.found.push(...campaignChanges(this.moment(), this.campaigns, campaigns));
    this.campaigns = campaigns;
  }

  private addDesks(users: readonly number[]): void {
    const { pace, now } = this.options;
    for (const user of users) {
      if (this.desks.has(user)) continue;
      const answering = new AvailabilityTracker(pace.failed, now());
      this.desks.set(user, { user, history: this.historyOf(user), answering, due: 0, pause: pace.idle[0] });
    }
  }

  private async lookAtDesk(desk: Desk): Promise<void> {
    const { phones, kinds, signal } = this.options;
    const after = await phones.callRecords(desk.user, { signal });
    const before = desk.calls;
    const look = this.moment();
    desk.calls = after;
    this.plan(desk, after.length > 0 || (before !== undefined && before.length > 0));
    if (this.reportsCalls) this.found.push(...desk.history.take(look, after));
    if (kinds.has('AGENT') && before) this.found.push(...presenceChanges(look, desk.user, before, after));
  }

  private plan(desk: Desk, busy: boolean): void {
    const { pace } = this.options;
    desk.due = performance.now() + this.slowdown.factor * (busy ? pace.busy : desk.pause);
    desk.pause = busy ? pace.idle[0] : Math.min(desk.pause * 2, pace.idle[1]);
  }

  private reportStatus(): void {
    const parts = [this.lists, ...[...this.desks.values()].map(({ answering }) => answering)];
    const failing = parts.filter(({ isFailing }) => isFailing).length;
    const status = failing === 0 ? 'UP' : failing < parts.length ? 'DEGRADED' : 'DOWN';
    if (status === this.status) return;
    this.status = status;
    const { account, at } = this.moment();
    const times = { occurredAt: at, receivedAt: at };
    this.found.unshift({
      kind: 'ACCOUNT',
      status,
      account,
      subject: account,
      fingerprint: `${status}/${at}`,
      ...times,
    });
  }

  private moment(): PollContext {
    return { account: this.options.account, at: this.options.now().toISOString() };
  }
}
