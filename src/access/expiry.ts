import { LONGEST_TIMER_MS } from '../storage/back-off.ts';
import type { Caller } from './caller.ts';

/** Cancels a timer that was never set. */
export const NOTHING_TO_CANCEL = () => undefined;

/** Calls back when the caller's credential expires, in the next turn of the event loop where it has. Returns the function that cancels this. */
export function onExpiry({ expiresAt }: Pick<Caller, 'expiresAt'>, expired: () => void): () => void {
  if (!expiresAt) return NOTHING_TO_CANCEL;
  let timer: NodeJS.Timeout;
  const wait = () => {
    const left = expiresAt.getTime() - Date.now();
    timer = setTimeout(left <= 0 ? expired : wait, Math.max(0, Math.min(left, LONGEST_TIMER_MS))).unref();
  };
  wait();
  return () => clearTimeout(timer);
}
