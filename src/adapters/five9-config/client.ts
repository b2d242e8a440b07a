import type { FieldValues, InputOf, Operation, OutputOf, SendOptions } from '../contract.ts';
import { CrosspointError } from '../errors.ts';
import { basicAuth } from '../soap/security.ts';
import { soapClient } from '../soap/transport.ts';
import { checkInput } from '../validate.ts';
import type { Surroundings } from '../vendor.ts';
import { five9ConfigContract } from './contract/index.ts';
import { quotas } from './contract/quotas.ts';
import { Quota } from './quota.ts';
import type { Settings } from './settings.ts';
import { UserPool } from './users.ts';

const NAMESPACE = 'http://service.admin.ws.five9.com/';
/** Seconds the server may wait when a single user serves everybody. */
const SHORT_WAIT = 1;

type Operations = typeof five9ConfigContract.operations;

/** Any operation's name. */
export type OperationName = keyof Operations & string;

/** Calls Five9 under its rules of conduct: one call at a time for each user, quotas counted beforehand, acts never repeated. */
export class Five9Client {
  readonly quota: Quota;
  readonly #pool: UserPool<ReturnType<typeof soapClient<Operations>>>;
  readonly #deadline: number;
  readonly #facts: { account: string; vendor: 'FIVE9_CONFIG' };

  constructor(account: string, settings: Settings, { now }: Surroundings) {
    const { url, users, timeZone, deadline } = settings;
    this.#facts = { account, vendor: 'FIVE9_CONFIG' };
    this.#deadline = deadline;
    this.quota = new Quota(quotas, timeZone, now);
    this.#pool = new UserPool(
      users.map(({ username, password }) =>
        soapClient({
          ...{ contract: five9ConfigContract, url, namespace: NAMESPACE, style: 'named', timeZone, account, deadline },
          vendor: 'FIVE9_CONFIG',
          security: basicAuth(username, password),
          secrets: [password],
        }),
      ),
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

  async #send<Name extends OperationName>(
    name: Name,
    row: Operation,
    input: InputOf<Operations[Name]>,
    ask: SendOptions,
  ) {
    checkInput(row.input, input as Readonly<Record<string, unknown>>);
    const long = row.waits !== undefined && Number((input as Record<string, unknown>)[row.waits] ?? 0) > 0;
    const sent = long && !this.#pool.canWait ? shortened(row, input) : input;
    const deadline = ask.deadline ?? this.#deadline;
    const began = Date.now();
    const turn = await this.#pool.turn({ long, signal: ask.signal, deadline });
    try {
      if (row.quota) this.quota.spend(row.quota);
      const left = Math.max(1, deadline - (Date.now() - began));
      return (await turn.user.send(name, sent, { ...ask, deadline: left })) as OutputOf<Operations[Name]>;
    } catch (error) {
      if (row.quota && isLimit(error)) this.quota.exhausted(row.quota);
      throw error;
    } finally {
      turn.done();
    }
  }
}

function isLimit(error: unknown): boolean {
  return error instanceof CrosspointError && error.vendorCode === 'OperationsLimitExceededFault';
}

/** With one user for everybody, nobody may keep it waiting on the server for long. */
function shortened<Input extends FieldValues<Operation['input']>>(row: Operation, input: Input): Input {
  const name = row.waits ?? '';
  const asked = input[name];
  return { ...input, [name]: typeof asked === 'string' ? String(SHORT_WAIT) : SHORT_WAIT };
}
