/** Events of calls and agents, made by hand. */
import type { CallEventType, CallState, Presence } from '../../schema/vocabulary.ts';
import type { CallRecord, EventRecord } from '../../src/adapters/adapter.ts';
import { gapEvent } from '../../src/adapters/gap.ts';
import { Figures } from '../../src/figures/figures.ts';
import type { AccountFacts } from '../../src/figures/state.ts';

/** The time that second 0 of the events is: ten o'clock in the morning. */
export const TEN = Date.parse('2026-03-02T10:00:00.000Z');
const ACCOUNT = 'floor';

/** A time as a number of seconds after ten. */
export const second = (seconds: number) => new Date(TEN + seconds * 1_000).toISOString();

interface Facts extends Omit<Partial<CallRecord>, 'startedAt' | 'connectedAt' | 'endedAt'> {
  readonly state: CallState;
  readonly startedAt?: number | null;
  readonly connectedAt?: number | null;
  readonly endedAt?: number | null;
}

const time = (seconds: number | null | undefined) => (seconds == null ? null : second(seconds));

/** An event of a call. */
export function callEvent(seconds: number, type: CallEventType, facts: Facts, more: object = {}): EventRecord {
  const { startedAt, connectedAt, endedAt, nativeId = '7/a', ...rest } = facts;
  const times = { startedAt: time(startedAt), connectedAt: time(connectedAt), endedAt: time(endedAt) };
  const call: CallRecord = {
    nativeId,
    callId: 'a',
    agent: { nativeId: 'ann' },
    direction: 'INBOUND',
    ...times,
    ...rest,
  };
  const at = second(seconds);
  const base = {
    account: ACCOUNT,
    subject: nativeId,
    fingerprint: `${nativeId}/${type}/${seconds}`,
    occurredAt: at,
    receivedAt: at,
  };
  return { ...base, ...more, kind: 'CALL', type, call };
}

/** An event of an agent. */
export function agentEvent(seconds: number, presence: Presence, reasonCode: string | null = null): EventRecord {
  const at = second(seconds);
  const base = { account: ACCOUNT, subject: 'ann', fingerprint: `ann/${seconds}`, occurredAt: at, receivedAt: at };
  return { ...base, kind: 'AGENT', type: 'PRESENCE_CHANGED', agent: { nativeId: 'ann' }, presence, reasonCode };
}

/** Figures with a clock of places. */
export function floor(facts: Partial<AccountFacts> = {}) {
  const figures = new Figures(() => ({ zone: 'UTC', reportsQueue: true, ...facts }));
  const apply = (...events: readonly EventRecord[]) => {
    for (const event of events) figures.apply(event);
  };
  const gap = (from: number, to: number, subject = ACCOUNT) =>
    apply(gapEvent({ account: ACCOUNT, subject, from: second(from), to: second(to), reason: 'test' }));
  const today = (seconds: number) => figures.today(ACCOUNT, TEN + seconds * 1_000);
  return { figures, apply, gap, today };
}

/** One call whose events are emitted one by one. */
export function callEvents() {
  const { figures, apply, gap } = floor();
  const at = (seconds: number, type: CallEventType, facts: Facts, more: object = {}) => {
    const earlier = figures.call(ACCOUNT, { nativeId: '7/a', callId: 'a' }, 0);
    const startedAt =
      facts.startedAt === undefined && earlier?.leg.begun != null ? (earlier.leg.begun - TEN) / 1_000 : null;
    apply(callEvent(seconds, type, { startedAt, ...facts }, more));
  };
  const durations = (seconds: number) => {
    const found = figures.call(ACCOUNT, { nativeId: '7/a', callId: 'a' }, TEN + seconds * 1_000);
    if (!found) throw new Error('no call');
    return found.durations;
  };
  return { at, gap, durations };
}
