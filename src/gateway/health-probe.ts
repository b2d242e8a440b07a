import type { Gateway } from './gateway.ts';

/** Milliseconds between two looks at an account that is down. */
const EVERY = 30_000;
/** Milliseconds that a look may take. */
const DEADLINE = 10_000;

/**
 * Asks accounts that are down something harmless now and then: one that is back would be told as down for as long as
 * nobody asks anything of it. One that refuses its credentials answers, and is left alone. Answers how to end that.
 */
export function startHealthProbe(gateway: Pick<Gateway, 'accounts' | 'ask'>, every = EVERY): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  const look = async () => {
    const down = gateway.accounts.filter(({ health }) => health.status === 'DOWN');
    const asked = down.map(({ key }) =>
      gateway.ask(key, (adapter) => adapter.check({ deadline: DEADLINE, signal }), signal),
    );
    await Promise.allSettled(asked);
  };
  const timer = setInterval(() => void look(), every).unref();
  return () => {
    clearInterval(timer);
    stopping.abort();
  };
}
