import type { AccountStatus } from '../../schema/vocabulary.ts';
import type { Gateway } from './gateway.ts';

/** Milliseconds between two probes of an account that is down. */
const INTERVAL_MS = 30_000;
/** Milliseconds that a probe may take. */
const DEADLINE_MS = 10_000;

/** The probes of a running gateway. */
export interface HealthProbe {
  /** Probes the accounts whose status is not known, such as those that were added. */
  lookAtNew(): void;
  stop(): void;
}

/**
 * Sends every account one harmless read at the start, so that its status is known, and one every 30 s to an account that
 * is DOWN, so that its recovery is noticed without a caller.
 */
export function startHealthProbe(gateway: Pick<Gateway, 'accounts' | 'ask'>, every = INTERVAL_MS): HealthProbe {
  const stopping = new AbortController();
  const { signal } = stopping;
  const look = async (statuses: readonly AccountStatus[]) => {
    const accounts = gateway.accounts.filter(({ health }) => statuses.includes(health.status));
    const asked = accounts.map(({ key }) =>
      gateway.ask(key, (adapter) => adapter.check({ deadline: DEADLINE_MS, signal }), signal),
    );
    await Promise.allSettled(asked);
  };
  const lookAtNew = () => void look(['UNKNOWN']);
  lookAtNew();
  const timer = setInterval(() => void look(['DOWN']), every).unref();
  const stop = () => {
    clearInterval(timer);
    stopping.abort();
  };
  return { lookAtNew, stop };
}
