/** An outbound list: loaded by the thousand, its bad rows reported, added to a campaign that is started, watched and stopped. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { ACCOUNTS } from '../server/gateway.ts';
import { openScene, type Scene, untilEvent } from './stage.ts';

const FIVE9 = ACCOUNTS['five9-config'];
const COUNT = 3_000;
const CAMPAIGN = 'Summer Survey';
const LIST = 'Win Back list';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ seed: 13 });
}, 30_000);
afterAll(() => scene.close());

/** Rows of which every 500th has no number that can be read. */
const rows = Array.from({ length: COUNT }, (_, at) => ({
  numbers: [at % 500 === 499 ? 'unlisted' : String(6_142_000_000 + at)],
  name: `Customer ${at + 1}`,
}));
const BAD = rows.flatMap(({ numbers }, at) => (numbers[0] === 'unlisted' ? [at + 1] : []));

async function idOf(field: string, name: string): Promise<string> {
  const query = `query ($accounts: [String!], $name: String) { found: ${field}(first: 20, filter: { accounts: $accounts, nameContains: $name }) { edges { node { id name } } } }`;
  const { found } = await scene.ask(query, { accounts: [FIVE9], name });
  return found.edges.find(({ node }: { node: { name: string } }) => node.name === name).node.id;
}

async function act(name: string, input: object, show: string) {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { act: ${name}(input: $input) { ${show} userErrors { code message path } } }`;
  return (await scene.ask(query, { input })).act;
}

test('is loaded, dialled, watched and stopped', async () => {
  const listId = await idOf('contactLists', LIST);
  const sizeOf = async () =>
    (await scene.ask('query ($id: ID!) { node(id: $id) { ... on ContactList { size } } }', { id: listId })).node.size;
  const before = await sizeOf();
  const begun = await act('contactsImport', { listId, contacts: rows }, 'import { id running }');
  expect(begun).toMatchObject({ import: { running: true }, userErrors: [] });
  const progress = scene.follow(
    'subscription ($id: ID!) { importProgress(id: $id) { running done failed failureMessage refused { row message vendorCode } } }',
    { id: begun.import.id },
  );
  await untilEvent(progress, ({ running }) => running === true);
  scene.pass(60);
  expect(await progress.ended).toBe('complete');
  const last = progress.events.at(-1);
  expect(last).toMatchObject({ running: false, done: COUNT - BAD.length, failed: BAD.length, failureMessage: null });
  expect(last.refused.map(({ row }: { row: number }) => row)).toEqual(BAD);
  expect(await sizeOf()).toBe(before + COUNT - BAD.length);

  const id = await idOf('campaigns', CAMPAIGN);
  const given = await act('campaignAddLists', { id, listIds: [listId] }, 'campaign { state lists { name } }');
  expect(given).toMatchObject({ campaign: { state: 'NOT_RUNNING' }, userErrors: [] });
  expect(given.campaign.lists).toContainEqual({ name: LIST });

  const board = scene.follow(
    'subscription ($ids: [ID!]) { campaignChanged(snapshot: true, filter: { ids: $ids }) { snapshot state previousState } }',
    { ids: [id] },
  );
  await untilEvent(board, ({ state }) => state === 'NOT_RUNNING');
  expect(await act('campaignStart', { id }, 'campaign { state }')).toEqual({
    campaign: { state: 'RUNNING' },
    userErrors: [],
  });
  await untilEvent(board, ({ state }) => state === 'RUNNING');
  expect((await act('campaignStart', { id }, 'campaign { state }')).userErrors).toMatchObject([
    { code: 'FAILED_PRECONDITION' },
  ]);

  const campaign = scene.world.campaigns.find(({ name }) => name === CAMPAIGN);
  scene.passUntil(() =>
    scene.world.liveCalls().some((call) => call.campaign === campaign && call.state === 'CONNECTED'),
  );
  const query = `query ($id: ID!) {
    calls(first: 100, filter: { campaignId: $id, vendors: [FIVE9_CTI] }) { edges { node { state direction campaign { id } agent { name } } } }
    node(id: $id) { ... on Campaign { calls(first: 100, filter: { vendors: [FIVE9_CTI] }) { edges { node { state } } } } }
  }`;
  const seen = await scene.ask(query, { id });
  const truth = scene.world.liveCalls().filter((call) => call.campaign === campaign);
  expect(seen.calls.edges.filter(({ node }: { node: { state: string } }) => node.state !== 'ENDED')).toHaveLength(
    truth.length,
  );
  for (const { node } of seen.calls.edges) {
    expect(node).toMatchObject({ direction: 'OUTBOUND', campaign: { id }, agent: { name: expect.any(String) } });
  }
  expect(seen.node.calls.edges).toHaveLength(seen.calls.edges.length);

  expect(await act('campaignStop', { id }, 'campaign { state }')).toEqual({
    campaign: { state: 'STOPPING' },
    userErrors: [],
  });
  await untilEvent(board, ({ state }) => state === 'STOPPING');
  scene.passUntil(() => campaign?.state === 'NOT_RUNNING');
  await untilAnswer(
    async () => board.events.at(-1)?.state,
    (state) => state === 'NOT_RUNNING',
  );
  expect(board.events.map(({ state }) => state)).toEqual(['NOT_RUNNING', 'RUNNING', 'STOPPING', 'NOT_RUNNING']);
});
