import DataLoader from 'dataloader';
import { type Caller, mayUseAccount } from '../access/caller.ts';
import type { CallRecord, ListQuery } from '../adapters/adapter.ts';
import { setPlace } from '../adapters/calls/call-trace.ts';
import type { AdapterRole } from '../adapters/roles.ts';
import type { AccountHandle } from './account-handle.ts';
import type { Contribution, RowOf } from './contribution.ts';
import type { Gateway } from './gateway.ts';
import type { ListRole, ReadOptions } from './list-cache.ts';
import { carriersOf, withoutCarried } from './observed-calls.ts';
import type { PeopleIndex } from './people.ts';

/** Aborts when an operation is over; an answer from memory never reads the signal. */
export interface RequestDeadline {
  readonly signal: AbortSignal;
}

/** The pieces of work that an operation is divided into. */
export interface WorkPieces {
  /** Resolves in the next piece where this one has taken its time; null where it has not. */
  rest(): Promise<void> | null;
  /** Runs this when nothing that was put off to a later piece waits any more. */
  afterWaiting(run: () => void): void;
}

/** A row and the account it came from. */
export interface AccountRow<Row> {
  readonly account: string;
  readonly row: Row;
}

/** A call as an account lists it. */
interface ListedCall {
  readonly account: string;
  readonly call: CallRecord;
}

/** Where calls to vendors stand in a trace; absent where they are not recorded. */
interface Recorded {
  readonly place?: object | undefined;
}

/** The reads of one GraphQL operation: each is made once, however many fields ask for it. */
export class RequestCache {
  readonly #reads: Map<string, Promise<readonly Contribution<unknown>[]>>;
  readonly #loaders: Map<string, unknown>;
  /** Observed calls of the lists, by the account that carries them, then by account and id. */
  readonly #observed: Map<string, Map<string, ListedCall>>;
  readonly #people: { index?: Promise<PeopleIndex> | undefined; current?: Promise<PeopleIndex> | undefined };

  constructor(
    readonly gateway: Gateway,
    readonly caller: Caller,
    private readonly readOptions: RequestDeadline & Pick<ReadOptions, 'maxAge'> & Recorded,
    /** Absent where the operation is one piece. */
    readonly pieces?: WorkPieces | undefined,
    /** Its reads are shared. */
    same?: RequestCache,
  ) {
    this.#reads = same ? same.#reads : new Map();
    this.#loaders = same ? same.#loaders : new Map();
    this.#observed = same ? same.#observed : new Map();
    this.#people = same ? same.#people : {};
  }

  /** The same reads for a field, whose calls to vendors are recorded under it. */
  under(deadline: RequestDeadline & Recorded): RequestCache {
    return new RequestCache(this.gateway, this.caller, deadline, this.pieces, this);
  }

  /** The accounts with a capability that are visible to the caller. */
  accountsWith(role: AdapterRole): readonly AccountHandle[] {
    return this.gateway.accountsWith(role).filter(({ key }) => mayUseAccount(this.caller, key));
  }

  /** Reads a list of these accounts, or of all that can give it. */
  list<R extends ListRole>(
    role: R,
    query: ListQuery = {},
    accounts = this.accountsWith(role),
  ): Promise<readonly Contribution<RowOf<R>>[]> {
    const place = JSON.stringify([role, query, accounts.map(({ key }) => key)]);
    const known = this.#reads.get(place) ?? this.#ask(role, accounts, query);
    this.#reads.set(place, known);
    return known as Promise<readonly Contribution<RowOf<R>>[]>;
  }

  /** The calls of these accounts as they list them, and the observed ones that another of them carries, with that account. */
  async calls(query: ListQuery = {}, accounts = this.accountsWith('calls')) {
    const read = await this.gateway.askAll('calls', accounts, query, this.readOptions);
    const located = read.map(async (contribution) => {
      const { account } = contribution;
      this.#reconcile(contribution, query);
      const rows = contribution.rows.map((call) => this.gateway.recentCalls.complete(account, call));
      return { ...contribution, rows: await this.onTheirPhones(account, rows) };
    });
    const contributions: readonly Contribution<CallRecord>[] = await Promise.all(located);
    const carriers = this.carriersIn(contributions);
    for (const { account, row } of accountRows(contributions)) {
      const carrier = carriers.get(row);
      if (!carrier) continue;
      const carried = this.#observed.get(carrier) ?? new Map<string, ListedCall>();
      this.#observed.set(carrier, carried.set(`${account} ${row.nativeId}`, { account, call: row }));
    }
    return { contributions, carriers };
  }

