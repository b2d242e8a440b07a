/** The calls that wait for agents of an account: each desk's list shows those that its agent serves. */
import type { CallRecord, EventRecord } from '../../adapter.ts';
import type { ValueOf } from '../../contract.ts';
import { type ChosenReadings, readingOf } from '../../readings.ts';
import type { queuedCall } from '../contract/types.ts';
import { timeOf } from '../quirks.ts';
import { readings } from '../readings.ts';

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
  /** Set while no list has it although it may still wait. */
  unseen: Unseen | null;
}

/** A call that waited before its desks were listened to, or when the last desk whose list had it was lost. */
interface Unseen {
  /** The desks whose lists may still have it. */
  readonly desks: Set<string>;
  /** When it counts as gone unless a list has it. */
  readonly until: Date;
}

/** Milliseconds in which a desk rings with a call that left the lists; a call that no desk gets was abandoned. */
export const GRACE_MS = 3_000;

/**
 * Milliseconds in which a list confirms a call that waited before (reading `queue-list`). Where a desk sends its list only
 * when that changes, a call may wait on a quiet list for long.
 */
const UNSEEN_MS: Readonly<Record<string, number>> = { 'at-change': 600_000, 'at-once': 60_000 };

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
  readonly #unseenMs: number;

  constructor(
    private readonly account: string,
    private readonly now: () => Date,
    chosen: ChosenReadings = {},
  ) {
    this.#unseenMs = UNSEEN_MS[readingOf(readings, chosen, 'queue-list')] ?? 0;
  }

  /** The calls that wait. */
  get calls(): readonly CallRecord[] {
    return [...this.#waiting.values()].flatMap(({ record, leftAt }) => (leftAt ? [] : [record]));
  }

  /** When the next call that left the lists, or is on none, counts as gone; null while there is none. */
  get due(): Date | null {
    const due = [...this.#waiting.values()].flatMap((waiting) => dueAt(waiting) ?? []);
    return due.length === 0 ? null : new Date(Math.min(...due));
  }

  /** Takes the calls that the event log has of before these desks are listened to. */
  restore(calls: readonly CallRecord[], desks: readonly string[]): void {
    this.forgetUnseen();
    for (const record of calls) {
      const id = record.callId;
      if (!id || record.nativeId !== keyOf(id)) continue;
      if (record.state === 'ENDED') this.#notePast(id, this.now().getTime());
      else if (!this.#waiting.has(id))
        this.#waiting.set(id, {
          ...{ record, wait: null, desks: new Set(), leftAt: null },
          unseen: this.#unseenBy(desks),
        });
    }
  }

  /** Forgets the calls that no list has. */
  forgetUnseen(): void {
    for (const [id, { unseen }] of this.#waiting) if (unseen) this.#waiting.delete(id);
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

  /** A desk cannot be listened to; what only it listed may wait or have gone anywhere. */
  lose(agent: string): void {
    this.#listed.delete(agent);
    for (const id of this.#stale.keys()) this.#refresh(id, agent);
    for (const waiting of this.#waiting.values()) {
      const had = waiting.desks.delete(agent);
      if (had && waiting.desks.size === 0) waiting.unseen = this.#unseenBy([agent]);
    }
  }

  /** The calls that left the lists and came to no desk; where some desk is not listened to they may be there. */
  settle(isWhole: boolean): EventRecord[] {
    const now = this.now().getTime();
    const gone = [...this.#waiting].filter(([, waiting]) => (dueAt(waiting) ?? Number.POSITIVE_INFINITY) <= now);
    return gone.flatMap(([id, { leftAt, unseen }]) =>
      this.#end(id, isWhole && !unseen ? 'ABANDONED' : null, leftAt ?? this.now()),
    );
  }

  #listedBy(desk: ListingDesk, id: string, call: QueuedCall, isFirst: boolean): EventRecord[] {
    const known = this.#waiting.get(id);
    if (known) {
      known.desks.add(desk.agent);
      known.leftAt = known.unseen = null;
      return [];
    }
    if (this.#served.has(id) || this.#stale.get(id)?.has(desk.agent)) return [];
    const campaign = desk.campaign(call.campaignId) ?? null;
    const now = this.now().toISOString();
    const created = timeOf(call.created) ?? (isFirst ? null : now);
    const record: CallRecord = {
      ...{ nativeId: keyOf(id), callId: id, channel: 'VOICE', state: 'QUEUED', campaign, queue: campaign },
      ...{ startedAt: created && created > now ? now : created, customerName: call.customer || null },
    };
    this.#rounds += 1;
    const wait = call.created ? `${call.created}.${this.#past.get(id) ?? 0}` : null;
    this.#waiting.set(id, { record, wait, desks: new Set([desk.agent]), leftAt: null, unseen: null });
    const started = this.#event('STARTED', record, this.now(), wait);
    return [this.#past.has(id) ? ({ ...started, returned: true } as EventRecord) : started];
  }

  #unseenBy(desks: readonly string[]): Unseen {
    return { desks: new Set(desks), until: new Date(this.now().getTime() + this.#unseenMs) };
  }

  #refresh(id: string, agent: string): void {
    const desks = this.#stale.get(id);
    desks?.delete(agent);
    if (desks?.size === 0) this.#stale.delete(id);
  }

  #unlist(waiting: Waiting, agent: string): void {
    const { desks, unseen } = waiting;
    const had = desks.delete(agent) || unseen?.desks.delete(agent);
    if (had && desks.size === 0 && !unseen?.desks.size) waiting.leftAt ??= this.now();
  }

  #end(id: string, leftQueue: CallRecord['leftQueue'], at: Date): EventRecord[] {
    const waiting = this.#waiting.get(id);
    if (!waiting) return [];
    this.#waiting.delete(id);
    this.#stale.set(id, new Set(waiting.desks));
    this.#notePast(id, (this.#past.get(id) ?? 0) + 1);
    const endedAt = at.toISOString();
    const ended = this.#event('ENDED', { ...waiting.record, state: 'ENDED', endedAt, leftQueue }, at, waiting.wait);
    return [waiting.unseen ? late(ended) : ended];
  }

  /** `waits` is a number that no earlier wait of the call has. */
  #notePast(id: string, waits: number): void {
    this.#past.set(id, waits);
    if (this.#past.size > MOST_PAST) this.#past.delete(this.#past.keys().next().value ?? '');
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

function keyOf(id: string): string {
  return `queue/${id}`;
}

/** When a call counts as gone, in milliseconds since 1970; null for one that is on a list. */
function dueAt({ leftAt, unseen }: Waiting): number | null {
  if (leftAt) return leftAt.getTime() + GRACE_MS;
  return unseen ? unseen.until.getTime() : null;
}

function late(event: EventRecord): EventRecord {
  return { ...event, late: true };
}
