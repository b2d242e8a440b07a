import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { buildSchema, type GraphQLEnumType, type GraphQLInputObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeId } from '../../src/access/global-id.ts';
import { untilAnswer } from '../helpers/until.ts';
import { idle, openScene, type Scene } from '../scenarios/stage.ts';
import { ACCOUNTS } from '../server/gateway.ts';
import { LISTS, type Node, OTHERS, ROWS } from './filter-rows.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ seed: 23, hours: 0.4 });
  const { contactsAdd } = await scene.ask(
    'mutation ($input: ContactsAddInput!) { contactsAdd(input: $input) { done userErrors { message } } }',
    {
      input: {
        account: ACCOUNTS['five9-config'],
        contacts: ['Ann Bell', 'Bo Carr', 'Cy Dunn'].map((name, at) => ({ name, numbers: [`614555018${at}`] })),
      },
    },
  );
  expect(contactsAdd).toEqual({ done: 3, userErrors: [] });
  await scene.cursorAfterEventOf(idle(scene.world));
  scene.pass(400);
  const customer = { customerNumber: '+16145550181', customerName: 'Bo Carr' };
  scene.world.place({ person: idle(scene.world), campaign: null, direction: 'INBOUND', ...customer });
  const campaigns = async () => (await pages('recordings', 100)).map((node) => node.call?.campaign?.id);
  await untilAnswer(campaigns, (ids) => new Set(ids).size >= 3);
}, 60_000);

/** Reads a list whole, then what is looked at, until the whole list is the same before and after: polls still bring the world's last events. */
async function beside<Seen>(list: string, look: (all: readonly Node[]) => Promise<Seen>) {
  const { all, seen } = await untilAnswer(
    async () => {
      const all = await pages(list, 100);
      const seen = await look(all);
      return { all, seen, still: isDeepStrictEqual(await pages(list, 100), all) };
    },
    ({ still }) => still,
  );
  return { all, seen };
}

afterAll(() => scene.close());

const query = (list: string) => {
  const { show, filter } = LISTS[list] as (typeof LISTS)[string];
  const needed = filter === 'ContactFilter' ? '!' : '';
  const both = ['campaigns', 'agents', 'calls', 'recordings'].includes(list);
  const more = both ? ', $last: Int, $before: Cursor' : '';
  const passed = both ? ', last: $last, before: $before' : '';
  return `query ($first: Int, $after: Cursor, $filter: ${filter}${needed}${more}) {
    list: ${list}(first: $first, after: $after, filter: $filter${passed}) {
      totalCount edges { cursor node { ${show} } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      sources { account { key } count truncated error { code } }
    }
  }`;
};

/** All nodes that a filter keeps, page after page. */
async function pages(list: string, size: number, filter: unknown = LISTS[list]?.always, backwards = false) {
  const found: Node[] = [];
  for (let place: string | null = null, more = true; more; ) {
    const asked = backwards ? { last: size, before: place } : { first: size, after: place };
    const { list: connection } = await scene.ask(query(list), { ...asked, filter });
    const nodes = connection.edges.map(({ node }: Node) => node);
    if (backwards) found.unshift(...nodes);
    else found.push(...nodes);
    more = backwards ? connection.pageInfo.hasPreviousPage : connection.pageInfo.hasNextPage;
    place = backwards ? connection.pageInfo.startCursor : connection.pageInfo.endCursor;
  }
  return found;
}

const keys = (nodes: readonly Node[]) => nodes.map(({ id, name, source }) => id ?? `${source.nativeId} ${name}`);
const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
const FIELDS = Object.entries(LISTS).flatMap(([list, { filter }]) =>
  Object.keys((schema.getType(filter) as GraphQLInputObjectType).getFields()).map((field) => [list, field] as const),
);

/** Fields that a case of their own holds: `includeInactive` widens a list, in five9-config/unified.test.ts. */
const ELSEWHERE = new Set(['recordings.states', 'agents.includeInactive']);

describe('each field of each filter', () => {
  test.each(FIELDS.filter(([list, field]) => !ELSEWHERE.has(`${list}.${field}`)))('of %s: %s', async (list, field) => {
    const row = ROWS[list]?.[field];
    if (!row) throw new Error(`no row tries ${field} of ${list}`);
    const { all, seen } = await beside(list, async (all) => {
      const value = row.value(all);
      expect(value).toBeDefined();
      return { value, found: await pages(list, 100, { [field]: value }) };
    });
    const expected = all.filter((node) => row.fits(node, seen.value));
    expect(expected.length, JSON.stringify(seen.value)).toBeGreaterThan(0);
    expect(keys(seen.found)).toEqual(keys(expected));
    if (expected.length < all.length) return;
    const other = OTHERS[field];
    expect(other, `${field} of ${list} drops nothing`).toBeDefined();
    expect(await pages(list, 100, { [field]: other })).toEqual([]);
  });

  test('of recordings: states, where every listed recording has ended', async () => {
    const ended = { states: ['NOT_RECORDING', 'PAUSED'] };
    const { all, seen } = await beside('recordings', () => pages('recordings', 100, ended));
    expect(keys(seen)).toEqual(keys(all));
    const searches = () => scene.gateway.simulator('recorder').received.get('CALLLIST');
    const before = searches();
    const unread = { states: ['RECORDING'], startedAfter: '2001-02-03T04:05:06Z' };
    expect(await pages('recordings', 100, unread)).toEqual([]);
    expect(searches(), 'nothing is searched for what no list can hold').toBe(before);
  });
});

