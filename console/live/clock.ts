import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let aheadMs = 0;
let now = Date.now();

function tick(): void {
  now = Date.now() + aheadMs;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Corrects the clock by the gateway's, so that timers are right on a machine whose clock is not. */
export function setClockAhead(milliseconds: number): void {
  aheadMs = milliseconds;
  now = Date.now() + aheadMs;
}

/** The gateway's time in milliseconds, at this second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** The gateway's time in milliseconds, once. */
export function gatewayTime(): number {
  return Date.now() + aheadMs;
}
