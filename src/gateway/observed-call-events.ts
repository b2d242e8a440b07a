import { isDeepStrictEqual } from 'node:util';
import type { Caller } from '../access/caller.ts';
import type { CallRecord, EventRecord } from '../adapters/adapter.ts';
import { deadline } from '../adapters/calls/deadline.ts';
import type { AccountHandle } from './account-handle.ts';
import type { Gateway } from './gateway.ts';
import { type CallEventRecord, isSameConversation } from './observed-calls.ts';
import { RecordingChanges } from './recording-changes.ts';
import { RequestCache } from './request-cache.ts';

/** Milliseconds the accounts are given to list their calls. */
const LIST_DEADLINE_MS = 3_000;
/** Milliseconds by which a vendor's clock may be behind this one. */
const CLOCK_TOLERANCE_MS = 5_000;
/** Reads the calls of all accounts. */
const GATEWAY: Caller = { id: 'gateway', scopes: new Set(['calls:read']), accounts: 'all' };

/**
 * Makes the events of observed calls agree with the query: a call that another account carries names it, so that it
 * is one call to callers of both accounts.
 */
export class ObservedCallEvents {
  readonly #gateway: Gateway;
  readonly #restored: Promise<unknown>;
  readonly #recordings: RecordingChanges;

  /** `restored` settles once the gateway has read the calls in the event log. */
  constructor(gateway: Gateway, restored: Promise<unknown>) {
    this.#gateway = gateway;
    this.#recordings = new RecordingChanges(gateway);
    this.#restored = restored;
  }

  /**
   * The calls of an account when its watch begins: those that ended unseen are ended, those that began since then are
   * started, and others that the log lacks are stored as they are, so that their end can be reported after a restart.
   */
  async begin(account: string, since: Date): Promise<readonly EventRecord[]> {
    await this.#restored.catch(() => undefined);
    const { recentCalls, observedCalls } = this.#gateway;
    const before = recentCalls.inProgress(account);
    const read = await this.#list(() => true, 0);
    const contribution = read.contributions.find((each) => each.account === account);
    if (!contribution || contribution.error || contribution.truncated) return [];
    const listed = new Set(contribution.rows.map(({ nativeId }) => nativeId));
    const fresh = contribution.rows.filter((call) => {
      const isNew = !before.some(({ nativeId }) => nativeId === call.nativeId) && !observedCalls.get(account, call);
      observedCalls.set(account, call, read.carriers.get(call) ?? null);
      return isNew;
    });
    const ended = before.filter(({ nativeId }) => !listed.has(nativeId));
    return [
      ...ended.map((call) => this.#event('ENDED', account, { ...call, state: 'ENDED', endedAt: this.#now() }, null)),
      ...fresh.map((call) => {
        const hasBegun = Date.parse(call.startedAt ?? '') >= since.getTime() - CLOCK_TOLERANCE_MS;
        return this.#event(hasBegun ? 'STARTED' : 'UPDATED', account, call, read.carriers.get(call) ?? null);
      }),
    ];
  }

  async observed(event: CallEventRecord): Promise<readonly EventRecord[]> {
    const { account, call } = event;
    const { observedCalls } = this.#gateway;
    const known = observedCalls.get(account, call);
    if (event.type === 'UPDATED' && known && isDeepStrictEqual(known.call, call)) return [];
    const isOver = call.state === 'ENDED';
    const carriedBy = known && (known.carriedBy || isOver) ? known.carriedBy : await this.#carrierOf(account, call);
    observedCalls.set(account, call, carriedBy);
    if (known?.carriedBy === null && carriedBy !== null && !isOver) return [this.#merged(account, call, carriedBy)];
    return [carriedBy === null ? event : { ...event, carriedBy }];
  }

  /** After an event of a carried call: ends the observed calls that are this one. */
  async carried({ account, call }: CallEventRecord): Promise<readonly EventRecord[]> {
    const { observedCalls, now } = this.#gateway;
    const candidates = observedCalls.uncarried;
    if (candidates.length === 0 || call.state === 'ENDED') return [];
    const [located = call] = await this.#cache(new AbortController().signal).onTheirPhones(account, [call]);
    const same = candidates.filter((one) => isSameConversation(located, one.call, now().getTime()));
    return same.map((one) => {
      observedCalls.set(one.account, one.call, account);
      return this.#merged(one.account, one.call, account);
    });
  }

  /** After an event of a recording: the changes of its calls. */
  recording(event: Extract<EventRecord, { kind: 'RECORDING' }>): readonly EventRecord[] {
    const changes = this.#recordings.changed(event);
    for (const change of changes) if (change.kind === 'CALL') this.#gateway.observedCalls.observe(change);
    return changes;
  }

  /** The account that carries an observed call, which the list may not have yet or any more. */
  async #carrierOf(account: string, call: CallRecord): Promise<string | null> {
    const { contributions, cache } = await this.#list(({ adapter }) => !adapter.observesCalls);
    const alone = { account, rows: [call], truncated: false, fetchedAt: null, stale: false, error: null };
    return cache.carriersIn([...contributions, alone]).get(call) ?? null;
  }

  /** The calls of accounts, with the carriers of the observed ones. */
  async #list(isAsked: (account: AccountHandle) => boolean, maxAge?: number) {
    const { signal, clear } = deadline(LIST_DEADLINE_MS);
    const cache = this.#cache(signal, maxAge);
    try {
      return { cache, ...(await cache.calls({}, cache.accountsWith('calls').filter(isAsked))) };
    } finally {
      clear();
    }
  }

  #cache(signal: AbortSignal, maxAge?: number): RequestCache {
    return new RequestCache(this.#gateway, GATEWAY, { signal, ...(maxAge !== undefined && { maxAge }) });
  }

  #merged(account: string, call: CallRecord, carriedBy: string): EventRecord {
    const ended = { ...call, state: 'ENDED' as const, endedAt: this.#now() };
    return {
      ...this.#event('ENDED', account, ended, carriedBy),
      fingerprint: `${call.nativeId}|merged|${carriedBy}`,
      merged: true,
    } as EventRecord;
  }

  #event(
    type: 'STARTED' | 'UPDATED' | 'ENDED',
    account: string,
    call: CallRecord,
    carriedBy: string | null,
  ): EventRecord {
    const at = this.#now();
    const occurredAt = type === 'STARTED' ? (call.startedAt ?? at) : at;
    const fingerprint = `call|${call.nativeId}|${call.startedAt ?? ''}|${type}`;
    const facts = { account, subject: call.nativeId, fingerprint, occurredAt, receivedAt: at };
    return { kind: 'CALL', type, call, ...facts, ...(carriedBy !== null && { carriedBy }) };
  }

  #now(): string {
    return this.#gateway.now().toISOString();
  }
}
