import { LRUCache } from 'lru-cache';
import { CrosspointError } from '../adapters/errors.ts';
import type { Caller } from './caller.ts';

/** The `vendorCode` of a call for which its caller has no share left. */
export const SHARE_SPENT = 'SHARE_SPENT';

interface Window {
  used: number;
  /** Milliseconds. */
  readonly endsAt: number;
}

const MINUTE = 60_000;
const MOST_WINDOWS = 10_000;

/**
 * Bounds the vendor calls that one caller may cause in a minute at one account, so that none spends the quota of the
 * others: a read that a quota counts, unless it serves all callers, a mutation of the vendor plane that a quota counts, and
 * elsewhere a look-up by id that no list in memory answers.
 */
export class LookupShare {
  /** By size, since a cache bounded by `max` reserves all its room at once. */
  readonly #windows = new LRUCache<string, Window>({ maxSize: MOST_WINDOWS, sizeCalculation: () => 1 });

  /** `perMinute` may change at any time. */
  constructor(
    public perMinute: number,
    private readonly now = () => performance.now(),
  ) {}

  /** Counts one call. Throws RATE_LIMITED with the seconds to wait. */
  take({ id = '' }: Partial<Pick<Caller, 'id'>>, account: string): void {
    const window = this.#window(`${account}\n${id}`);
    if (window.used >= this.perMinute) throw this.#refusal(window, account);
    window.used += 1;
  }

  #window(key: string): Window {
    const known = this.#windows.get(key);
    if (known && known.endsAt > this.now()) return known;
    const window = { used: 0, endsAt: this.now() + MINUTE };
    this.#windows.set(key, window);
    return window;
  }

  #refusal({ endsAt }: Window, account: string): CrosspointError {
    const seconds = Math.max(1, Math.ceil((endsAt - this.now()) / 1_000));
    const message = `A caller may cause ${this.perMinute} calls a minute at the account ${account}; try again in ${seconds} s`;
    return new CrosspointError('RATE_LIMITED', message, {
      account,
      vendorCode: SHARE_SPENT,
      details: { limit: this.perMinute, retryAfterSeconds: seconds },
    });
  }
}
