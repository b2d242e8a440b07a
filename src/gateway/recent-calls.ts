import { LRUCache } from 'lru-cache';
import type { CallRecord, Rows } from '../adapters/adapter.ts';
import { Merged } from '../adapters/merged.ts';
import { lruBounds } from '../adapters/retained-bytes.ts';
import { isSameCall } from '../adapters/same-call.ts';
import { CallIndex, OFF_PHONE_STATES } from './call-index.ts';

const MAX_CALLS = 10_000;
const MAX_BYTES = 32 * 1024 * 1024;
/** Milliseconds by which a list must be newer than the last news of a call to say that the call has ended. */
const LIST_MARGIN_MS = 2_000;
/** States of calls that a list without them does not end. */
const ENDED_OTHERWISE: ReadonlySet<string> = new Set(['ENDED', 'QUEUED']);

interface RecentCall {
  readonly account: string;
  readonly call: CallRecord;
  /** When it was last observed, in milliseconds since 1970. */
  readonly at: number;
}

/** Calls known from events and acts; telephony vendors forget a call when it ends, and its recordings still belong to it. */
export class RecentCalls {
  readonly #calls = new LRUCache<string, RecentCall>({
    // By size, since a cache bounded by `max` reserves all its room at once.
    ...lruBounds<RecentCall>(MAX_CALLS, MAX_BYTES),
    dispose: ({ call }, place) => this.#index.remove(place, call),
  });
  readonly #index = new CallIndex();

  constructor(private readonly now: () => Date = () => new Date()) {}

  /** Records a call as an event or an act reported it; `at` is when, in milliseconds since 1970. */
  observe(account: string, call: CallRecord, at = this.now().getTime(), returned = false): void {
    const place = `${account}/${call.nativeId}`;
    const recent = this.#calls.peek(place);
    const known = returned ? undefined : recent?.call;
    if (known?.state === 'ENDED' && call.state !== 'ENDED') return;
    const isOlder = known !== undefined && recent !== undefined && at < recent.at;
    const parts = isOlder ? [call, withoutUnset(recent.call)] : [known ?? {}, withoutUnset(call)];
    this.#store(place, { account, call: new Merged(...parts) as CallRecord, at: isOlder ? recent.at : at });
  }

  /**
   * Ends the calls of an account, or the requested ones, that its complete list of live calls no longer has. A call that
   * waits is ended by an event alone: the list lacks it while it is on its way to an agent, whose call it then is.
   */
  reconcile(
    account: string,
    { items, fetchedAt }: Pick<Rows<CallRecord>, 'items' | 'fetchedAt'>,
    asked?: readonly string[] | null,
  ): void {
    const listed = new Set(items.map(({ nativeId }) => nativeId));
    const latest = Date.parse(fetchedAt) - LIST_MARGIN_MS;
    for (const [place, { account: of, call, at }] of this.#calls.entries()) {
      if (of !== account || ENDED_OTHERWISE.has(call.state) || listed.has(call.nativeId) || at > latest) continue;
      if (asked && !asked.includes(call.nativeId)) continue;
      const endedAt = call.endedAt ?? fetchedAt;
      this.#store(place, { account, at, call: { ...call, state: 'ENDED', endedAt } });
    }
  }

  /** A call that is too large for the cache is not stored. */
  #store(place: string, recent: RecentCall): void {
    this.#calls.set(place, recent);
    if (this.#calls.peek(place) === recent) this.#index.add(place, recent.call);
  }

  /** A listed call with the times that only earlier events reported. */
  complete(account: string, call: CallRecord): CallRecord {
    const known = this.#calls.peek(`${account}/${call.nativeId}`)?.call;
    if (!known || !isSameCall(known, call)) return call;
    const startedAt = call.startedAt ?? known.startedAt ?? null;
    const connectedAt = call.connectedAt ?? known.connectedAt ?? null;
    if (startedAt === (call.startedAt ?? null) && connectedAt === (call.connectedAt ?? null)) return call;
    return { ...call, startedAt, connectedAt };
  }

  find(account: string, nativeId: string): CallRecord | undefined {
    return this.#calls.get(`${account}/${nativeId}`)?.call;
  }

  /** The latest call of this id, else the latest live one on this phone. */
  current(
    callId: string | null,
    device: string | null,
  ): { readonly account: string; readonly call: CallRecord } | undefined {
    const place = this.#index.find(callId, device);
    return place === undefined ? undefined : this.#calls.peek(place);
  }

  /** The accounts of carried calls that are over, by the telephone exchange's ids. */
  idsOver(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const { account, call } of this.#calls.values())
      if (call.callId && !call.observedOnly && OFF_PHONE_STATES.has(call.state)) found.set(call.callId, account);
    return found;
  }

  /** The calls of an account that have not ended. */
  inProgress(account: string): CallRecord[] {
    const all = [...this.#calls.values()].filter((recent) => recent.account === account);
    return all.map(({ call }) => call).filter(({ state }) => state !== 'ENDED');
  }

  /** Forgets a call that turned out to be another account's. */
  forget(account: string, { nativeId }: CallRecord): void {
    this.#calls.delete(`${account}/${nativeId}`);
  }

  over(account: string): CallRecord[] {
    const all = [...this.#calls.values()].filter((recent) => recent.account === account);
    return all.map(({ call }) => call).filter(({ state }) => OFF_PHONE_STATES.has(state));
  }
}

/** A later event may carry less than an earlier one. */
function withoutUnset(call: CallRecord): Partial<CallRecord> {
  return Object.fromEntries(Object.entries(call).filter(([, value]) => value !== null && value !== undefined));
}
