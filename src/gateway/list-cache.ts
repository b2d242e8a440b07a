import type { EventRecord, ListQuery, Rows } from '../adapters/adapter.ts';
import { clearOwner } from '../adapters/calls/call-owner.ts';
import { SingleFlight } from '../adapters/calls/single-flight.ts';
import { retainedBytes, retainedBytesOf } from '../adapters/retained-bytes.ts';
import { finishInSlices } from '../adapters/slices.ts';
import { cacheLifetime, DEFAULT_LIST_AGE_MS } from './list-age.ts';

/** The reads that answer a list. */
export type ListRole =
  | 'campaigns'
  | 'agents'
  | 'calls'
  | 'pastCalls'
  | 'callbacks'
  | 'recordings'
  | 'dispositions'
  | 'skills'
  | 'contactLists'
  | 'contacts'
  | 'contactImports'
  | 'reasonCodes';

/** The list that an event of a kind makes stale. */
export const LIST_BY_EVENT_KIND: Readonly<Partial<Record<EventRecord['kind'], ListRole>>> = {
  CALL: 'calls',
  AGENT: 'agents',
  RECORDING: 'recordings',
  CAMPAIGN: 'campaigns',
  CALLBACK: 'callbacks',
};

/** How a list is read. */
export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds a cached list may be old; longer where reading it is expensive, except for 0, which reads it in a call
   * that begins after this one.
   */
  readonly maxAge?: number;
}

const MAX_CACHED_LISTS = 500;
/** Bytes of all cached lists; a longer list is read again each time. */
const MAX_CACHED_BYTES = 128 * 1024 * 1024;

/** A list of an account, or a part of it. */
export interface ListRead {
  readonly account: string;
  readonly role: ListRole;
  /** Conditions of the list, empty for the whole, or the part. */
  readonly query: ListQuery | Readonly<Record<string, unknown>>;
}

/** Reads a list from its vendor; `late` takes one that was read after its callers were answered without it. */
type Fetch = (signal: AbortSignal, late: (rows: Rows<unknown>) => void) => Promise<Rows<unknown>>;

interface FetchedList {
  readonly rows: Rows<unknown>;
  readonly bytes: number;
  readonly began: number;
}

interface CachedList {
  readonly read: ListRead;
  readonly at: number;
  readonly rows: Rows<unknown>;
  readonly bytes: number;
  /** Milliseconds for which it is not read again. */
  readonly fresh: number;
  /** Further milliseconds for which it is served while it is read again. */
  readonly meanwhile: number;
  /** Time of the next attempt to replace it while it is served. */
  refreshAt: number;
}

/** How often an account, or one list of it, was dropped, and when last. */
interface Dropped {
  readonly times: number;
  readonly at: number;
}

/** The scope of all accounts. */
const EVERYWHERE = '';
const NEVER: Dropped = { times: 0, at: Number.NEGATIVE_INFINITY };

/**
 * Lists served from memory for a short time, and for a little longer while they are read in the background; identical reads in
 * flight share one call. A list that is expensive to read is served for longer. Mutations and events drop it at once.
 */
export class ListCache {
  readonly #shared = new SingleFlight<Rows<unknown>>();
  readonly #lists = new Map<string, CachedList>();
  #bytes = 0;
  /** A part of the key, so that a read that is under way is dropped too. */
  readonly #dropped = new Map<string, Dropped>();

  constructor(
    private readonly now: () => number = Date.now,
    private readonly mostBytes = MAX_CACHED_BYTES,
  ) {}

  /** The cached list, or the one that `fetch` reads. The signal of the options is not read for a cached one, as it may be made then. */
  async read(read: ListRead, options: ReadOptions, fetch: Fetch): Promise<Rows<unknown>> {
    const { maxAge = DEFAULT_LIST_AGE_MS } = options;
    const key = this.#keyOf(read);
    const cached = maxAge === 0 ? undefined : this.#lists.get(key);
    const age = cached ? this.now() - cached.at : 0;
    const fresh = Math.max(maxAge, cached?.fresh ?? 0);
    if (cached && age < fresh) return cached.rows;
    if (cached && age < fresh + cached.meanwhile) {
      this.#refresh(key, cached, fetch);
      return cached.rows;
    }
    return this.#fetch(key, read, fetch, { signal: options.signal, isAnew: maxAge === 0 });
  }

