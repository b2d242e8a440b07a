/** The client of the campaign methods: the rules first, then SOAP. */

import type { Drift } from '../calls/drift.ts';
import type { Guard } from '../calls/guard.ts';
import { checkInput } from '../calls/validate.ts';
import type { Client, InputOf, Operation, OutputOf, SendOptions } from '../contract.ts';
import { CrosspointError } from '../errors.ts';
import { usernameToken } from '../soap/security.ts';
import { soapClient } from '../soap/transport.ts';
import { type EngageOperations, engage, NAMESPACE, SERVICE } from './contract/index.ts';
import { faultNameOf } from './quirks.ts';
import { checkRules } from './rules.ts';
import { engageWire, fromWire, toWire } from './wire.ts';

/** What a client is made of. */
export interface EngageClientOptions {
  readonly account: string;
  /** Up to and with `/SOAPAPI2`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly timeZone: string;
  readonly deadline?: number | undefined;
  readonly guard?: Guard;
  readonly drift?: Drift;
  now(): Date;
}

type Values = Readonly<Record<string, unknown>>;

/** A typed client; what breaks a rule of the guide is refused before anything is sent. */
export function engageClient(options: EngageClientOptions): Client<EngageOperations> {
  const { account, username, password, timeZone, deadline, guard, drift, now } = options;
  const url = `${options.url.replace(/\/+$/, '')}/${SERVICE}`;
  const common = { account, vendor: 'ENGAGE', timeZone, ...(deadline !== undefined && { deadline }) } as const;
  const security = usernameToken(username, password);
  const faultName = faultNameOf(engage);
  const wire = { contract: engageWire, url, namespace: NAMESPACE, style: 'numbered' } as const;
  const soap = soapClient({ ...wire, ...common, security, faultName, guard, drift, secrets: [password] });

  const send = async (name: string, input: Values, ask: SendOptions = {}): Promise<unknown> => {
    const facts = { account, vendor: 'ENGAGE', operation: name } as const;
    const row = Object.hasOwn(engage.operations, name) ? rowOf(name) : undefined;
    if (!row) throw new CrosspointError('UNSUPPORTED', 'The vendor has no such operation', facts);
    try {
      checkInput(row.input, input);
      checkRules(name, input, now());
    } catch (error) {
      throw error instanceof CrosspointError ? error.with(facts) : error;
    }
    return fromWire(row, await soap.send(name, toWire(row, input) as InputOf<Operation>, ask));
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
  return engage.operations[name as keyof EngageOperations];
}