describe('pages of', () => {
  test.each(Object.keys(LISTS))('%s, one after the other, are the whole list in its order', async (list) => {
    const both = ['campaigns', 'agents', 'calls', 'recordings'].includes(list);
    const { all, seen } = await beside(list, async ({ length }) => {
      const size = Math.min(100, Math.ceil(length / 4));
      return [await pages(list, size), ...(both ? [await pages(list, size, undefined, true)] : [])];
    });
    expect(all.length).toBeGreaterThan(1);
    expect(new Set(keys(all)).size).toBe(all.length);
    for (const paged of seen) expect(keys(paged)).toEqual(keys(all));
  });

  test('campaigns, in each order', async () => {
    const ordered = async (orderBy: string) => {
      const asked = `{ campaigns(first: 100, orderBy: ${orderBy}) { edges { node { id name state } } } }`;
      return (await scene.ask(asked)).campaigns.edges.map(({ node }: Node) => node);
    };
    const lower = (nodes: readonly Node[]) => nodes.map(({ name }) => name.toLowerCase());
    const states = (nodes: readonly Node[]) => nodes.map(({ state }) => state ?? '');
    const all = await pages('campaigns', 100);
    const orders = (schema.getType('CampaignOrder') as GraphQLEnumType).getValues().map(({ name }) => name);
    expect(orders.sort()).toEqual(['NAME_ASC', 'NAME_DESC', 'STATE_ASC', 'STATE_DESC']);
    expect(lower(await ordered('NAME_ASC'))).toEqual(lower(all).sort());
    expect(lower(await ordered('NAME_DESC'))).toEqual(lower(all).sort().reverse());
    expect(states(await ordered('STATE_ASC'))).toEqual(states(all).sort());
    expect(states(await ordered('STATE_DESC'))).toEqual(states(all).sort().reverse());
  });
});

describe('an unknown id or account in a filter is refused, with the argument named', () => {
  test.each<[string, object, string]>([
    ['calls', { agentId: writeId('Agent', 'floor', 'nobody') }, 'agentId'],
    ['calls', { campaignId: writeId('Campaign', ACCOUNTS['five9-config'], 'No Such Campaign') }, 'campaignId'],
    ['calls', { campaignId: writeId('Campaign', 'nobody', 'Spring Sales') }, 'campaignId'],
    ['calls', { campaignId: 'nonsense' }, 'campaignId'],
    ['calls', { ids: ['nonsense'] }, 'ids'],
    ['recordings', { agentId: 'nonsense' }, 'agentId'],
    ['recordings', { campaignId: writeId('Campaign', ACCOUNTS['five9-config'], 'No Such Campaign') }, 'campaignId'],
    ...Object.keys(LISTS).map((list): [string, object, string] => [list, { accounts: ['nobody'] }, 'accounts']),
  ])('%s %j', async (list, filter, argument) => {
    const { errors } = await scene.gateway.ask(query(list), { first: 5, filter });
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND', path: ['filter', argument] } }]);
  });

  test.each(['campaignId', 'agentId'])('%s of a subscription', async (argument) => {
    const id = writeId(argument === 'agentId' ? 'Agent' : 'Campaign', ACCOUNTS['five9-config'], 'nobody');
    const { events: connection } = scene.follow(
      `subscription ($id: ID!) { callChanged(filter: { ${argument}: $id }) { type } }`,
      {
        id,
      },
    );
    const [refused] = await untilAnswer(
      async () => connection,
      ({ length }) => length > 0,
    );
    expect(refused.extensions).toMatchObject({ code: 'NOT_FOUND', path: ['filter', argument] });
  });

  test.each([
    ['agentIds', [writeId('Agent', ACCOUNTS['five9-config'], 'nobody')]],
    ['campaignIds', ['nonsense']],
    ['accounts', ['nobody']],
  ])('%s of the events', async (argument, wanted) => {
    const events = 'query ($filter: EventFilter) { events(first: 1, filter: $filter) { edges { cursor } } }';
    const { errors } = await scene.gateway.ask(events, { filter: { [argument]: wanted } });
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND', path: ['filter', argument] } }]);
  });

  test('types of the events', async () => {
    const events = '{ events(first: 1, filter: { types: ["CALL.ENDED", "HANGUP"] }) { edges { cursor } } }';
    const { errors } = await scene.gateway.ask(events);
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_ARGUMENT', path: ['filter', 'types', 1] } }]);
  });
});
