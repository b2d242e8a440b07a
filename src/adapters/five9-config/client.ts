import { setTimeout as pause } from 'node:timers/promises';
import { Drift } from '../calls/drift.ts';
import { Guard } from '../calls/guard.ts';
import { checkSent } from '../calls/validate.ts';
import type { Client, FieldValues, InputOf, Operation, OutputOf, SendOptions } from '../contract.ts';
import { CrosspointError } from '../errors.ts';
import { basicAuth } from '../soap/security.ts';
import { soapClient } from '../soap/transport.ts';
import type { AdapterDependencies } from '../vendor.ts';
import { DomainLimits } from './client/domain-limits.ts';
import { Pauses } from './client/pauses.ts';
import { QuotaGate } from './client/quota.ts';
import { UserPool } from './client/user-pool.ts';
import { five9ConfigContract } from './contract/index.ts';
import { quotas } from './contract/quotas.ts';
import type { Settings } from './settings.ts';

const NAMESPACE = 'http://service.admin.ws.five9.com/';
/** Seconds the server may wait when a single user serves every caller. */
const SHORT_WAIT = 1;
/** Milliseconds a user rests after a call given up by its caller, since Five9 may still be serving it. */
const REST = 1_000;
/** Milliseconds before a read that met another session of its user is tried once more. */
const CROWDED = 300;
/** Milliseconds for the read of the vendor's limits, during which a user is busy. */
const LIMITS_DEADLINE = 2_000;
/** Milliseconds for which a user whose password was refused is not tried: repeats lock the account. */
const SHUT_OUT = 600_000;

type Operations = typeof five9ConfigContract.operations;

/** One of the account's users. */
interface User {
  readonly client: Client<Operations>;
  /** Milliseconds since 1970 before which the user is not tried, because its credentials were refused. */
  shutOutUntil: number;
}

/** Any operation's name. */
export type OperationName = keyof Operations & string;

/** What a client needs of its surroundings. */
export interface ClientDependencies extends AdapterDependencies {
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
  /** Pauses between changes of users' skills (guide p. 224). */
  readonly skillPauses: Pauses;
  readonly #pool: UserPool<User>;
  readonly #limits: DomainLimits;
  readonly #deadline: number;
  readonly #facts: { account: string; vendor: 'FIVE9_CONFIG' };

