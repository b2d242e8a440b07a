import type { NodeKey } from '../access/global-id.ts';
import { notFound } from '../access/global-id.ts';
import type { AgentRecord } from '../adapters/adapter.ts';
import { withDeadline } from '../adapters/calls/deadline.ts';
import { asCrosspointError, CrosspointError } from '../adapters/errors.ts';
import { finishInSlices } from '../adapters/slices.ts';
import type { Gateway } from './gateway.ts';
import type { ReadOptions } from './list-cache.ts';
import { type IdentityRules, joinInSteps, PeopleIndex, type Person, personsByKey } from './people.ts';

/** Milliseconds for which lists of agents are fresh enough to resolve references to people. */
const RECOGNITION_AGE_MS = 30_000;
/** Milliseconds an account's people are waited for. */
const ACCOUNT_TIMEOUT_MS = 2_000;
/** Milliseconds before the people of an account that failed are read again. */
const RETRY_AFTER_MS = 5_000;

interface Failure {
  readonly at: number;
  readonly error: CrosspointError;
}

/** The people of all accounts, joined. An account that fails keeps its last known people, so that agents keep their ids. */
export class PeopleDirectory {
  readonly #lastKnown = new Map<string, readonly AgentRecord[]>();
  readonly #failures = new Map<string, Failure>();
  #joined: Promise<PeopleIndex> | undefined;

  constructor(
    private readonly gateway: Gateway,
    private rules: IdentityRules,
  ) {}

  /** Forgets the people of an account, which is removed or another from now on. */
  forget(account: string): void {
    this.#lastKnown.delete(account);
    this.#failures.delete(account);
    this.#joined = undefined;
  }

  /** Joins people by other rules from now on. */
  setRules(rules: IdentityRules): void {
    this.rules = rules;
    this.#joined = undefined;
  }

  /** Stores the agents that an account returned, for any purpose. */
  take(account: string, items: readonly AgentRecord[]): void {
    // The same rows again are the cached list, of which the join is still right.
    if (this.#lastKnown.get(account) !== items) this.#joined = undefined;
    this.#lastKnown.set(account, items);
    this.#failures.delete(account);
  }

  /** Reads the people of all accounts; `maxAge` is in milliseconds. */
  async peopleIndex(options: ReadOptions = {}): Promise<PeopleIndex> {
    const asked = { maxAge: RECOGNITION_AGE_MS, ...options };
    await Promise.all(this.gateway.accountsWith('agents').map(({ key }) => this.#ask(key, asked)));
    return this.known();
  }

  /** Reads the people anew; throws where this account could not be read, whose people are then known as they were. */
  async reread(account: string): Promise<void> {
    await this.peopleIndex({ maxAge: 0 });
    const failure = this.#failures.get(account);
    if (failure) throw failure.error;
  }

  /** The people as last read, without asking any account. */
  known(): Promise<PeopleIndex> {
    this.#joined ??= this.#join();
    return this.#joined;
  }

  /** The person an account knows under a key, null where it lists none; throws the failure of an account that could not be read. */
  find(index: PeopleIndex, { account, nativeId }: Pick<NodeKey, 'account' | 'nativeId'>): Person | null {
    const person = index.identified(account, nativeId);
    const failure = this.#failures.get(account);
    if (!person && failure) throw failure.error;
    return person ?? null;
  }

  /** As `find`; an agent that is not listed is NOT_FOUND, naming the argument. */
  personOf(index: PeopleIndex, key: Pick<NodeKey, 'account' | 'nativeId'>, path: readonly string[]): Person {
    const person = this.find(index, key);
    if (person) return person;
    throw notFound('Agent', path);
  }

  /** Reads the people of an account if it answers in time; one that just failed is not read again yet, unless it is read anew. */
  async #ask(account: string, options: ReadOptions): Promise<void> {
    if (options.maxAge !== 0 && Date.now() - (this.#failures.get(account)?.at ?? 0) < RETRY_AFTER_MS) return;
    const read = this.gateway.read(account, 'agents', {}, options).then(
      () => undefined,
      (thrown: unknown) => this.#failed(account, asCrosspointError(thrown), options),
    );
    const late = () => this.#failed(account, tooLate(account), options);
    await withDeadline(ACCOUNT_TIMEOUT_MS, undefined, () => read).catch(late);
  }

  #failed(account: string, error: CrosspointError, { signal }: ReadOptions): void {
    if (!signal?.aborted) this.#failures.set(account, { at: Date.now(), error: error.stored() });
  }

  async #join(): Promise<PeopleIndex> {
    const accounts = this.gateway.accounts.map(({ key }) => key);
    const joined = await finishInSlices(joinInSteps(this.#lastKnown, this.rules));
    return new PeopleIndex(joined, accounts, await finishInSlices(personsByKey(joined.persons)));
  }
}

function tooLate(account: string): CrosspointError {
  const message = `The account ${account} did not list its agents within ${ACCOUNT_TIMEOUT_MS / 1_000} s`;
  return new CrosspointError('TIMEOUT', message, { account });
}