  /** The observed calls that this account carries, by the lists of this operation and by events. */
  observedBy(carrier: string): readonly ListedCall[] {
    const observed = new Map<string, ListedCall>();
    for (const { account, call } of this.gateway.observedCalls.carriedBy(carrier))
      observed.set(`${account} ${call.nativeId}`, { account, call });
    for (const [key, listed] of this.#observed.get(carrier) ?? []) observed.set(key, listed);
    return [...observed.values()];
  }

  /** The observed calls among these that another account of the list carries, with that account. */
  carriersIn(contributions: readonly Contribution<CallRecord>[]): ReadonlyMap<CallRecord, string> {
    const { recentCalls, observedCalls, now } = this.gateway;
    return carriersOf(contributions, {
      now: now().getTime(),
      over: () => recentCalls.idsOver(),
      known: (account, call) => observedCalls.get(account, call)?.carriedBy ?? null,
    });
  }

  async #ask<R extends ListRole>(role: R, accounts: readonly AccountHandle[], query: ListQuery) {
    if (role !== 'calls') return this.gateway.askAll(role, accounts, query, this.readOptions);
    const { contributions, carriers } = await this.calls(query, accounts);
    return withoutCarried(contributions, carriers);
  }

  /** A fresh and complete list, of all calls or of named ones, says which remembered calls are over. */
  #reconcile({ account, rows, fetchedAt, truncated, stale, error }: Contribution<CallRecord>, query: ListQuery): void {
    const { nativeIds, ...conditions } = query;
    const isPart = Object.keys(conditions).length > 0 || this.gateway.account(account)?.adapter.callsNeedNumber;
    if (error || truncated || stale || isPart || fetchedAt === null) return;
    this.gateway.recentCalls.reconcile(account, { items: rows, fetchedAt }, nativeIds);
  }

  /** Adds the phone to calls whose vendor reports only the agent: an agent with one phone is on that phone. */
  async onTheirPhones(account: string, calls: readonly CallRecord[]): Promise<CallRecord[]> {
    if (!calls.some(({ device, agent }) => !device && agent)) return [...calls];
    const peopleIndex = await this.peopleIndex();
    return calls.map((call) => ({ ...call, device: call.device ?? peopleIndex.onlyPhone(account, call.agent) }));
  }

  /** The rows of a list with their accounts, leaving aside which account failed. */
  async rows<R extends ListRole>(role: R, query: ListQuery = {}): Promise<AccountRow<RowOf<R>>[]> {
    return accountRows(await this.list(role, query));
  }

  /** The people, joined over all accounts; nothing is older than the answer of `agents` in this operation. */
  peopleIndex(): Promise<PeopleIndex> {
    this.#people.index ??= this.gateway.directory.peopleIndex(recordedUnder(this.readOptions));
    return this.#people.index;
  }

  /** The people as read within the last second; the rest of this operation uses them, also where an event drops them meanwhile. */
  currentPeopleIndex(): Promise<PeopleIndex> {
    const { signal } = this.readOptions;
    this.#people.current ??= this.gateway.directory.peopleIndex({ signal, maxAge: 1_000 });
    this.#people.index = this.#people.current;
    return this.#people.index;
  }

  /** Forgets what was read, because an act has changed it. */
  forget(): void {
    this.#reads.clear();
    this.#loaders.clear();
    this.#people.index = undefined;
    this.#people.current = undefined;
  }

  /** A loader that collects what the fields of this operation ask for into one batch, equal keys once. */
  loader<Key, Value>(
    name: string,
    batch: (keys: readonly Key[]) => Promise<readonly (Value | Error)[]>,
    cacheKeyFn?: (key: Key) => unknown,
  ): DataLoader<Key, Value> {
    const known = this.#loaders.get(name) ?? new DataLoader<Key, Value, unknown>(batch, this.#loading(cacheKeyFn));
    this.#loaders.set(name, known);
    return known as DataLoader<Key, Value>;
  }

  /** A batch waits for the pieces that were put off, so that fields of all of them are asked for together. */
  #loading<Key>(cacheKeyFn: ((key: Key) => unknown) | undefined): DataLoader.Options<Key, never, unknown> {
    const { pieces } = this;
    return {
      ...(cacheKeyFn && { cacheKeyFn }),
      ...(pieces && { batchScheduleFn: (ask) => afterPromises(() => pieces.afterWaiting(ask)) }),
    };
  }
}

/** The rows of all contributions with their accounts. */
export function accountRows<Row>(contributions: readonly Contribution<Row>[]): AccountRow<Row>[] {
  return contributions.flatMap(({ account, rows }) => rows.map((row) => ({ account, row })));
}

/** Options of a read that does not end when the caller leaves, and is recorded as the caller's. */
function recordedUnder({ place }: Recorded): ReadOptions {
  if (!place) return {};
  const { signal } = new AbortController();
  setPlace(signal, place);
  return { signal };
}

/** Runs this after everything that the promises resolved so far lead to. */
function afterPromises(run: () => void): void {
  void Promise.resolve().then(() => process.nextTick(run));
}
