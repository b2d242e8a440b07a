import type { Caller } from './caller.ts';

/** The longest wait that a timer takes, 31 bits of milliseconds. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** Calls back when the caller's credential expires, at once where it has. Returns the function that cancels this. */
export function onExpiry({ expiresAt }: Pick<Caller, 'expiresAt'>, expired: () => void): () => void {
  if (!expiresAt) return () => undefined;
  let timer: NodeJS.Timeout;
  const wait = () => {
    const left = expiresAt.getTime() - Date.now();
    timer = setTimeout(left <= 0 ? expired : wait, Math.max(0, Math.min(left, LONGEST_WAIT_MS))).unref();
  };
  wait();
  return () => clearTimeout(timer);
}
