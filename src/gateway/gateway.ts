import type { VendorApi } from '../../schema/vocabulary.ts';
import type { Adapter, AgentRecord, EventRecord, ListQuery, Rows } from '../adapters/adapter.ts';
import { hasCallerLeft, isPastDeadline, withDeadline } from '../adapters/calls/deadline.ts';
import { asCrosspointError, CrosspointError } from '../adapters/errors.ts';
import type { AdapterRole } from '../adapters/roles.ts';
import type { Log } from '../adapters/vendor.ts';
import type { PastCallStore } from '../storage/past-call-store.ts';
import { type AccountHandle, handleOf } from './account-handle.ts';
import type { Contribution, RowOf } from './contribution.ts';
import { deadlineExceeded, isCallerGone } from './ended-operations.ts';
import { LIST_BY_EVENT_KIND, ListCache, type ListRead, type ListRole, type ReadOptions } from './list-cache.ts';
import type { MediaSigner } from './media-signer.ts';
import { type CallEventRecord, ObservedCalls } from './observed-calls.ts';
import type { IdentityRules } from './people.ts';
import { PeopleDirectory } from './people-directory.ts';
import { PresenceHistory } from './presence.ts';
import { RecentCalls } from './recent-calls.ts';
import { ServiceLevels } from './service-levels.ts';

/** The gateway's own record of ended calls. */
export interface PastCalls extends Pick<PastCallStore, 'read' | 'find'> {
  /** From when the record has the calls of an account, RFC 3339; null where it has none of them. */
  since(account: string): string | null;
}

/** The parts of the gateway. */
export interface GatewayParts {
  readonly adapters: readonly Adapter[];
  readonly identities: IdentityRules;
  readonly log: Log;
  readonly signMedia: MediaSigner;
  now(): Date;
  /** Says to gateways beside this one that an account was acted on. */
  publishInvalidation?(account: string): void;
  /** Absent where no record is written. */
  readonly pastCalls?: PastCalls;
  /** Milliseconds an account may take for its part of a fan-out. */
  readonly deadline?: number;
}

/** A call that ends with its signal. */
type AdapterCall<Value> = (adapter: Adapter, signal: AbortSignal) => Promise<Value>;

const DEFAULT_DEADLINE_MS = 10_000;
const PARTS_BYTES = 16 * 1024 * 1024;

/** The front of all accounts: asks those that can, bounds what each may cost, and says what each gave. */
export class Gateway {
  #accounts: readonly AccountHandle[];
  readonly directory: PeopleDirectory;
  readonly recentCalls: RecentCalls;
  readonly observedCalls = new ObservedCalls();
  readonly presence = new PresenceHistory();
  readonly serviceLevels: ServiceLevels = new ServiceLevels(this);
  readonly signMedia: MediaSigner;
  readonly pastCalls: PastCalls | null;
  readonly now: () => Date;
  readonly #log: Log;
  readonly #lists = new ListCache();
  /** Parts are many, and would drive lists out that are expensive to read. */
  readonly #parts = new ListCache(Date.now, PARTS_BYTES);
  #deadline: number;
  readonly #publishInvalidation: GatewayParts['publishInvalidation'];

  constructor(parts: GatewayParts) {
    this.#accounts = parts.adapters.map((adapter) => handleOf(adapter, parts.log));
    this.#log = parts.log;
    this.now = parts.now;
    this.signMedia = parts.signMedia;
    this.pastCalls = parts.pastCalls ?? null;
    this.#deadline = parts.deadline ?? DEFAULT_DEADLINE_MS;
    this.#publishInvalidation = parts.publishInvalidation;
    this.directory = new PeopleDirectory(this, parts.identities);
    this.recentCalls = new RecentCalls(parts.now);
  }

  /** The accounts in the order of the configuration. */
  get accounts(): readonly AccountHandle[] {
    return this.#accounts;
  }

