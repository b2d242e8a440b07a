/** How long a list is served from memory: longer the more it costs to read it, so that a large domain is not read all the time. */
import type { Rows } from '../adapters/adapter.ts';
import type { ListRole } from './list-cache.ts';

/** The cost of reading a list. */
interface ListCost {
  /** Time from the question to the last row. */
  readonly milliseconds: number;
  /** Memory that the rows hold. */
  readonly bytes: number;
  /** Milliseconds from the last mutation or event that dropped the list to the question. */
  readonly sinceDropped: number;
}

/** Milliseconds for which every list is served from memory. */
export const DEFAULT_LIST_AGE_MS = 1_000;
/** Time for which a list that is read cheaply is served while it is read again: callers would wait for the vendor each second. */
const CHEAP_MEANWHILE_MS = 500;
/** The longest time that a list's cost adds up to. */
const LONGEST_MS = 15_000;
/** Bytes of a list that is read once a second at most. */
const BYTES_A_SECOND = 2 * 1024 * 1024;
/** A list is read for at most one fifth of the time. */
const TIMES_ITS_READING = 4;
/** A vendor may show the effect of a mutation some time after it has answered it. */
const SETTLING_MS = 5_000;
/** Lists whose rows change with the traffic of the account. */
const LIVE: ReadonlySet<ListRole> = new Set<ListRole>([
  'calls',
  'pastCalls',
  'callbacks',
  'recordings',
  'contacts',
  'contactImports',
]);

/** How long a list is served, in milliseconds. */
interface Lifetime {
  /** Time for which it is not read again. */
  readonly fresh: number;
  /** Further time for which it is served while it is read again; 0 where it is waited for. */
  readonly meanwhile: number;
}

/** How long a list is served without being read again, and while it is. */
export function cacheLifetime(role: ListRole, rows: Rows<unknown>, cost: ListCost): Lifetime {
  if (cost.sinceDropped < SETTLING_MS || LIVE.has(role) || carriesPresence(role, rows))
    return { fresh: DEFAULT_LIST_AGE_MS, meanwhile: 0 };
  const share = Math.max(cost.milliseconds * TIMES_ITS_READING, (cost.bytes / BYTES_A_SECOND) * 1_000);
  const fresh = Math.min(LONGEST_MS, Math.max(DEFAULT_LIST_AGE_MS, share));
  return { fresh, meanwhile: fresh > DEFAULT_LIST_AGE_MS ? fresh : CHEAP_MEANWHILE_MS };
}

/** Telephony vendors list the presence of an agent with the user; it changes all the time. */
function carriesPresence(role: ListRole, { items }: Rows<unknown>): boolean {
  return role === 'agents' && items.some((row) => (row as { presence?: unknown }).presence != null);
}
