import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds that a timer of Node can wait at most; one set for longer fires at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The pauses between attempts, in milliseconds. */
export interface BackOff {
  /** The pause before the first further attempt; each pause doubles the one before. */
  readonly first: number;
  /** The longest pause. */
  readonly most: number;
}

/** The pause before a further attempt, doubled at each failure. `failures` counts from 1. */
export function doubledMs(failures: number, { first, most }: BackOff): number {
  return Math.min(most, first * 2 ** Math.min(Math.max(failures - 1, 0), 20));
}

/** The pause before a further attempt, half of it random, so that clients spread out. `failures` counts from 1. */
export function backOffMs(failures: number, backOff: BackOff): number {
  const whole = doubledMs(failures, backOff);
  return whole / 2 + (Math.random() * whole) / 2;
}

/** Resolves after so many milliseconds, at most `LONGEST_TIMER_MS`, or as soon as the signal aborts; never rejects. */
export async function pauseFor(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await sleep(Math.min(milliseconds, LONGEST_TIMER_MS), undefined, { signal }).catch(() => undefined);
}
