import type { EventRecord } from './event.ts';

/** A stretch of an account's events that may not have been received. Times are RFC 3339. */
interface GapFacts {
  readonly account: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  /** The subject of the gap; the account when absent. */
  readonly subject?: string;
  /** Derived from subject and times when absent. */
  readonly fingerprint?: string;
}

/** The GAP event: events of `account` between `from` and `to` may not have been received. */
export function gapEvent({ account, subject = account, to, reason, ...facts }: GapFacts): EventRecord {
  // With a clock that was set back, the end of the gap must not precede its start.
  const from = facts.from < to ? facts.from : to;
  const fingerprint = facts.fingerprint ?? `gap/${subject}/${from}/${to}`;
  return { kind: 'GAP', account, subject, fingerprint, occurredAt: to, receivedAt: to, from, to, reason };
}

/** When an event was received, in milliseconds since 1970; of a gap, when what it stands for may first have been missed. */
export function missingSince(event: EventRecord): number {
  return Date.parse(event.kind === 'GAP' ? event.from : event.receivedAt);
}
