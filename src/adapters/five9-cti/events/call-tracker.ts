/** Calls of one desk by its events: each only moves forward; repeated and late events change nothing. */
import type { CallEventType, CallState } from '../../../../schema/vocabulary.ts';
import type { CallRecord } from '../../adapter.ts';

/** A step of a call's life that an event may report. */
export type CallStep = Exclude<CallEventType, 'UPDATED' | 'RINGING'>;

interface Rule {
  /** A step never follows one of a higher rank. */
  readonly rank: number;
  readonly state: CallState;
  /** It happens to a call but once. */
  readonly once: boolean;
}

const RULES: Readonly<Record<CallStep, Rule>> = {
  STARTED: { rank: 0, state: 'RINGING', once: true },
  CONNECTED: { rank: 1, state: 'CONNECTED', once: true },
  HELD: { rank: 1, state: 'HELD', once: false },
  RETRIEVED: { rank: 1, state: 'CONNECTED', once: false },
  PARKED: { rank: 1, state: 'PARKED', once: false },
  TRANSFERRING: { rank: 1, state: 'TRANSFERRING', once: false },
  CONFERENCED: { rank: 1, state: 'CONFERENCED', once: false },
  WRAP_UP: { rank: 2, state: 'WRAP_UP', once: true },
  DISPOSED: { rank: 3, state: 'WRAP_UP', once: true },
  ENDED: { rank: 4, state: 'ENDED', once: true },
};

const ENDED_RANK = RULES.ENDED.rank;

/** How many ended calls are remembered, so that late events of them are recognised. */
const REMEMBERED = 200;

interface Tracked {
  record: CallRecord;
  rank: number;
  readonly done: Set<CallStep>;
}

function ended(call: Tracked): boolean {
  return call.rank >= ENDED_RANK;
}

/** The calls of one desk. */
export class CallTracker {
  private readonly calls = new Map<string, Tracked>();

  /** The record of a call, ended ones included while they are remembered. */
  get(id: string): CallRecord | undefined {
    return this.calls.get(id)?.record;
  }

  /** Ids of the calls known, ended ones included while they are remembered. */
  known(): Iterable<string> {
    return this.calls.keys();
  }

  /** Ids and records of the calls that have not ended. */
  live(): [string, CallRecord][] {
    return [...this.calls].flatMap(([id, call]) => (ended(call) ? [] : [[id, call.record] as [string, CallRecord]]));
  }

  /** Takes a call in progress as the event log has it. */
  restore(id: string, record: CallRecord): void {
    const known = this.calls.get(id);
    if (known && ended(known)) return;
    const { rank } = Object.values(RULES).find(({ state }) => state === record.state) ?? RULES.CONNECTED;
    const done = new Set<CallStep>(['STARTED', ...(rank >= RULES.CONNECTED.rank ? (['CONNECTED'] as const) : [])]);
    if (rank >= RULES.WRAP_UP.rank) done.add('WRAP_UP');
    this.calls.set(id, { record, rank, done });
  }

  /** Takes a step; null when it is late or was taken before, else the call as it is now. */
  step(id: string, step: CallStep, blank: CallRecord, facts: Partial<CallRecord> = {}): CallRecord | null {
    const rule = RULES[step];
    const call = this.calls.get(id) ?? this.begin(id, blank);
    const repeated = rule.once ? call.done.has(step) : call.record.state === rule.state;
    if (repeated || rule.rank < call.rank) return null;
    call.rank = rule.rank;
    call.done.add(step);
    if (rule.rank === 1) call.done.add('CONNECTED');
    call.record = { ...call.record, ...facts, state: rule.state };
    if (ended(call)) this.forget();
    return call.record;
  }

  /** Changes facts of a call; null when nothing changed or the call is over. */
  update(id: string, facts: Partial<CallRecord>): CallRecord | null {
    const call = this.calls.get(id);
    if (!call || ended(call)) return null;
    const record = { ...call.record, ...facts };
    if (JSON.stringify(record) === JSON.stringify(call.record)) return null;
    call.record = record;
    return record;
  }

  /** Whether a call is connected: its line is neither ringing nor disconnected. */
  isTalking(id: string): boolean {
    return this.calls.get(id)?.rank === 1;
  }

  private begin(id: string, record: CallRecord): Tracked {
    const call = { record, rank: 0, done: new Set<CallStep>() };
    this.calls.set(id, call);
    return call;
  }

  private forget(): void {
    const over = [...this.calls].filter(([, call]) => ended(call));
    for (const [id] of over.slice(0, Math.max(0, over.length - REMEMBERED))) this.calls.delete(id);
  }
}
