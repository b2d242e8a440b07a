/** Lists, payloads and replays under every scope at both tenants, generated from the schema and the declarations of acts. */
import 'reflect-metadata';
import { getNamedType, isObjectType, isRequiredArgument } from 'graphql';
import { describe, expect, test } from 'vitest';
import { ACT_NAMES, ACTS } from '../../schema/acts/acts.ts';
import type { Caller } from '../../src/access/caller.ts';
import { type NodeType, readId, writeId } from '../../src/access/global-id.ts';
import { allows, mayRead, rootScope, scopesOf, typeScope } from '../../src/access/policy.ts';
import { isTargetAct } from '../../src/resolvers/acts/target-acts.ts';
import { buildGatewaySchema } from '../../src/resolvers/schema.ts';
import { call, fakeAdapter, gatewayOver, recording, rows } from './world.ts';

const schema = buildGatewaySchema([]);
const SCOPES = [...scopesOf([])];
const TENANTS = ['ours', 'theirs'];
/** The native id of every object of both tenants. */
const NATIVE = '7';
const named = { nativeId: NATIVE, name: 'Seven' };

/** Two tenants that have one object of every list each and can do every act. */
function tenants() {
  const centre = (account: string) =>
    fakeAdapter(account, 'FIVE9_CONFIG', {
      ...Object.fromEntries(ACT_NAMES.map((name) => [name, async () => undefined])),
      campaigns: async () => rows(named),
      agents: async () => rows({ ...named, userName: `ann of ${account}` }),
      calls: async () => rows(call(NATIVE)),
      callbacks: async () => rows({ nativeId: NATIVE }),
      recordings: async () => rows(recording(NATIVE)),
      dispositions: async () => rows(named),
      skills: async () => rows(named),
      contactLists: async () => rows(named),
      contacts: async () => rows({ nativeId: NATIVE, fields: [] }),
    } as never);
  return gatewayOver(TENANTS.map(centre));
}

const callerOf = (...scopes: string[]): Caller => ({
  ...{ id: 'partner', scopes: new Set(scopes), accounts: new Set(['ours']) },
});

/** The root fields with pages of objects that have ids of accounts. */
const lists = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(({ name, type, args }) => {
  const [, node = ''] = /^(.*)Connection$/.exec(getNamedType(type).name) ?? [];
  const object = schema.getType(node);
  const isNode = isObjectType(object) && object.getInterfaces().some((each) => each.name === 'Node');
  return (
    isNode && !args.some(isRequiredArgument) && node !== 'Webhook' && name !== 'queues' && name !== 'contactImports'
  );
});

describe('A1 D9 lists', () => {
  test('are found in the schema', () => {
    const names = lists.map(({ name }) => name);
    for (const name of ['campaigns', 'agents', 'calls', 'callbacks', 'recordings', 'contactLists', 'skills'])
      expect(names).toContain(name);
  });

  test.each(SCOPES)(
    'with %s alone show the objects of the caller’s tenant, where the policy lets it read any',
    async (scope) => {
      const { ask } = tenants();
      const caller = callerOf(scope);
      for (const { name } of lists) {
        const { data, errors = [] } = await ask(`{ ${name}(first: 5) { edges { node { id } } } }`, {}, caller);
        const ids = (data?.[name]?.edges ?? []).map(({ node }: { node: { id: string } }) => readId(node.id)?.account);
        const isShown = mayRead(caller, rootScope(name, []));
        expect([name, ids]).toEqual([name, isShown ? ['ours'] : []]);
        expect([name, errors.map(({ extensions }) => extensions?.code)]).toEqual([
          name,
          isShown ? [] : ['PERMISSION_DENIED'],
        ]);
      }
    },
  );
});

const acts = ACT_NAMES.filter(isTargetAct).map((name) => {
  const subject = ACTS[name].on as 'campaign' | 'call';
  const type: NodeType = subject === 'call' ? 'Call' : 'Campaign';
  const input = schema.getMutationType()?.getFields()[name]?.args[0]?.type;
  const text = `mutation ($input: ${input}) { ${name}(input: $input) { ${subject} { id } userErrors { code } } }`;
  return { name, subject, type, text };
});

describe('A1 D9 acts', () => {
  test('of calls and campaigns are among those tried', () => {
    expect(acts.map(({ name }) => name)).toEqual(expect.arrayContaining(['callHold', 'campaignStart']));
    expect(acts.length).toBeGreaterThan(12);
  });

  describe.each(acts)('$name', ({ name, subject, type, text }) => {
    const scopeOfAct = ACTS[name].scope;

    test.each(SCOPES)('with its scope and %s: payload and replay show what a query shows', async (scope) => {
      const { ask } = tenants();
      const caller = callerOf(scopeOfAct, scope);
      const owner: Caller = { ...caller, scopes: new Set(['admin']), accounts: 'all' };
      for (const account of TENANTS) {
        const id = writeId(type, account, NATIVE);
        const key = `key-${account}`;
        const once = await ask(text, { input: { id } }, caller);
        expect((await ask(text, { input: { id, idempotencyKey: key } }, owner)).data[name][subject]).toEqual({ id });
        const replay = await ask(text, { input: { id, idempotencyKey: key } }, caller);
        const isKnown = account === 'ours';
        const mayReadTarget = allows(caller, typeScope(type) ?? '');
        const userErrors = isKnown ? [] : [{ code: 'NOT_FOUND' }];
        for (const { data, errors = [] } of [once, replay]) {
          const shown = isKnown && mayReadTarget ? { id } : null;
          expect([account, data[name]]).toEqual([account, { [subject]: shown, userErrors }]);
          const codes = errors.map(({ extensions }) => extensions?.code);
          expect(codes).toEqual(mayReadTarget ? [] : ['PERMISSION_DENIED']);
        }
      }
    });

    test('without its scope does nothing, also where it is a replay', async () => {
      const { ask } = tenants();
      const id = writeId(type, 'ours', NATIVE);
      const others = SCOPES.filter((scope) => scope !== scopeOfAct && scope !== 'admin');
      const input = { id, idempotencyKey: 'key' };
      await ask(text, { input }, { ...callerOf('admin'), accounts: 'all' });
      const { data, errors } = await ask(text, { input }, callerOf(...others));
      expect([data, errors]).toMatchObject([null, [{ extensions: { code: 'PERMISSION_DENIED' } }]]);
    });
  });
});
