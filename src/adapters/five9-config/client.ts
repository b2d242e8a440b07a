import { setTimeout as pause } from 'node:timers/promises';
import { type BackOff, doubledMs } from '../../storage/back-off.ts';
import { ownerOf } from '../calls/call-owner.ts';
import { enterChain, type ValidCall } from '../calls/chain.ts';
import { ConcurrentUse } from '../calls/concurrent-use.ts';
import { hasCallerLeft } from '../calls/deadline.ts';
import { Drift } from '../calls/drift.ts';
import { Guard } from '../calls/guard.ts';
import type { Client, InputOf, Operation, OutputOf, SendOptions } from '../contract.ts';
import { CrosspointError } from '../errors.ts';
import { readingOf } from '../readings.ts';
import { basicAuth } from '../soap/security.ts';
import { soapClient } from '../soap/transport.ts';
import type { AdapterDependencies } from '../vendor.ts';
import { withAttachments } from './client/attachments.ts';
import { DomainLimits } from './client/domain-limits.ts';
import { Pauses } from './client/pauses.ts';
import { QuotaGate } from './client/quota.ts';
import { isQuotaSpent, isRefusedLogin, isSessionConflict, wasAbandoned } from './client/refusals.ts';
import { serverWait, waitByAsking } from './client/server-wait.ts';
import { TypicalDurations } from './client/typical-durations.ts';
import { type Turn, UserPool } from './client/user-pool.ts';
import { five9ConfigContract } from './contract/index.ts';
import { inlinePrompts } from './contract/prompt-management.ts';
import { quotas } from './contract/quotas.ts';
import { WIRE } from './contract/wire.ts';
import { numberSpellings, writtenNumber } from './quirks.ts';
import { readings } from './readings.ts';
import type { Settings } from './settings.ts';

/** Milliseconds a user rests after a call that its caller left, since Five9 may still be serving it. */
const REST = 1_000;
/** Milliseconds before a read that met another session of its user is sent once more. */
const CROWDED_PAUSE = 300;
/** Milliseconds for the read of the vendor's limits, during which a user is busy. */
const LIMITS_DEADLINE = 2_000;
/** Milliseconds for which a user with refused credentials is not used. */
const SHUT_OUT: BackOff = { first: 600_000, most: 6 * 3_600_000 };
/** Operations after which the vendor requires a pause (guide p. 224). */
const PACED: ReadonlySet<string> = new Set(['userSkillAdd', 'userSkillModify', 'userSkillRemove']);

type Operations = typeof five9ConfigContract.operations;

/** One of the account's users. */
interface User {
  readonly name: string;
  readonly client: Client<Operations>;
  /** Times its credentials were refused since they were last accepted. */
  refusals: number;
}

/** Any operation's name. */
export type OperationName = keyof Operations & string;

/** One call on its way. */
interface Call<Name extends OperationName> {
  readonly name: Name;
  readonly row: Operation;
  readonly input: InputOf<Operations[Name]>;
  readonly ask: SendOptions;
  readonly valid: ValidCall;
  /** The call lets the server wait. */
  readonly long: boolean;
  /** Milliseconds left for it. */
  left(): number;
}

interface ClientDependencies extends AdapterDependencies {
  readonly account: string;
}

/** The typed client of an account. */
export function createClient(settings: Settings, dependencies: ClientDependencies): Five9Client {
  return new Five9Client(settings, dependencies);
}

/** Calls Five9 under its rules of conduct: one call at a time for each user, quotas counted beforehand, acts never repeated. */
export class Five9Client {
  readonly quota: QuotaGate;
  readonly guard: Guard;
  readonly drift = new Drift();
  readonly concurrentUse: ConcurrentUse;
  /** Acts sent so far; what was read before another act may have changed. */
  acts = 0;
  readonly #pool: UserPool<User>;
  readonly #limits: DomainLimits;
  readonly #skillPauses: Pauses;
  readonly #times = new TypicalDurations();
  readonly #settings: Settings;
  readonly #facts: { account: string; vendor: 'FIVE9_CONFIG' };

  constructor(settings: Settings, { account, now, log, sharedCounts }: ClientDependencies) {
    const { timeZone, users, skillPause } = settings;
    this.#settings = settings;
    this.#facts = { account, vendor: 'FIVE9_CONFIG' };
    this.#skillPauses = new Pauses(skillPause);
    this.guard = new Guard(account);
    this.concurrentUse = new ConcurrentUse(account, { log, now });
    this.quota = new QuotaGate(quotas, { account, zone: timeZone, now, shared: sharedCounts });
    this.#pool = new UserPool(users.map((user) => ({ name: user.username, client: this.#connect(user), refusals: 0 })));
    const counters = (signal: AbortSignal) => this.#counters(signal);
    const isQuiet = () => this.#pool.isQuiet;
    this.#limits = new DomainLimits({ account, quota: this.quota, log, now, counters, isQuiet });
  }

