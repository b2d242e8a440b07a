/** The term for which a lease was acquired. What is written under it counts only until another term begins. */
export interface LeaseTerm {
  /** Key in Redis of the current term of the lease. */
  readonly key: string;
  readonly id: string;
}

/** Work that runs under a lease; `handedOver` is true when the previous owner worked until `prepare` had finished. */
export type LeasedWork = (signal: AbortSignal, handedOver: boolean, term?: LeaseTerm) => Promise<void>;

/** Resolves when the work can continue here without a break; the signal aborts when the hand-over fails. */
export type PrepareWork = (signal: AbortSignal) => Promise<void>;

/** Lets one of several gateways run a piece of work at a time. */
export interface Lease {
  /**
   * Runs the work whenever the lease is acquired, until the signal aborts. The work's own signal aborts when the lease is
   * lost. The lease is released when the work ends. Where another gateway hands the lease over, `prepare` runs first.
   */
  hold(name: string, work: LeasedWork, signal: AbortSignal, prepare?: PrepareWork): Promise<void>;
  /**
   * Hands the named leases of this gateway over to others, where there are any, and acquires none from then on. Resolves
   * when each was handed over, or when no other gateway took it in time; its work then runs on.
   */
  handOver?(names: readonly string[]): Promise<void>;
  /** Calls back with each lease that another gateway wants to hand over. */
  onOffer?(listener: (name: string) => void): void;
}
