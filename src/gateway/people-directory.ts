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
/** Milliseconds after a failure within which the next read is not waited for: most accounts that do not answer continue not to. */
const UNLIKELY_MS = 60_000;

interface Failure {
  readonly at: number;
  readonly error: CrosspointError;
}

/** The people of all accounts, joined. An account that fails keeps its last known people, so that agents keep their ids. */
export class PeopleDirectory {
  readonly #lastKnown = new Map<string, readonly AgentRecord[]>();
  readonly #failures = new Map<string, Failure>();
  /** The recognition that is under way: all that begin before a list is dropped wait for the same two seconds of an account that does not answer. */
  #recognition: Promise<void> | undefined;
  /** Until when the people are fresh enough to resolve references; 0 when a list of agents was dropped. */
  #freshUntil = 0;
  /** How often a list of agents was dropped. */
  #drops = 0;
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
    this.dropped();
  }

  /** Takes note that an account's agents, or the accounts, may have changed. */
  dropped(): void {
    this.#drops += 1;
    this.#freshUntil = 0;
    this.#recognition = undefined;
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
    const { signal, maxAge = RECOGNITION_AGE_MS } = options;
    if (maxAge === RECOGNITION_AGE_MS) return this.#recognizing(signal);
    await Promise.all(this.gateway.accountsWith('agents').map(({ key }) => this.#ask(key, maxAge, signal)));
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

  /** The people, fresh enough to resolve references. */
  async #recognizing(signal: AbortSignal | undefined): Promise<PeopleIndex> {
    if (Date.now() >= this.#freshUntil) await (signal ? this.#recognizeAll(signal) : this.#recognizeShared());
    return this.known();
  }

  async #recognizeShared(): Promise<void> {
    const recognition = this.#recognition ?? this.#recognizeAll();
    this.#recognition = recognition;
    await recognition;
    if (this.#recognition === recognition) this.#recognition = undefined;
  }

  async #recognizeAll(signal?: AbortSignal): Promise<void> {
    const drops = this.#drops;
    const accounts = this.gateway.accountsWith('agents');
    const reads = await Promise.all(accounts.map(({ key }) => this.#recognize(key, signal)));
    if (drops === this.#drops) this.#freshUntil = Math.min(...reads);
  }

  /** Reads the people of an account; answers until when they are fresh enough to resolve references. */
  async #recognize(account: string, signal: AbortSignal | undefined): Promise<number> {
    const failedAt = this.#failedAt(account);
    const retryAt = failedAt + RETRY_AFTER_MS;
    if (Date.now() < retryAt) return retryAt;
    const read = this.#read(account, RECOGNITION_AGE_MS, signal);
    // Its read ends by then, and what it reads is taken at once.
    if (Date.now() < failedAt + UNLIKELY_MS) return Date.now() + ACCOUNT_TIMEOUT_MS;
    await read;
    return this.gateway.freshUntil(account, 'agents', RECOGNITION_AGE_MS);
  }

  /** Reads the people of an account if it answers in time; one that just failed is not read again yet, unless it is read anew. */
  async #ask(account: string, maxAge: number, signal: AbortSignal | undefined): Promise<void> {
    if (maxAge !== 0 && Date.now() < this.#failedAt(account) + RETRY_AFTER_MS) return;
    await this.#read(account, maxAge, signal);
  }

  async #read(account: string, maxAge: number, signal?: AbortSignal): Promise<void> {
    const failed = (error: CrosspointError) => this.#failed(account, error, signal);
    const read = this.gateway.read(account, 'agents', {}, { maxAge, signal }).then(
      () => undefined,
      (thrown: unknown) => failed(asCrosspointError(thrown)),
    );
    const late = () => failed(tooLate(account));
    await withDeadline(ACCOUNT_TIMEOUT_MS, undefined, () => read).catch(late);
  }

  #failedAt(account: string): number {
    return this.#failures.get(account)?.at ?? Number.NEGATIVE_INFINITY;
  }

  #failed(account: string, error: CrosspointError, signal: AbortSignal | undefined): void {
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
