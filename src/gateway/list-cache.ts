import type { ListQuery, Rows } from '../adapters/adapter.ts';
import { heldBytes } from '../adapters/held-bytes.ts';
import { Flights } from './single-flight.ts';

/** The reads that answer a list. */
export type ListRole =
  | 'campaigns'
  | 'agents'
  | 'calls'
  | 'callbacks'
  | 'recordings'
  | 'dispositions'
  | 'skills'
  | 'contactLists'
  | 'contacts'
  | 'reasonCodes';

/** How a list is read. */
export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds a remembered answer may be old. */
  readonly maxAge?: number;
}

/** The default of `maxAge`: milliseconds for which a list is served from memory. */
const DEFAULT_LIST_AGE_MS = 1_000;
const MAX_CACHED_LISTS = 500;
/** Bytes of all cached lists; a longer list is read again each time. */
const MAX_CACHED_BYTES = 128 * 1024 * 1024;

/** One read of a list. */
interface ListRead {
  readonly account: string;
  readonly role: ListRole;
  readonly query: ListQuery;
}

interface CachedList {
  readonly at: number;
  readonly rows: Rows<unknown>;
  readonly bytes: number;
}

/** Lists served from memory for a short time; identical reads in flight share one call. */
export class ListCache {
  readonly #flights = new Flights<Rows<unknown>>();
  readonly #lists = new Map<string, CachedList>();
  #bytes = 0;
  /** How often an account, or one list of it, was dropped; part of the key, so that a read in flight is dropped too. */
  readonly #epochs = new Map<string, number>();

  /** The cached list, or the one that `fetch` reads. */
  async read(
    { account, role, query }: ListRead,
    { signal, maxAge = DEFAULT_LIST_AGE_MS }: ReadOptions,
    fetch: (signal: AbortSignal) => Promise<Rows<unknown>>,
  ): Promise<Rows<unknown>> {
    const key = JSON.stringify([account, role, this.#epochOf(account, role), query]);
    const cached = this.#lists.get(key);
    if (cached && Date.now() - cached.at < maxAge) return cached.rows;
    return this.#flights.join(key, signal, async (leaving) => this.#store(key, await fetch(leaving)));
  }

  /** Drops all lists of an account, or one of them. */
  forget(account: string, role?: ListRole): void {
    const of = role ? `${account}/${role}` : account;
    this.#epochs.set(of, (this.#epochs.get(of) ?? 0) + 1);
  }

  #store(key: string, rows: Rows<unknown>): Rows<unknown> {
    const bytes = heldBytes(rows) + heldBytes(key);
    this.#drop(key);
    this.#lists.set(key, { at: Date.now(), rows, bytes });
    this.#bytes += bytes;
    for (const [oldest] of this.#lists) {
      if (this.#lists.size <= MAX_CACHED_LISTS && this.#bytes <= MAX_CACHED_BYTES) break;
      this.#drop(oldest);
    }
    return rows;
  }

  #drop(key: string): void {
    this.#bytes -= this.#lists.get(key)?.bytes ?? 0;
    this.#lists.delete(key);
  }

  #epochOf(account: string, role: ListRole): string {
    return `${this.#epochs.get(account) ?? 0}.${this.#epochs.get(`${account}/${role}`) ?? 0}`;
  }
}
