import { LRUCache } from 'lru-cache';
import type { CallState } from '../../../schema/vocabulary.ts';
import type { CallRecord, EventRecord } from '../../adapters/adapter.ts';
import { lruBounds } from '../../adapters/retained-bytes.ts';
import { isSameCall } from '../../adapters/same-call.ts';
import { setFields } from '../../storage/past-call-store.ts';

/** Calls are only remembered so far back; a call that said nothing for a day is forgotten. */
const MOST_CALLS = 50_000;
const MOST_BYTES = 128 * 1024 * 1024;
const REMEMBERED_FOR = 24 * 3_600_000;

/** A call as its last event reported it. */
interface ReportedCall {
  readonly account: string;
  readonly call: CallRecord;
  /** When that event was received, in milliseconds since 1970. */
  readonly at: number;
}

/** The calls of every account as their events reported them, so that late events do not move a call backwards. */
export class Projection {
  readonly #calls = new LRUCache<string, ReportedCall>({
    // By size, since a cache bounded by `max` reserves all its room at once.
    ...lruBounds<ReportedCall>(MOST_CALLS, MOST_BYTES),
    ttl: REMEMBERED_FOR,
  });

  /** Takes an event in; false when it comes too late to be true. */
  admit(event: EventRecord): boolean {
    if (event.kind !== 'CALL') return true;
    const { account, call } = event;
    const key = `${account} ${call.nativeId}`;
    const known = this.#calls.get(key)?.call;
    const isLate = known && isSameCall(known, call) && stage(call.state) < stage(known.state);
    if (isLate && !event.returned) return false;
    this.#calls.set(key, { account, call, at: Date.parse(event.receivedAt) });
    return true;
  }

  /** Takes in what the log holds; events that are older than what is known of their calls change nothing. */
  observe(events: readonly { readonly event: EventRecord }[]): void {
    for (const { event } of events) {
      if (event.kind !== 'CALL') continue;
      const known = this.#calls.peek(`${event.account} ${event.call.nativeId}`);
      if (known && (known.call === event.call || known.at > Date.parse(event.receivedAt))) continue;
      this.admit(event);
    }
  }

  /** A change of a recording alone, with all else of its call as its last event reported it; one of a call that is over comes too late. */
  completed(event: EventRecord): EventRecord {
    if (event.kind !== 'CALL') return event;
    const { account, call } = event;
    const latest = this.#calls.peek(`${account} ${call.nativeId}`)?.call;
    if (!latest || !isSameCall(latest, call) || stage(latest.state) > 0) return event;
    return { ...event, call: { ...call, ...setFields(latest), recordingState: call.recordingState ?? null } };
  }

  /** The calls of an account, ended ones included. */
  callsOf(account: string): CallRecord[] {
    return [...this.#calls.values()].flatMap((known) => (known.account === account ? [known.call] : []));
  }
}

function stage(state: CallState): number {
  if (state === 'ENDED') return 2;
  return state === 'WRAP_UP' ? 1 : 0;
}
