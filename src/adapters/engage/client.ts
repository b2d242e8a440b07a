/** The typed client: the rules of the guide's notes, then SOAP. An act is sent once. */
import { enterChain } from '../calls/chain.ts';
import type { Drift } from '../calls/drift.ts';
import type { Guard } from '../calls/guard.ts';
import type { Client, InputOf, Operation, OutputOf, SendOptions } from '../contract.ts';
import { CrosspointError } from '../errors.ts';
import { usernameToken } from '../soap/security.ts';
import { soapClient } from '../soap/transport.ts';
import { checkRules } from './client/rules.ts';
import { engageWire, fromWire, toWire } from './client/wire.ts';
import { type EngageOperations, engageContract, NAMESPACE } from './contract/index.ts';
import { faultNameOf } from './quirks.ts';
import type { Settings } from './settings.ts';

/** Dependencies of a client in addition to the account's settings. */
interface ClientDependencies {
  readonly account: string;
  readonly guard?: Guard;
  readonly drift?: Drift;
  /** The current time, for rules about times. */
  now(): Date;
}

type Values = Readonly<Record<string, unknown>>;

/** The client of an account; input that breaks a rule of the guide is refused before anything is sent. */
export function createClient(settings: Settings, dependencies: ClientDependencies): Client<EngageOperations> {
  const { account, guard, drift, now } = dependencies;
  const { username, password, timeZone, deadline } = settings;
  const url = `${settings.url.replace(/\/+$/, '')}/${settings.service}`;
  const common = { account, vendor: 'ENGAGE', timeZone, ...(deadline !== undefined && { deadline }) } as const;
  const security = usernameToken(username, password);
  const faultName = faultNameOf(engageContract);
  const wire = { contract: engageWire, url, namespace: NAMESPACE, style: 'numbered' } as const;
  const soap = soapClient({ ...wire, ...common, security, faultName, isTransport: true, drift, secrets: [password] });

  const send = async (name: string, input: Values, ask: SendOptions = {}): Promise<unknown> => {
    const facts = { account, vendor: 'ENGAGE', operation: name } as const;
    const row = Object.hasOwn(engageContract.operations, name) ? rowOf(name) : undefined;
    if (!row) throw new CrosspointError('UNSUPPORTED', `The vendor has no operation ${name}`, facts);
    // Fields have other names on the wire.
    const transport = async (signal: AbortSignal | undefined) => {
      const wireAsk = { ...ask, only: undefined, signal };
      return fromWire(row, await soap.send(name, toWire(row, input) as InputOf<Operation>, wireAsk));
    };
    try {
      const call = enterChain({ name, row, input, ask, check: () => checkRules(name, input, now()) });
      return await call.exchange({ guard, transport });
    } catch (error) {
      throw error instanceof CrosspointError ? error.with(facts) : error;
    }
  };
  return {
    send: async <Name extends keyof EngageOperations>(
      name: Name,
      input: InputOf<EngageOperations[Name]>,
      ask?: SendOptions,
    ) => (await send(name, input as Values, ask)) as OutputOf<EngageOperations[Name]>,
    close: () => soap.close(),
  };
}

function rowOf(name: string): Operation {
  return engageContract.operations[name as keyof EngageOperations];
}
