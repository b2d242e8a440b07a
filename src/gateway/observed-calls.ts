import { LRUCache } from 'lru-cache';
import type { CallRecord, EventRecord } from '../adapters/adapter.ts';
import { lruBounds } from '../adapters/retained-bytes.ts';
import { OFF_PHONE_STATES } from './call-index.ts';
import type { Contribution } from './contribution.ts';
import { match } from './matching.ts';

/** An event of a call. */
export type CallEventRecord = Extract<EventRecord, { kind: 'CALL' }>;

/** A call that an account observes, and the account that carries it. */
interface ObservedCall {
  readonly account: string;
  readonly call: CallRecord;
  /** Null where no account that carries it is known. */
  readonly carriedBy: string | null;
}

const MAX_CALLS = 10_000;
const MAX_BYTES = 32 * 1024 * 1024;

/** The observed calls that events reported, with the accounts that carry them. */
export class ObservedCalls {
  /** Those in progress that no account is known to carry, and those that one carries by their phones, each by its place. */
  readonly #uncarried = new Map<string, ObservedCall>();
  readonly #carried = new Map<string, Map<string, ObservedCall>>();
  readonly #calls = new LRUCache<string, ObservedCall>({
    ...lruBounds<ObservedCall>(MAX_CALLS, MAX_BYTES),
    dispose: (observed, place) => this.#leaveOut(observed, place),
  });

  set(account: string, call: CallRecord, carriedBy: string | null): void {
    const [place, observed] = [placeOf(account, call), { account, call, carriedBy }];
    this.#calls.set(place, observed);
    if (this.#calls.has(place)) this.#include(observed, place);
  }

  #include(observed: ObservedCall, place: string): void {
    const { account, call, carriedBy } = observed;
    const phone = phoneOf(account, call.device);
    if (carriedBy === null && call.state !== 'ENDED') this.#uncarried.set(place, observed);
    else if (call.device != null && carriedBy !== null && !OFF_PHONE_STATES.has(call.state)) {
      const there = this.#carried.get(phone) ?? new Map<string, ObservedCall>();
      this.#carried.set(phone, there.set(place, observed));
    }
  }

  #leaveOut({ account, call }: ObservedCall, place: string): void {
    this.#uncarried.delete(place);
    const phone = phoneOf(account, call.device);
    const there = this.#carried.get(phone);
    there?.delete(place);
    if (there?.size === 0) this.#carried.delete(phone);
  }

  /** The call as it was last reported. */
  get(account: string, call: CallRecord): ObservedCall | undefined {
    return this.#calls.get(placeOf(account, call));
  }

  /** Calls in progress that no account is known to carry. */
  get uncarried(): readonly ObservedCall[] {
    return [...this.#uncarried.values()];
  }

  carriedBy(account: string): readonly ObservedCall[] {
    return [...this.#calls.values()].filter((observed) => observed.carriedBy === account);
  }

  /** Calls in progress that an account observes on this phone and another one carries. */
  carriedOn(account: string, device: string): readonly ObservedCall[] {
    return [...(this.#carried.get(phoneOf(account, device))?.values() ?? [])];
  }

  observe({ account, call, carriedBy }: CallEventRecord): void {
    if (call.observedOnly) this.set(account, call, carriedBy ?? null);
  }
}

/** The key of a phone of an account. */
function phoneOf(account: string, device: string | null | undefined): string {
  return `${account} ${device ?? ''}`;
}

/** An id that comes back belongs to a call with another start. */
function placeOf(account: string, { nativeId, startedAt }: CallRecord): string {
  return `${account}/${nativeId}|${startedAt ?? ''}`;
}

/** Whether an observed call is this one: by the id both have, else as a recording is matched to its call. */
export function isSameConversation(carried: CallRecord, observed: CallRecord, now: number): boolean {
  if (observed.callId && carried.state !== 'ENDED' && carried.callId === observed.callId) return true;
  if (carried.endedAt && observed.startedAt && Date.parse(observed.startedAt) > Date.parse(carried.endedAt))
    return false;
  return match(carried, { ...observed, annotations: [] }, now) !== null;
}

/** The carriers of calls that the lists do not show. */
interface KnownCarriers {
  readonly now: number;
  /** The accounts of calls that are over, by the exchange's id, since an account that observes learns of the end later. */
  over(): ReadonlyMap<string, string>;
  /** The carrier that an earlier event named. */
  known(account: string, call: CallRecord): string | null;
}

/** The observed calls that another of these accounts carries, each with that account. */
export function carriersOf(
  contributions: readonly Contribution<CallRecord>[],
  { now, over, known }: KnownCarriers,
): ReadonlyMap<CallRecord, string> {
  const observed = rowsOf(contributions, true);
  if (observed.length === 0) return new Map();
  const asked = new Set(contributions.map(({ account }) => account));
  const carried = rowsOf(contributions, false);
  const idsOver = over();
  const carrierOf = (account: string, call: CallRecord): string | undefined => {
    const candidates = [known(account, call), idsOver.get(call.callId ?? '')];
    const carrier = candidates.find((candidate) => candidate != null && asked.has(candidate));
    return carrier ?? carried.find((other) => isSameConversation(other.call, call, now))?.account;
  };
  const pairs = observed.map(({ account, call }) => [call, carrierOf(account, call)] as const);
  return new Map(pairs.filter((pair): pair is readonly [CallRecord, string] => pair[1] !== undefined));
}

function rowsOf(contributions: readonly Contribution<CallRecord>[], observedOnly: boolean) {
  return contributions.flatMap(({ account, rows }) =>
    rows.filter((call) => (call.observedOnly === true) === observedOnly).map((call) => ({ account, call })),
  );
}

/** Leaves out the observed calls that another account carries, since both are one conversation. */
export function withoutCarried(
  contributions: readonly Contribution<CallRecord>[],
  carriers: ReadonlyMap<CallRecord, string>,
): readonly Contribution<CallRecord>[] {
  if (carriers.size === 0) return contributions;
  return contributions.map((contribution) => ({
    ...contribution,
    rows: contribution.rows.filter((call) => !carriers.has(call)),
  }));
}
