/** How much of a stretch of time an account was really listened to. */
import type { TimeSpan } from './calendar.ts';

/** A stretch in which an account was listened to, and what part of its agents. */
interface Listening extends TimeSpan {
  /** Agents listened to ÷ agents, from 0 to 1. */
  readonly share: number;
}

/** A stretch that events say may be missing; `weight` is the part of the account's agents that it is about. */
export interface UncoveredSpan extends TimeSpan {
  readonly weight: number;
}

/** Milliseconds that two stretches share. */
function overlap(one: TimeSpan, other: TimeSpan): number {
  return Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from));
}

/** From 0 to 1: the time listened to, less what events say is missing of it, ÷ the whole stretch; 0 for an empty one. */
export function coverageOf(
  stretch: TimeSpan,
  listening: readonly Listening[],
  missing: readonly UncoveredSpan[],
): number {
  const length = stretch.to - stretch.from;
  if (length <= 0) return 0;
  const within = listening.map((one) => ({
    ...one,
    from: Math.max(one.from, stretch.from),
    to: Math.min(one.to, stretch.to),
  }));
  const listened = within.reduce((sum, one) => sum + Math.max(0, one.to - one.from) * one.share, 0);
  const lost = missing.reduce(
    (sum, gap) => sum + gap.weight * within.reduce((part, one) => part + overlap(one, gap), 0),
    0,
  );
  return Math.min(1, Math.max(0, (listened - lost) / length));
}
