/** Lets one of several gateways run a piece of work at a time. */
export interface Lease {
  /**
   * Runs the work whenever the lease is acquired, until the signal aborts. The work's own signal aborts when the lease is
   * lost. The lease is released when the work ends.
   */
  hold(name: string, work: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void>;
}
