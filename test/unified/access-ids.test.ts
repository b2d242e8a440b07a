import { expect, test } from 'vitest';
import type { Caller } from '../../src/access/caller.ts';
import { type NodeType, writeId } from '../../src/access/global-id.ts';
import { allows, scopesOf, typeScope } from '../../src/access/policy.ts';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { buildGatewaySchema } from '../../src/resolvers/schema.ts';
import { callEvent } from '../subscriptions/events.ts';
import { call, fakeAdapter, gatewayOver, recording, rows } from './world.ts';

const schema = buildGatewaySchema([]);
const possible = (name: string) => {
  const type = schema.getType(name);
  return (type && 'resolveType' in type ? schema.getPossibleTypes(type) : []).map((one) => one.name as NodeType);
};
/** Webhooks belong to no account; test/webhooks has who sees them. */
const TYPES = possible('Node').filter((type): type is NodeType => type !== 'Webhook');
const ENTITIES: readonly NodeType[] = possible('_Entity');
const SCOPES = [...scopesOf([])];

const seen = (account: string) => callEvent({ account }) as Extract<EventRecord, { readonly kind: 'CALL' }>;
const named = { nativeId: '7', name: 'Seven' };

/** Two accounts with one object of every type each, all under the same native id. */
function tenants() {
  const centre = (account: string) =>
    fakeAdapter(account, 'FIVE9_CONFIG', {
      campaigns: async () => rows(named),
      agents: async () => rows({ ...named, userName: `ann of ${account}` }),
      calls: async () => rows(call('7')),
      callbacks: async () => rows({ nativeId: '7' }),
      recordings: async () => rows(recording('7')),
      dispositions: async () => rows(named),
      skills: async () => rows(named),
      contactLists: async () => rows(named),
      contacts: async () => rows({ nativeId: '7', fields: [] }),
      contactImport: async () => ({ nativeId: '7', state: 'RUNNING' as const }),
      reportState: async () => ({ nativeId: '7', running: true }),
    } as never);
  const world = gatewayOver([centre('ours'), centre('theirs')]);
  const queue = { nativeId: '7', name: 'Seven' };
  for (const account of ['ours', 'theirs']) world.figures.apply({ ...seen(account), call: { ...call('7'), queue } });
  return world;
}

const BY_ID = 'query ($id: ID!, $ids: [ID!]!) { node(id: $id) { __typename id } nodes(ids: $ids) { __typename id } }';
const BY_KEY = 'query ($keys: [_Any!]!) { _entities(representations: $keys) { __typename ... on Node { id } } }';

const callerWith = (scope: string): Caller => ({
  ...{ id: 'partner', scopes: new Set([scope]), accounts: new Set(['ours']) },
});

test('ids of every type are among those tried', () => {
  expect(TYPES).toHaveLength(13);
  expect(ENTITIES.every((type) => TYPES.includes(type))).toBe(true);
});

test.each(SCOPES)(
  'A1 D9: with %s alone, an id or a key leads to what a query shows, and to nothing of another tenant',
  async (scope) => {
    const { ask } = tenants();
    const caller = callerWith(scope);
    for (const type of TYPES) {
      const needed = typeScope(type);
      for (const account of ['ours', 'theirs']) {
        const id = writeId(type, account, type === 'Account' ? '' : '7');
        const shown = account === 'ours' && (needed === null || allows(caller, needed));
        const answer = shown ? { __typename: type, id } : null;
        const { data, errors = [] } = await ask(BY_ID, { id, ids: [id] }, caller);
        expect([type, account, data]).toEqual([type, account, { node: answer, nodes: [answer] }]);
        expect(errors.map(({ extensions }) => extensions?.code)).toEqual(shown ? [] : ['NOT_FOUND', 'NOT_FOUND']);
        if (!ENTITIES.includes(type)) continue;
        const entities = await ask(BY_KEY, { keys: [{ __typename: type, id }] }, caller);
        expect([type, account, entities.data]).toEqual([type, account, { _entities: [answer] }]);
      }
    }
  },
);
