import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Cost } from './query-cost.ts';

/** Points taken for an operation under way. */
export interface Charge {
  /** Gives back what the answer did not need. */
  settle(data: unknown): void;
}

/** An operation refused for what it costs; `seconds` tells when it may be tried again, unless it never may. */
export class CostExceededError extends GraphQLError {
  constructor(
    message: string,
    code: 'RATE_LIMITED' | 'LIMIT_EXCEEDED',
    cost: object,
    readonly seconds?: number,
  ) {
    super(message, { extensions: { code, cost, retryAfterSeconds: seconds } });
  }
}

interface Bucket {
  left: number;
  /** When that was worked out, in milliseconds. */
  asOf: number;
}

const MOST_CALLERS = 10_000;
const MINUTE = 60_000;

/** Items of lists in an answer, at any depth. */
function thingsIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let things = Array.isArray(value) ? value.length : 0;
  for (const part of Object.values(value)) things += thingsIn(part);
  return things;
}

/**
 * What each caller may spend: points that come back evenly over a minute. An operation is charged before it runs, a point
 * for each field at its root and for each thing its pages may hold, and is given back the things it did not find.
 */
export class RateLimiter {
  readonly #purses = new LRUCache<string, Bucket>({ max: MOST_CALLERS });

  constructor(
    private readonly perMinute: number,
    private readonly now = () => performance.now(),
  ) {}

  /** Takes what an operation may cost. Throws TooDear. */
  charge(caller: string, { roots, things }: Cost): Charge {
    const requested = roots + things;
    const purse = this.#purse(caller);
    const cost = { requested, left: Math.floor(purse.left), perMinute: this.perMinute };
    if (requested > this.perMinute)
      throw new CostExceededError(
        `The operation may cost ${requested} points; nobody has so many`,
        'LIMIT_EXCEEDED',
        cost,
      );
    if (requested > purse.left) {
      const seconds = Math.ceil(((requested - purse.left) * MINUTE) / this.perMinute / 1_000);
      const message = `The operation may cost ${requested} points and ${cost.left} are left; try again in ${seconds} s`;
      throw new CostExceededError(message, 'RATE_LIMITED', cost, seconds);
    }
    purse.left -= requested;
    return {
      settle: (data) => {
        purse.left = Math.min(this.perMinute, purse.left + Math.max(0, things - thingsIn(data)));
      },
    };
  }

  #purse(caller: string): Bucket {
    const now = this.now();
    const purse = this.#purses.get(caller) ?? { left: this.perMinute, asOf: now };
    purse.left = Math.min(this.perMinute, purse.left + ((now - purse.asOf) * this.perMinute) / MINUTE);
    purse.asOf = now;
    this.#purses.set(caller, purse);
    return purse;
  }
}
