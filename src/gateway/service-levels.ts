import type { ServiceLevelTargets } from '../adapters/adapter.ts';
import { withDeadline } from '../adapters/calls/deadline.ts';
import type { Gateway } from './gateway.ts';

/** Milliseconds for which the thresholds of an account are not read again. */
const FRESH_MS = 10 * 60_000;
/** Milliseconds before an account that failed is read again. */
const RETRY_MS = 60_000;
const DEADLINE_MS = 5_000;

interface Remembered {
  readonly until: number;
  readonly targets: Promise<ServiceLevelTargets | null>;
}

/** The thresholds of the service level that vendors report, read seldom since each read counts against a quota. */
export class ServiceLevels {
  readonly #known = new Map<string, Remembered>();

  constructor(private readonly gateway: Gateway) {}

  /** The thresholds of an account; null where its vendor reports none or cannot be reached. */
  of(account: string): Promise<ServiceLevelTargets | null> {
    const now = this.gateway.now().getTime();
    const known = this.#known.get(account);
    if (known && known.until > now) return known.targets;
    const targets = this.#read(account);
    this.#known.set(account, { until: now + FRESH_MS, targets });
    return targets;
  }

  /** Forgets the thresholds of an account. */
  forget(account: string): void {
    this.#known.delete(account);
  }

  async #read(account: string): Promise<ServiceLevelTargets | null> {
    if (!this.gateway.account(account)?.adapter.serviceLevels) return null;
    try {
      return await withDeadline(DEADLINE_MS, undefined, (signal) =>
        this.gateway.ask(account, async (adapter) => {
          const ask = { signal, deadline: DEADLINE_MS };
          return (await adapter.serviceLevels?.(ask)) ?? null;
        }),
      );
    } catch {
      const targets = Promise.resolve(null);
      this.#known.set(account, { until: this.gateway.now().getTime() + RETRY_MS, targets });
      return null;
    }
  }
}
