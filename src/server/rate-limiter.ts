import { LRUCache } from 'lru-cache';
import type { Charge } from '../access/charge.ts';
import { itemsIn } from '../executor/encoded-part.ts';
import { CostExceededError } from './cost-exceeded-error.ts';
import { type Cost, pointsOf } from './query-cost.ts';

interface Bucket {
  left: number;
  /** The time of `left`, in milliseconds. */
  asOf: number;
}

const MOST_CALLERS = 10_000;
const MINUTE = 60_000;

/**
 * Points per caller and minute, refilled evenly. An operation is charged before it runs: one point for each root field, for
 * each id to look up and for each object that its pages and lists may amount to; of these, what was not found is returned.
 */
export class RateLimiter {
  /** By size, since a cache bounded by `max` reserves all its room at once. */
  readonly #buckets = new LRUCache<string, Bucket>({ maxSize: MOST_CALLERS, sizeCalculation: () => 1 });

  /** `perMinute` may change at any time; undefined is no limit. */
  constructor(
    public perMinute: number | undefined,
    private readonly now = () => performance.now(),
  ) {}

  /** Takes what an operation may cost; undefined without a limit. Throws CostExceededError. */
  charge(caller: string, price: Cost): Charge | undefined {
    const { perMinute } = this;
    return perMinute === undefined ? undefined : this.#charge(caller, price, perMinute);
  }

  #charge(caller: string, price: Cost, perMinute: number): Charge {
    const requested = pointsOf(price);
    const bucket = this.#bucket(caller, perMinute);
    const cost = { requested, left: Math.floor(bucket.left), perMinute };
    if (requested > perMinute) {
      const message = `The operation may cost ${requested} points; a caller has ${perMinute} a minute at most. Ask for smaller pages`;
      throw new CostExceededError(message, 'LIMIT_EXCEEDED', cost);
    }
    if (requested > bucket.left) {
      const seconds = Math.ceil(((requested - bucket.left) * MINUTE) / perMinute / 1_000);
      const message = `The operation may cost ${requested} points and ${cost.left} are left; try again in ${seconds} s`;
      throw new CostExceededError(message, 'RATE_LIMITED', cost, seconds);
    }
    bucket.left -= requested;
    return {
      requested,
      truncated: [],
      settle: (data) => {
        const unused = price.nodes === 0 ? 0 : Math.max(0, price.nodes - itemsIn(data));
        const { left } = Object.assign(bucket, { left: Math.min(perMinute, bucket.left + unused) });
        return { requested, used: requested - unused, left: Math.floor(left), perMinute };
      },
      allowance: () => this.#allowance(caller, perMinute),
    };
  }

  #allowance(caller: string, perMinute: number) {
    const { left } = this.#bucket(caller, perMinute);
    const missing = ((perMinute - left) * MINUTE) / perMinute;
    return { limit: perMinute, remaining: Math.floor(left), resetAt: new Date(Date.now() + missing) };
  }

  #bucket(caller: string, perMinute: number): Bucket {
    const now = this.now();
    const bucket = this.#buckets.get(caller) ?? { left: perMinute, asOf: now };
    bucket.left = Math.min(perMinute, bucket.left + ((now - bucket.asOf) * perMinute) / MINUTE);
    bucket.asOf = now;
    this.#buckets.set(caller, bucket);
    return bucket;
  }
}
