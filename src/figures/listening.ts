/** When the events of accounts are received. */
import type { EventRecord } from '../adapters/event.ts';
import type { TimeSpan } from './calendar.ts';
import { coverageOf, type UncoveredSpan } from './coverage.ts';
import type { AccountMissing } from './state.ts';

/** Stretches that are remembered of an account. */
const MOST_STRETCHES = 500;
/** Gaps that are remembered. */
const MOST_GAPS = 5_000;

/** A stretch without an end is current. */
interface OpenStretch {
  readonly from: number;
  to: number | null;
}

/** The times in which accounts were received, as stored. */
export interface ListeningState {
  readonly accounts: readonly (readonly [account: string, stretches: readonly OpenStretch[]])[];
  readonly missing: readonly AccountMissing[];
}

/** The stretches of time in which each account is listened to; times are milliseconds since 1970. */
export class ListeningTimes {
  readonly #accounts = new Map<string, OpenStretch[]>();
  readonly #missing: AccountMissing[] = [];

  /** The state to store. */
  get state(): ListeningState {
    return { accounts: [...this.#accounts], missing: this.#missing };
  }

  /** Takes back what was stored; an account that `isEnded` was no longer listened to after a time. */
  restore({ accounts, missing }: ListeningState, at: number, isEnded: (account: string) => boolean): void {
    for (const [account, stored] of accounts) {
      const ended = stored.map(({ from, to }) => ({ from, to: to ?? (isEnded(account) ? Math.max(from, at) : null) }));
      this.#accounts.set(account, [...ended, ...(this.#accounts.get(account) ?? [])]);
    }
    this.#missing.push(...missing);
  }

  /** A stream is received from its first event on, and between the reports that it is up and down. */
  observe(event: EventRecord): void {
    const { kind, account, receivedAt } = event;
    if (kind !== 'ACCOUNT' && this.#accounts.has(account)) return;
    if (kind === 'ACCOUNT' && event.status === 'DOWN') this.end(account, Date.parse(receivedAt));
    else this.begin(account, Date.parse(receivedAt));
  }

  /** Events of this stretch may be missing. */
  addMissing(missing: AccountMissing): void {
    this.#missing.push(missing);
    if (this.#missing.length > MOST_GAPS) this.#missing.shift();
  }

  /** The stretches of an account that events say may be missing. */
  missing(account: string): readonly UncoveredSpan[] {
    return this.#missing.filter((gap) => gap.account === account);
  }

  /** The part of a stretch of time, from 0 to 1, in which an account's events were received. */
  coverage(account: string, stretch: TimeSpan): number {
    const listening = this.of(account, stretch.to).map((one) => ({ ...one, share: 1 }));
    return coverageOf(stretch, listening, this.missing(account));
  }

  /** The account is listened to from a time on; no effect where it is already. */
  begin(account: string, at: number): void {
    const stretches = this.#accounts.get(account) ?? [];
    this.#accounts.set(account, stretches);
    const last = stretches.at(-1);
    if (last?.to === null) return;
    if (last?.to != null && at <= last.to) last.to = null;
    else stretches.push({ from: at, to: null });
    if (stretches.length > MOST_STRETCHES) stretches.shift();
  }

  /** The account is no longer listened to. */
  end(account: string, at: number): void {
    const last = this.#accounts.get(account)?.at(-1);
    if (last?.to === null) last.to = Math.max(last.from, at);
  }

  /** Whether it is listened to now. */
  isOpen(account: string): boolean {
    return this.#accounts.get(account)?.at(-1)?.to === null;
  }

  /** The stretches by a time, the first one first. */
  of(account: string, now: number): TimeSpan[] {
    return (this.#accounts.get(account) ?? []).map(({ from, to }) => ({ from, to: to ?? Math.max(from, now) }));
  }
}