  constructor(settings: Settings, { account, now, log, sharedCounts }: ClientDependencies) {
    const { url, users, timeZone, deadline, skillPause } = settings;
    this.skillPauses = new Pauses(skillPause);
    this.#facts = { account, vendor: 'FIVE9_CONFIG' };
    this.#deadline = deadline;
    this.guard = new Guard(account);
    this.quota = new QuotaGate(quotas, { account, zone: timeZone, now, shared: sharedCounts });
    const counters = (signal: AbortSignal) => this.#counters(signal);
    this.#limits = new DomainLimits({
      account,
      quota: this.quota,
      log,
      now,
      counters,
      isQuiet: () => this.#pool.isQuiet,
    });
    const connect = (username: string, password: string) =>
      soapClient({
        ...{ contract: five9ConfigContract, url, namespace: NAMESPACE, style: 'named', timeZone, account, deadline },
        vendor: 'FIVE9_CONFIG',
        security: basicAuth(username, password),
        secrets: [password],
        guard: this.guard,
        drift: this.drift,
      });
    this.#pool = new UserPool(
      users.map(({ username, password }) => ({ client: connect(username, password), shutOutUntil: 0 })),
    );
  }

  /** Sends an operation when a user is free. */
  async send<Name extends OperationName>(name: Name, input: InputOf<Operations[Name]>, ask: SendOptions = {}) {
    const row: Operation = five9ConfigContract.operations[name];
    try {
      return await this.#send(name, row, input, ask);
    } catch (error) {
      throw error instanceof CrosspointError ? error.with({ ...this.#facts, operation: name }) : error;
    }
  }

  /** Ends what is under way in the background. */
  close(): void {
    this.#limits.close();
  }

  #counters(signal: AbortSignal) {
    const { getCallCountersState: row } = five9ConfigContract.operations;
    const ask = { signal, deadline: LIMITS_DEADLINE };
    return this.#exchange('getCallCountersState', row, {}, { ask, long: false, left: () => LIMITS_DEADLINE });
  }

  async #send<Name extends OperationName>(
    name: Name,
    row: Operation,
    input: InputOf<Operations[Name]>,
    ask: SendOptions,
  ) {
    checkSent(row.input, input, ask);
    const long = row.waits !== undefined && Number((input as Record<string, unknown>)[row.waits] ?? 0) > 0;
    const sent = long && !this.#pool.canWait ? shortened(row, input) : input;
    const deadline = ask.deadline ?? this.#deadline;
    const began = Date.now();
    const left = () => Math.max(1, deadline - (Date.now() - began));
    const exchange = () => this.#exchange(name, row, sent, { ask, long, left });
    try {
      return await exchange();
    } catch (error) {
      if (row.kind !== 'query' || !isCrowded(error) || !this.guard.retries.take()) throw error;
      await pause(CROWDED, undefined, { signal: ask.signal });
      return await exchange();
    }
  }

  /** One exchange on one user's turn. */
  async #exchange<Name extends OperationName>(
    name: Name,
    row: Operation,
    input: InputOf<Operations[Name]>,
    { ask, long, left }: { ask: SendOptions; long: boolean; left: () => number },
  ) {
    this.guard.check();
    const turn = await this.#pool.turn({ long, signal: ask.signal, deadline: left() });
    const { user } = turn;
    let rest = 0;
    try {
      if (user.shutOutUntil > Date.now()) throw refusedBefore();
      if (row.quota) await this.quota.spend(row.quota);
      const value = (await user.client.send(name, input, { ...ask, deadline: left() })) as OutputOf<Operations[Name]>;
      if (row.quota) this.#limits.look();
      return value;
    } catch (error) {
      if (row.quota && isLimit(error)) await this.quota.exhausted(row.quota);
      if (isRefusedLogin(error)) user.shutOutUntil = Date.now() + SHUT_OUT;
      rest = wasLeft(error, ask) ? REST : 0;
      throw error;
    } finally {
      if (rest) turn.rest(rest);
      else turn.done();
    }
  }
}

/** Faults of a user with another session; they pass. */
const CROWDED_FAULTS: ReadonlySet<string | undefined> = new Set([
  'UserAlreadyLoggedInFault',
  'SessionClosedFault',
  'AdminSessionClosedFault',
]);

function isCrowded(error: unknown): boolean {
  return error instanceof CrosspointError && CROWDED_FAULTS.has(error.vendorCode);
}

/** The credentials themselves were refused, before any fault of the service. */
function isRefusedLogin(error: unknown): boolean {
  return error instanceof CrosspointError && error.vendorCode === 'HTTP 401';
}

function refusedBefore(): CrosspointError {
  return new CrosspointError(
    'PERMISSION_DENIED',
    "The vendor refused this user's credentials before; they are not tried again for a while, since repeats lock the account",
    { vendorCode: 'REFUSED_BEFORE' },
  );
}

/** Whether we stopped waiting while the vendor may still be at it. */
function wasLeft(error: unknown, { signal }: SendOptions): boolean {
  if (signal?.aborted) return true;
  return error instanceof CrosspointError && (error.code === 'TIMEOUT' || error.code === 'OUTCOME_UNKNOWN');
}

function isLimit(error: unknown): boolean {
  return error instanceof CrosspointError && error.vendorCode === 'OperationsLimitExceededFault';
}

/** A single user serves every caller, so no call may wait on the server for long. */
function shortened<Input extends FieldValues<Operation['input']>>(row: Operation, input: Input): Input {
  const name = row.waits ?? '';
  const asked = input[name];
  return { ...input, [name]: typeof asked === 'string' ? String(SHORT_WAIT) : SHORT_WAIT };
}
