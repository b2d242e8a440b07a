/** Batches of an Engage account as imports: listed by campaign and period, where the vendor lists keys (`test/engage` reads both forms). */
import { afterEach, expect, test } from 'vitest';
import { ACCOUNTS, type ActsGateway, startActs } from './acts/centre.ts';

const ENGAGE = ACCOUNTS.engage;
const LIST = `query ($filter: ContactImportFilter) { contactImports(first: 100, filter: $filter) {
  edges { node { id running failureMessage source { account { key } } } }
  sources { account { key } notAsked } } }`;

interface Listed {
  readonly id: string;
  readonly running: boolean;
  readonly failureMessage: string | null;
}

let gateway: ActsGateway;
afterEach(() => gateway.close());

async function listed(filter: object): Promise<readonly Listed[]> {
  const { data, errors } = await gateway.ask(LIST, { filter });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.contactImports.edges.map(({ node }: { node: Listed }) => node);
}

/** Begins a batch; each contact takes the vendor two seconds. */
async function batchOf(campaignId: string, number: string, size = 1): Promise<string> {
  const input = { campaignId, contacts: Array.from({ length: size }, () => ({ numbers: [number] })) };
  const { userErrors, import: begun } = await gateway.act('contactsAdd', input, 'import { id }');
  expect(userErrors).toEqual([]);
  return begun.id;
}

test('batches are listed with their state, by campaign and period, and one that is cancelled shows it', async () => {
  gateway = await startActs({ vendors: ['engage', 'five9-config'] });
  const [voice, other] = await Promise.all(
    ['Voice Reminders', 'Appointment Texts'].map((name) => gateway.idOf('campaigns', ENGAGE, name)),
  );
  const first = await batchOf(voice as string, '+16145550181', 50);
  const second = await batchOf(other as string, '+16145550182');
  const idsOf = async (filter: object) => (await listed(filter)).map(({ id }) => id);
  expect(await idsOf({})).toEqual(expect.arrayContaining([first, second]));
  const ofVoice = await idsOf({ campaignId: voice });
  expect([ofVoice.includes(first), ofVoice.includes(second)]).toEqual([true, false]);
  expect(await idsOf({ accounts: [ACCOUNTS['five9-config']] })).toEqual([]);
  const past = { startedAfter: '2020-01-01T00:00:00Z', startedBefore: '2020-01-02T00:00:00Z' };
  expect(await idsOf(past)).toEqual([]);
  expect((await gateway.act('contactImportCancel', { id: first }, 'import { running }')).userErrors).toEqual([]);
  const cancelled = (await listed({ campaignId: voice })).find(({ id }) => id === first);
  expect(cancelled).toMatchObject({ running: false, failureMessage: 'The batch was cancelled' });
});

test('a campaign that the caller may not use, and one of an account without such a list', async () => {
  gateway = await startActs({
    vendors: ['engage', 'five9-config'],
    grants: { other: { scopes: ['contacts:read'], accounts: [ACCOUNTS['five9-config']] } },
  });
  const voice = await gateway.idOf('campaigns', ENGAGE, 'Voice Reminders');
  const { errors } = await gateway.ask(LIST, { filter: { campaignId: voice } }, 'other');
  expect(errors?.[0]).toMatchObject({ path: ['contactImports'], extensions: { code: 'NOT_FOUND' } });
  const spring = await gateway.idOf('campaigns', ACCOUNTS['five9-config'], 'Spring Sales');
  expect(await listed({ campaignId: spring })).toEqual([]);
});

test('an import shows the attempts to reach its contacts as calls, and says where a vendor lists none', async () => {
  gateway = await startActs({ vendors: ['engage', 'five9-config'] });
  const voice = await gateway.idOf('campaigns', ENGAGE, 'Voice Reminders');
  const id = await batchOf(voice, '+16145550181');
  await batchOf(voice, '+16145550182');
  const query = `query ($id: ID!) { node(id: $id) { ... on ContactImport { calls(first: 10) {
    edges { node { to state } } sources { account { key } count notAsked } } } } }`;
  const { data, errors } = await gateway.ask(query, { id });
  expect(errors).toBeUndefined();
  expect(data.node.calls.edges).toEqual([{ node: { to: '+16145550181', state: 'ENDED' } }]);
  expect(data.node.calls.sources).toContainEqual({ account: { key: ENGAGE }, count: 1, notAsked: null });
  const contacts = [{ numbers: ['+16145550183'] }];
  const { import: other } = await gateway.act(
    'contactsImport',
    { account: ACCOUNTS['five9-config'], contacts },
    'import { id }',
  );
  const answer = await gateway.ask(query, { id: other.id });
  const { edges, sources } = answer.data.node.calls;
  expect(edges).toEqual([]);
  const five9 = ACCOUNTS['five9-config'];
  expect(sources).toContainEqual({ account: { key: five9 }, count: 0, notAsked: 'UNSUPPORTED' });
});
