import { LRUCache } from 'lru-cache';
import type { CallState } from '../../../schema/vocabulary.ts';
import type { CallRecord, EventRecord } from '../../adapters/adapter.ts';
import { boundedBy } from '../../adapters/held-bytes.ts';

/** Calls are only remembered so far back; a call that said nothing for a day is forgotten. */
const MOST_CALLS = 50_000;
const MOST_BYTES = 128 * 1024 * 1024;
const REMEMBERED_FOR = 24 * 3_600_000;

/** The calls of every account as their events reported them, so that late events do not move a call backwards. */
export class Projection {
  readonly #calls = new LRUCache<string, { account: string; call: CallRecord }>({
    // By size, since a cache bounded by `max` reserves all its room at once.
    ...boundedBy<{ account: string; call: CallRecord }>(MOST_CALLS, MOST_BYTES),
    ttl: REMEMBERED_FOR,
  });

  /** Takes an event in; false when it comes too late to be true. */
  admit(event: EventRecord): boolean {
    if (event.kind !== 'CALL') return true;
    const key = `${event.account} ${event.call.nativeId}`;
    const known = this.#calls.get(key)?.call;
    const isLate = known && isSameCall(known, event.call) && stage(event.call.state) < stage(known.state);
    if (isLate && !event.returned) return false;
    this.#calls.set(key, { account: event.account, call: event.call });
    return true;
  }

  /** The calls of an account that are not over. */
  live(account: string): CallRecord[] {
    const all = [...this.#calls.values()].filter((entry) => entry.account === account);
    return all.map(({ call }) => call).filter(({ state }) => state !== 'ENDED');
  }
}

/** A vendor may use an id again; then the new call began at another time. */
function isSameCall(known: CallRecord, reported: CallRecord): boolean {
  return !known.startedAt || !reported.startedAt || known.startedAt === reported.startedAt;
}

function stage(state: CallState): number {
  if (state === 'ENDED') return 2;
  return state === 'WRAP_UP' ? 1 : 0;
}
