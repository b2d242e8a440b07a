import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ContactsGateway, startContacts } from './centre.ts';

let gateway: ContactsGateway;
beforeAll(async () => {
  gateway = await startContacts();
});
afterAll(() => gateway.close());

const CALLS = `query ($filter: CallFilter) {
  calls(first: 100, filter: $filter) {
    totalCount
    edges { node { id device channel state from source { account { key } nativeId } } }
    sources { account { key } count error { code } }
  }
}`;

interface Shown {
  readonly id: string;
  readonly device: string;
  readonly state: string;
  readonly source: { readonly account: { readonly key: string } };
}

async function calls(filter: object = {}): Promise<{ totalCount: number; shown: Shown[] }> {
  const { data } = await gateway.ask(CALLS, { filter });
  return { totalCount: data.calls.totalCount, shown: data.calls.edges.map(({ node }: { node: Shown }) => node) };
}

test('a recording without a call of its own is a call, and one conversation with the call of another vendor', async () => {
  gateway.pass(20 * 60);
  const going = gateway.centre.liveCalls().filter(({ disconnectedAt }) => !disconnectedAt);
  const observed = await calls({ accounts: ['wfo'] });
  expect(observed.shown.map(({ device }) => device).sort()).toEqual(
    [...new Set(going.map(({ person }) => person.extension))].sort(),
  );
  const carried = await calls({ accounts: ['floor'] });
  expect(carried.shown.length).toBeGreaterThan(0);
  const all = await calls();
  const devices = all.shown.filter(({ state }) => state !== 'WRAP_UP').map(({ device }) => device);
  expect(new Set(devices).size).toBe(devices.length);
  for (const { id } of carried.shown) expect(all.shown.map((call) => call.id)).toContain(id);
  const onDesks = new Set(carried.shown.map(({ device }) => device));
  const others = observed.shown.filter(({ device }) => !onDesks.has(device));
  expect(others.length).toBeGreaterThan(0);
  for (const { id } of others) expect(all.shown.map((call) => call.id)).toContain(id);
  expect(all.totalCount).toBe(carried.shown.length + others.length);
  const [one] = others;
  const again = await gateway.ask('query ($id: ID!) { node(id: $id) { ... on Call { device } } }', { id: one?.id });
  expect(again.data.node.device).toBe(one?.device);
});
