import type { Gateway } from './gateway.ts';
import type { Health } from './health.ts';

/** Milliseconds between two probes of an account that is down. */
const INTERVAL_MS = 30_000;
/** Milliseconds without an answer after which an account that is up is probed. */
const QUIET_MS = 60_000;
/** Milliseconds that a probe may take. */
const DEADLINE_MS = 10_000;

/** The probes of a running gateway. */
export interface HealthProbe {
  /** Probes the accounts whose status is not known, such as those that were added. */
  lookAtNew(): void;
  stop(): void;
}

/**
 * Sends every account one harmless read at the start, so that its status is known. Every 30 s one follows to an account that
 * is DOWN, and to one that is UP and has answered nothing for a minute, so that both changes are noticed without a caller.
 */
export function startHealthProbe(
  gateway: Pick<Gateway, 'accounts' | 'ask'>,
  every = INTERVAL_MS,
  quiet = QUIET_MS,
): HealthProbe {
  const stopping = new AbortController();
  const { signal } = stopping;
  const look = async (isWanted: (health: Health) => boolean) => {
    const accounts = gateway.accounts.filter(({ health }) => isWanted(health));
    const asked = accounts.map(({ key }) =>
      gateway.ask(key, (adapter) => adapter.check({ deadline: DEADLINE_MS, signal }), signal),
    );
    await Promise.allSettled(asked);
  };
  const lookAtNew = () => void look(({ status }) => status === 'UNKNOWN');
  const isQuiet = ({ status, lastAnswerAt }: Health) =>
    status === 'UP' && Date.now() - (lastAnswerAt?.getTime() ?? 0) >= quiet;
  lookAtNew();
  const timer = setInterval(() => void look((health) => health.status === 'DOWN' || isQuiet(health)), every).unref();
  const stop = () => {
    clearInterval(timer);
    stopping.abort();
  };
  return { lookAtNew, stop };
}
