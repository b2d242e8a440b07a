/** The limits of the domain, which may differ from the documented ones (guide p. 178). */
import type { Log } from '../../vendor.ts';
import type { QuotaGate, VendorCounters } from './quota.ts';

/** Milliseconds between two looks. */
const LOOK_EVERY = 3_600_000;
/** Milliseconds of delay before an idle moment is used, so that no other call comes between a read and its write. */
const FIRST_READ_DELAY_MS = 1_000;

interface LimitsParts {
  readonly account: string;
  readonly quota: QuotaGate;
  readonly log: Log;
  now(): Date;
  /** Whether a user is free and no call waits. */
  isQuiet(): boolean;
  /** Reads the vendor's counters, which no quota counts. */
  counters(signal: AbortSignal): Promise<readonly VendorCounters[] | null>;
}

/** Reads the limits of an account in the background: once an hour, in a quiet moment; a failure is logged and ignored. */
export class DomainLimits {
  readonly #parts: LimitsParts;
  readonly #closed = new AbortController();
  #nextLook = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: LimitsParts) {
    this.#parts = parts;
  }

  /** A call was answered: looks in the background where that was not done for long. */
  look(): void {
    const now = performance.now();
    if (now < this.#nextLook || this.#closed.signal.aborted) return;
    this.#nextLook = now + LOOK_EVERY;
    this.#wait();
  }

  /** Looks no more. */
  close(): void {
    this.#closed.abort();
    clearTimeout(this.#timer);
  }

  /** An account that is never quiet goes by what is known, until it has spent that. */
  #wait(): void {
    const ready = () => (this.#parts.isQuiet() ? void this.#learn() : this.#wait());
    this.#timer = setTimeout(ready, FIRST_READ_DELAY_MS).unref();
  }

  async #learn(): Promise<void> {
    const { account, quota, log, now, counters } = this.#parts;
    try {
      const asked = now();
      quota.learn((await counters(this.#closed.signal)) ?? [], asked);
    } catch {
      if (!this.#closed.signal.aborted)
        log.info({ account }, "The account's limits cannot be read; the documented defaults apply");
    }
  }
}