  /** Replaces the accounts: one with the same adapter stays as it is, the others begin anew. */
  setAccounts(adapters: readonly Adapter[]): void {
    const before = this.#accounts;
    const known = (adapter: Adapter) => before.find((account) => account.adapter === adapter);
    this.#accounts = adapters.map((adapter) => known(adapter) ?? handleOf(adapter, this.#log));
    for (const { key } of before.filter((account) => !this.#accounts.includes(account))) {
      this.forget(key);
      this.directory.forget(key);
      this.serviceLevels.forget(key);
    }
    this.directory.dropped();
  }

  /** Milliseconds an account may take from now on for its part of a fan-out. */
  setDeadline(milliseconds: number): void {
    this.#deadline = milliseconds;
  }

  accountsOf(api: VendorApi): readonly Adapter[] {
    return this.accounts.filter(({ vendor }) => vendor === api).map(({ adapter }) => adapter);
  }

  /** The account of an operator's key. */
  account(key: string): AccountHandle | undefined {
    return this.accounts.find((account) => account.key === key);
  }

  /** The accounts that can do something. */
  accountsWith(role: AdapterRole): readonly AccountHandle[] {
    return this.accounts.filter(({ roles }) => roles.includes(role));
  }

  /** Takes a vendor's method, or throws UNSUPPORTED before any network call, naming the accounts that could. */
  requireCapability<R extends AdapterRole>(
    key: string,
    role: R,
    visible: (account: string) => boolean,
  ): NonNullable<Adapter[R]> {
    const method = this.account(key)?.adapter[role];
    if (method) return method as NonNullable<Adapter[R]>;
    throw this.unsupported(key, role, visible);
  }

  /** Says that an account cannot do something, and which of the visible ones could. */
  unsupported(key: string, role: AdapterRole, visible: (account: string) => boolean): CrosspointError {
    const others = this.accountsWith(role).filter((account) => visible(account.key));
    const could = others.length
      ? `these accounts can: ${others.map((account) => account.key).join(', ')}`
      : 'no account can';
    const facts = { account: key, vendor: this.account(key)?.vendor };
    return new CrosspointError('UNSUPPORTED', `The account ${key} cannot do this; ${could}`, facts);
  }

  /** Calls an account, updates its health and adds the account to errors. A caller's leaving does not affect the health. */
  async ask<Value>(key: string, call: (adapter: Adapter) => Promise<Value>, leaving?: AbortSignal): Promise<Value> {
    const account = this.account(key);
    if (!account) throw new CrosspointError('NOT_FOUND', 'There is no such account');
    try {
      const value = await call(account.adapter);
      account.health.answered();
      return value;
    } catch (thrown) {
      if (!leaving?.aborted && !isCallerGone(thrown)) account.health.failed(thrown);
      throw asCrosspointError(thrown).with({ account: key, vendor: account.vendor });
    }
  }

  /** Reads a list of one account; identical reads in flight share one call. */
  async read<R extends ListRole>(
    key: string,
    role: R,
    query: ListQuery,
    options: ReadOptions = {},
  ): Promise<Rows<RowOf<R>>> {
    const list = { account: key, role, query };
    const read = await this.#lists.read(list, options, (leaving, late) => this.#fetch(list, leaving, late));
    const rows = read as Rows<RowOf<R>>;
    if (role === 'agents' && Object.keys(query).length === 0)
      this.directory.take(key, rows.items as readonly AgentRecord[]);
    return rows;
  }

  /** A part of an account, read once for all that ask within a second; dropped with the lists of its role. */
  async cached<Value>(read: ListRead, call: AdapterCall<Value>, deadline: Pick<ReadOptions, 'signal'>): Promise<Value> {
    const fetch = async (leaving: AbortSignal) => {
      const value = await this.ask(read.account, (adapter) => call(adapter, leaving), leaving);
      return { items: [value], fetchedAt: this.now().toISOString() };
    };
    const { items } = await this.#parts.read(read, deadline, fetch);
    return items[0] as Value;
  }

  /** The time until which a whole list is served from memory to a reader that takes one of this age in milliseconds; 0 where it is not. */
  freshUntil(account: string, role: ListRole, maxAge: number): number {
    return this.#lists.freshUntil({ account, role, query: {} }, maxAge);
  }

  /** Reads a list of several accounts; each fails for itself alone. */
  askAll<R extends ListRole>(role: R, accounts: readonly AccountHandle[], query: ListQuery, options: ReadOptions) {
    return Promise.all(accounts.map(({ key }) => this.#contribution(role, key, query, options)));
  }

  /** Drops the cached lists of an account, or one of them; null drops those of all accounts. */
  forget(account: string | null, role?: ListRole): void {
    this.#lists.forget(account, role);
    this.#parts.forget(account, role);
    if (!role || role === 'agents') this.directory.dropped();
  }

  /** Drops the cached lists of an account after a mutation, and every list of calls, since others observe its calls. */
  invalidateAfterMutation(account: string): void {
    this.forget(account);
    for (const { key } of this.accountsWith('calls')) this.forget(key, 'calls');
    this.#publishInvalidation?.(account);
  }

  /** Takes note of an event: what was read before is no longer fresh. */
  applyEvent(event: EventRecord): void {
    if (event.kind === 'CALL') this.#observeCall(event);
    if (event.kind === 'AGENT') this.presence.observe(event);
    this.account(event.account)?.health.observe(event);
    const changed = LIST_BY_EVENT_KIND[event.kind];
    if (changed) this.forget(event.account, changed);
  }

  /** Takes in what the event log holds of the time before this process started, the oldest first. */
  restore(events: readonly EventRecord[]): void {
    for (const event of events) {
      if (event.kind === 'CALL') this.#observeCall(event, Date.parse(event.receivedAt));
      if (event.kind === 'AGENT') this.presence.observe(event);
    }
  }

  /** An observed call that another account carries is that account's to remember. */
  #observeCall(event: CallEventRecord, at?: number): void {
    const { account, call, returned, carriedBy, merged } = event;
    this.observedCalls.observe(event);
    if (merged) this.recentCalls.forget(account, call);
    else if (!carriedBy) this.recentCalls.observe(account, call, at, returned);
  }

  /** Rows that come too late for their callers are stored for the next ones, since a busy machine would serve none otherwise. */
  #fetch({ account, role, query }: ListRead, leaving: AbortSignal, late: (rows: Rows<unknown>) => void) {
    const deadline = this.#deadline;
    const call = async (adapter: Adapter) => {
      const method = adapter[role] as ((query: ListQuery, ask: object) => Promise<Rows<unknown>>) | undefined;
      if (!method) throw new CrosspointError('UNSUPPORTED', `The account ${account} cannot do this`);
      return withDeadline(deadline, leaving, (signal) => method.call(adapter, query, { signal, deadline }), late);
    };
    return this.ask(account, call, leaving);
  }

  async #contribution<R extends ListRole>(
    role: R,
    account: string,
    query: ListQuery,
    options: ReadOptions,
  ): Promise<Contribution<RowOf<R>>> {
    try {
      const { items: rows, ...read } = await this.read(account, role, query, options);
      return { account, rows, truncated: false, stale: false, ...read, error: null };
    } catch (thrown) {
      if (hasCallerLeft(options.signal)) throw thrown;
      const error = isPastDeadline(options.signal) ? deadlineExceeded() : asCrosspointError(thrown);
      return { account, rows: [], truncated: false, fetchedAt: null, stale: false, error };
    }
  }
}
