import { afterAll, beforeAll, expect } from 'vitest';
import type { SimulatedPerson } from '../../../src/simulators/centre/model.ts';
import { ACCOUNTS, type ActsGateway, startActs } from './centre.ts';

/** The key of the Five9 account. */
export const FIVE9 = ACCOUNTS['five9-config'];

/** The key of the account of the desks. */
export const FLOOR = ACCOUNTS['five9-cti'];

/** The key of the recorder. */
export const RECORDER = ACCOUNTS.recorder;

/** The fields that the acts select. */
export const SHOW =
  'agent { id name email presence skills { name } groups identities { account { key } nativeId userName extension active } }';

/** The password that no log may show. */
export const PASSWORD = 'S3cret!of-theirs';

/** The gateway of the test file, started before its tests. */
export let gateway: ActsGateway;

/** All lines that the gateway logged. */
export const log: string[] = [];
beforeAll(async () => {
  const note = (...said: unknown[]) => void log.push(said.map((each) => JSON.stringify(each)).join(' '));
  gateway = await startActs({
    vendors: ['five9-config', 'five9-cti', 'recorder', 'remote-control'],
    grants: {
      controller: { scopes: ['calls:read', 'calls:control', 'campaigns:read'] },
      floor: { scopes: ['admin'], accounts: [FLOOR] },
    },
    log: { debug: note, info: note, warn: note, error: note },
  });
}, 30_000);
afterAll(() => gateway.close());

/** Runs an act and answers its payload. */
export const act = (name: string, input: object, show = SHOW, key?: string) => gateway.act(name, input, show, key);

/** How many requests of an operation the vendor received. */
export const received = (vendor: 'five9-config' | 'recorder' | 'five9-cti', operation: string) =>
  gateway.simulator(vendor).received.get(operation) ?? 0;

/** The answer of the vendor itself. */
export const raw = async (userName: string, fields: string) => {
  const query = `query Raw($name: String!) { raw: five9Config_getUserInfo(userName: $name) { ${fields} } }`;
  return (await gateway.ask(query, { name: userName })).data.raw;
};

/** The full name of a simulated person. */
export const nameOf = ({ firstName, lastName }: SimulatedPerson) => `${firstName} ${lastName}`;

/** The id of an agent on the dialler. */
export const dialled = async () => {
  const person = gateway.centre.centre.people.find(({ carrier }) => carrier === 'remote-control') as SimulatedPerson;
  return gateway.idOf('agents', RECORDER, nameOf(person));
};

/** How many users the tests created. */
export let made = 0;

/** A user of Five9 alone, of its own for a test. */
export async function newAgent(more: object = {}) {
  made += 1;
  const names = { firstName: 'New', lastName: `Comer ${made}`, userName: `new.comer.${made}` };
  const { agent, userErrors } = await act('agentCreate', { account: FIVE9, ...names, ...more });
  expect(userErrors).toEqual([]);
  return { id: agent.id as string, ...names };
}
