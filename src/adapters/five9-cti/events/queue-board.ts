/** The calls that wait for agents of an account: each desk's list shows those that its agent serves. */
import type { CallRecord, EventRecord } from '../../adapter.ts';
import type { ValueOf } from '../../contract.ts';
import type { queuedCall } from '../contract/types.ts';
import { timeOf } from '../quirks.ts';

type QueuedCall = ValueOf<typeof queuedCall>;

/** The functions of the desk whose list the board takes. */
interface ListingDesk {
  readonly agent: string;
  campaign(id: string | null | undefined): CallRecord['campaign'];
}

/** A call that waits, and the desks whose lists have it. */
interface Waiting {
  record: CallRecord;
  /** Names this wait alike at every gateway; null where the vendor gives no time of the call. */
  readonly wait: string | null;
  readonly desks: Set<string>;
  /** When the last list that had it lost it. */
  leftAt: Date | null;
}

/** Milliseconds in which a desk rings with a call that left the lists; a call that no desk gets was abandoned. */
export const GRACE_MS = 3_000;

/** Calls that are known to have waited before. */
const MOST_PAST = 2_000;

/** One list of waiting calls for all desks of an account, and its changes as events. */
export class QueueBoard {
  readonly #waiting = new Map<string, Waiting>();
  /** Calls at desks, which lists that were sent before still have. */
  readonly #served = new Set<string>();
  /** Calls that left the queue, and the desks whose lists did not show it yet. */
  readonly #stale = new Map<string, Set<string>>();
  /** Desks whose list is known, so that what it gains has just come. */
  readonly #listed = new Set<string>();
  /** How often a call has waited before. */
  readonly #past = new Map<string, number>();
  #rounds = 0;

  constructor(
    private readonly account: string,
    private readonly now: () => Date,
  ) {}

  /** The calls that wait. */
  get calls(): readonly CallRecord[] {
    return [...this.#waiting.values()].flatMap(({ record, leftAt }) => (leftAt ? [] : [record]));
  }

  /** When the next call that left the lists counts as one that gave up; null while none left. */
  get due(): Date | null {
    const left = [...this.#waiting.values()].flatMap(({ leftAt }) => leftAt ?? []);
    return left.length === 0 ? null : new Date(Math.min(...left.map(Number)) + GRACE_MS);
  }

  /** Takes a desk's list of the calls that wait. */
  list(desk: ListingDesk, calls: readonly QueuedCall[]): EventRecord[] {
    const listed = new Map(calls.flatMap((call) => (call.callSessionId ? [[call.callSessionId, call] as const] : [])));
    const isFirst = !this.#listed.has(desk.agent);
    this.#listed.add(desk.agent);
    const came = [...listed].flatMap(([id, call]) => this.#listedBy(desk, id, call, isFirst));
    for (const [id, waiting] of this.#waiting) if (!listed.has(id)) this.#unlist(waiting, desk.agent);
    for (const id of this.#stale.keys()) if (!listed.has(id)) this.#refresh(id, desk.agent);
    return came;
  }

  /** A call is at a desk now. */
  assign(id: string): EventRecord[] {
    this.#served.add(id);
    return this.#end(id, 'ROUTED', this.now());
  }

  /** A call has left its desk and may wait again. */
  release(id: string): void {
    this.#served.delete(id);
  }

  /** The caller gave up; undefined where the call does not wait. */
  abandon(id: string): EventRecord[] | undefined {
    return this.#waiting.has(id) ? this.#end(id, 'ABANDONED', this.now()) : undefined;
  }

  /** A desk cannot be listened to; what only it listed may have gone anywhere. */
  lose(agent: string): EventRecord[] {
    this.#listed.delete(agent);
    for (const id of this.#stale.keys()) this.#refresh(id, agent);
    const lost: EventRecord[] = [];
    for (const [id, waiting] of this.#waiting) {
      const had = waiting.desks.delete(agent);
      if (had && waiting.desks.size === 0) lost.push(...this.#end(id, null, this.now()).map(late));
    }
    return lost;
  }

  /** The calls that left the lists and came to no desk; where some desk is not listened to they may be there. */
  settle(isWhole: boolean): EventRecord[] {
    const latest = this.now().getTime() - GRACE_MS;
    const gone = [...this.#waiting].filter(([, { leftAt }]) => leftAt !== null && leftAt.getTime() <= latest);
    return gone.flatMap(([id, { leftAt }]) => this.#end(id, isWhole ? 'ABANDONED' : null, leftAt ?? this.now()));
  }

  #listedBy(desk: ListingDesk, id: string, call: QueuedCall, isFirst: boolean): EventRecord[] {
    const known = this.#waiting.get(id);
    if (known) {
      known.desks.add(desk.agent);
      known.leftAt = null;
      return [];
    }
    if (this.#served.has(id) || this.#stale.get(id)?.has(desk.agent)) return [];
    const campaign = desk.campaign(call.campaignId) ?? null;
    const now = this.now().toISOString();
    const created = timeOf(call.created) ?? (isFirst ? null : now);
    const record: CallRecord = {
      ...{ nativeId: `queue/${id}`, callId: id, channel: 'VOICE', state: 'QUEUED', campaign, queue: campaign },
      ...{ startedAt: created && created > now ? now : created, customerName: call.customer || null },
    };
    this.#rounds += 1;
    const wait = call.created ? `${call.created}.${this.#past.get(id) ?? 0}` : null;
    this.#waiting.set(id, { record, wait, desks: new Set([desk.agent]), leftAt: null });
    const started = this.#event('STARTED', record, this.now(), wait);
    return [this.#past.has(id) ? ({ ...started, returned: true } as EventRecord) : started];
  }

  #refresh(id: string, agent: string): void {
    const desks = this.#stale.get(id);
    desks?.delete(agent);
    if (desks?.size === 0) this.#stale.delete(id);
  }

  #unlist(waiting: Waiting, agent: string): void {
    const had = waiting.desks.delete(agent);
    if (had && waiting.desks.size === 0) waiting.leftAt = this.now();
  }

  #end(id: string, leftQueue: CallRecord['leftQueue'], at: Date): EventRecord[] {
    const waiting = this.#waiting.get(id);
    if (!waiting) return [];
    this.#waiting.delete(id);
    if (waiting.desks.size > 0) this.#stale.set(id, new Set(waiting.desks));
    this.#past.set(id, (this.#past.get(id) ?? 0) + 1);
    if (this.#past.size > MOST_PAST) this.#past.delete(this.#past.keys().next().value ?? '');
    const endedAt = at.toISOString();
    return [this.#event('ENDED', { ...waiting.record, state: 'ENDED', endedAt, leftQueue }, at, waiting.wait)];
  }

  /**
   * A call may wait a second time, under the same id. Another gateway that takes the stream over sees the same wait
   * begin and end; the log drops the repetition by its fingerprint.
   */
  #event(type: 'STARTED' | 'ENDED', call: CallRecord, at: Date, wait: string | null): EventRecord {
    const subject = call.nativeId;
    const fingerprint = `${subject}/${type}/${wait ?? `${at.getTime()}.${this.#rounds}`}`;
    const times = { occurredAt: at.toISOString(), receivedAt: this.now().toISOString() };
    return { kind: 'CALL', type, call, account: this.account, subject, fingerprint, ...times };
  }
}

function late(event: EventRecord): EventRecord {
  return { ...event, late: true };
}
