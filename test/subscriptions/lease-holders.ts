import { onTestFinished } from 'vitest';
import { RedisLease } from '../../src/storage/redis-lease.ts';

/** Gateways that want the same lease, each over an address of its own, and which of them work. */
export function holders(urls: readonly string[], prefix: string, lasting: number) {
  const working = new Set<number>();
  const begun: number[] = [];
  const killed = new Set<number>();
  let most = 0;
  const stop = new AbortController();
  const leases = urls.map((url) => new RedisLease({ url, prefix, lasting }));
  const all = leases.map((lease, index) => {
    const work = async (signal: AbortSignal) => {
      begun.push(index);
      working.add(index);
      most = Math.max(most, working.size);
      if (!signal.aborted) await new Promise((done) => signal.addEventListener('abort', done, { once: true }));
      working.delete(index);
    };
    return lease.hold('work', work, stop.signal);
  });
  onTestFinished(async () => {
    stop.abort();
    await Promise.all(all.filter((_, index) => !killed.has(index)));
    for (const lease of leases) lease.close();
  });
  return {
    working,
    /** Which of them began to work, in that order. */
    begun,
    /** How many worked at the same time at most. */
    most: () => most,
    /** Ends the connections of one, as its process does when it is killed. */
    kill(index: number): void {
      killed.add(index);
      leases[index]?.close();
    },
  };
}