  /** A phone number in the vendor's format. */
  readonly writtenNumber = (number: string) => writtenNumber(number, this.#settings.callingCode);
  /** Every form in which the domain may hold a number, the documented one first. */
  readonly numberSpellings = (number: string) => numberSpellings(number, this.#settings.callingCode);

  /** The account's reading of a question that the guide leaves open. */
  reading(id: string): string {
    return readingOf(readings, this.#settings.readings as Readonly<Record<string, string>>, id);
  }

  /** Sends an operation when a user is free. */
  async send<Name extends OperationName>(name: Name, input: InputOf<Operations[Name]>, ask: SendOptions = {}) {
    const row: Operation = five9ConfigContract.operations[name];
    const send = () => this.#send(name, row, input, ask);
    return (PACED.has(name) ? this.#skillPauses.turn(send) : send()).catch((error: unknown) => {
      throw error instanceof CrosspointError ? error.with({ ...this.#facts, operation: name }) : error;
    });
  }

  /** Ends what is under way in the background. */
  close(): void {
    this.#limits.close();
  }

  #connect({ username, password }: Settings['users'][number]): Client<Operations> {
    const { url, timeZone, deadline, maxBytes } = this.#settings;
    return soapClient({
      ...{ contract: this.#contract(), url, namespace: WIRE.namespace, style: 'named', timeZone, deadline, maxBytes },
      ...this.#facts,
      security: basicAuth(username, password),
      secrets: [password],
      packaging: withAttachments,
      isTransport: true,
      drift: this.drift,
    });
  }

  /** The contract, with prompt files inside the envelope where the account's reading requires it. */
  #contract(): typeof five9ConfigContract {
    return this.reading('prompt-wav') === 'inline' ? inlinePrompts(five9ConfigContract) : five9ConfigContract;
  }

  #counters(signal: AbortSignal) {
    const { getCallCountersState: row } = five9ConfigContract.operations;
    const ask = { signal, deadline: LIMITS_DEADLINE };
    const left = remaining(LIMITS_DEADLINE);
    const valid = enterChain({ name: 'getCallCountersState', row, input: {}, ask });
    return this.#exchange({ name: 'getCallCountersState', row, input: {}, ask, valid, long: false, left });
  }

  async #send<Name extends OperationName>(
    name: Name,
    row: Operation,
    input: InputOf<Operations[Name]>,
    ask: SendOptions,
  ): Promise<OutputOf<Operations[Name]>> {
    const { allowedHosts } = this.#settings;
    const valid = enterChain({ name, row, input, ask: { ...ask, allowedHosts } });
    if (row.kind === 'mutation') this.acts += 1;
    const { deadline = this.#settings.deadline, signal } = ask;
    const call = { name, row, ask, valid, long: serverWait(row, input) > 0 };
    if (!call.long || this.#pool.canWait) return this.#attempt({ ...call, input, left: remaining(deadline) });
    return waitByAsking(row, input, signal, (sent) =>
      this.#attempt({ ...call, input: sent as typeof input, long: false, left: remaining(deadline) }),
    );
  }

  /** Sends a call until a user with accepted credentials has served it, and a read once more after a crowded session. */
  async #attempt<Name extends OperationName>(call: Call<Name>): Promise<OutputOf<Operations[Name]>> {
    let wasCrowded = false;
    for (;;) {
      try {
        return await this.#exchange(call);
      } catch (error) {
        // A request with refused credentials was not executed, so another user may send even an act.
        if (isRefusedLogin(error) && this.#pool.healthy > 0) continue;
        if (call.row.kind !== 'query' || wasCrowded || !isSessionConflict(error) || !this.guard.retries.take())
          throw error;
        wasCrowded = true;
        await pause(CROWDED_PAUSE, undefined, { signal: call.ask.signal });
      }
    }
  }

  /** One exchange on one user's turn. */
  async #exchange<Name extends OperationName>(call: Call<Name>): Promise<OutputOf<Operations[Name]>> {
    const { name, row, input, ask, valid, long, left } = call;
    const owner = ownerOf(ask.signal);
    this.guard.check();
    const total = left();
    // Before a user is taken, which would be idle meanwhile.
    await owner?.turn('CALL');
    const isAct = row.kind === 'mutation';
    const turn = await this.#pool.turn({ long, act: isAct, signal: ask.signal, deadline: left(), owner: owner?.id });
    let sentAt = 0;
    try {
      this.#times.check(name, left(), total);
      const { quota: kind } = row;
      const value = await valid.exchange({
        quota: kind === undefined ? undefined : () => this.#spend(kind, call),
        guard: this.guard,
        hasTurn: true,
        transport: (signal) => {
          sentAt = performance.now();
          return turn.user.client.send(name, input, { ...ask, signal, deadline: left() }) as Promise<
            OutputOf<Operations[Name]>
          >;
        },
      });
      turn.user.refusals = 0;
      if (row.quota) this.#limits.look();
      return value;
    } catch (error) {
      if (row.quota && isQuotaSpent(error)) await this.quota.exhausted(row.quota);
      this.#settle(turn, error, ask);
      throw error;
    } finally {
      if (sentAt && !long) this.#times.record(name, performance.now() - sentAt);
      turn.done();
    }
  }

  /** Counts a call against the quota of the account, and a read against the share of its owner. */
  #spend(kind: string, { row, ask }: Pick<Call<OperationName>, 'row' | 'ask'>): Promise<void> {
    if (row.kind === 'query') ownerOf(ask.signal)?.spend(this.#facts.account);
    return this.quota.spend(kind);
  }

  /** Ends the turn of a user by what went wrong. */
  #settle(turn: Turn<User>, error: unknown, ask: SendOptions): void {
    const { user } = turn;
    if (isSessionConflict(error)) this.concurrentUse.record(user.name);
    if (isRefusedLogin(error)) {
      user.refusals += 1;
      turn.shutOut(doubledMs(user.refusals, SHUT_OUT));
    } else if (hasCallerLeft(ask.signal)) turn.abandon(REST);
    else if (wasAbandoned(error, ask)) turn.rest(REST);
  }
}

/** Counts down from these milliseconds, never below one. */
function remaining(milliseconds: number): () => number {
  const began = performance.now();
  return () => Math.max(1, milliseconds - (performance.now() - began));
}