  /** The time until which a cached list is served without being read again; 0 where it is not cached. */
  freshUntil(read: ListRead, maxAge: number): number {
    const cached = this.#lists.get(this.#keyOf(read));
    return cached ? cached.at + Math.max(maxAge, cached.fresh) : 0;
  }

  /** Drops all lists of an account, or one of them; null drops those of all accounts. */
  forget(account: string | null, role?: ListRole): void {
    const of = account === null ? EVERYWHERE : role ? `${account}/${role}` : account;
    this.#dropped.set(of, { times: this.#droppedOf(of).times + 1, at: this.now() });
    for (const [key, { read }] of this.#lists) {
      if ((account ?? read.account) === read.account && (role ?? read.role) === read.role) this.#drop(key);
    }
  }

  /** Replaces a list that is served meanwhile; one that fails is tried again after a second. */
  #refresh(key: string, cached: CachedList, fetch: Fetch): void {
    if (this.now() < cached.refreshAt) return;
    cached.refreshAt = this.now() + DEFAULT_LIST_AGE_MS;
    this.#fetch(key, cached.read, fetch, {}).catch(() => undefined);
  }

  #fetch(
    key: string,
    read: ListRead,
    fetch: Fetch,
    { signal, isAnew = false }: { signal?: AbortSignal | undefined; isAnew?: boolean },
  ): Promise<Rows<unknown>> {
    const start = async (leaving: AbortSignal) => {
      // A whole list is read for all callers, not only for the one that asks first.
      if (isWhole(read)) clearOwner(leaving);
      const began = this.now();
      const take = async (rows: Rows<unknown>) => {
        const bytes = retainedBytes(key) + (await finishInSlices(retainedBytesOf(rows.items)));
        if (key === this.#keyOf(read)) this.#store(key, read, { rows, bytes, began });
        return rows;
      };
      return take(await fetch(leaving, take));
    };
    return isAnew ? this.#shared.joinNext(key, signal, start) : this.#shared.join(key, signal, start);
  }

  /** A list that was dropped while it was read answers only earlier requests, and is not stored. */
  #store(key: string, read: ListRead, { rows, bytes, began }: FetchedList): void {
    const { account, role } = read;
    const at = this.now();
    const sinceDropped = began - Math.max(...this.#scopesOf(account, role).map((of) => this.#droppedOf(of).at));
    const { fresh, meanwhile } = cacheLifetime(role, rows, { milliseconds: at - began, bytes, sinceDropped });
    this.#drop(key);
    this.#lists.set(key, { read, at, rows, bytes, fresh, meanwhile: isWhole(read) ? meanwhile : 0, refreshAt: at });
    this.#bytes += bytes;
    for (const [oldest] of this.#lists) {
      if (this.#lists.size <= MAX_CACHED_LISTS && this.#bytes <= this.mostBytes) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#lists.get(key)?.bytes ?? 0;
    this.#lists.delete(key);
  }

  #keyOf({ account, role, query }: ListRead): string {
    return JSON.stringify([account, role, this.#epochOf(account, role), query]);
  }

  #epochOf(account: string, role: ListRole): string {
    return this.#scopesOf(account, role)
      .map((of) => this.#droppedOf(of).times)
      .join('.');
  }

  #scopesOf(account: string, role: ListRole): readonly string[] {
    return [EVERYWHERE, account, `${account}/${role}`];
  }

  #droppedOf(scope: string): Dropped {
    return this.#dropped.get(scope) ?? NEVER;
  }
}

/** Whether a list is read whole. A part is read for the caller that asks, whose share of calls counts it. */
function isWhole({ query }: ListRead): boolean {
  return Object.keys(query).length === 0;
}
