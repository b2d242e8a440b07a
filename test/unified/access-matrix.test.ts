import { readFileSync } from 'node:fs';
import { type GraphQLField, getNamedType, isAbstractType, isEnumType, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Caller } from '../../src/access/caller.ts';
import { writeId } from '../../src/access/global-id.ts';
import { allows, rootScope, scopesOf, typeScope } from '../../src/access/policy.ts';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { buildGatewaySchema } from '../../src/resolvers/schema.ts';
import { visibleTo } from '../../src/subscriptions/deliver/visibility.ts';
import { call, fakeAdapter, gatewayOver, recording, rows } from './world.ts';

const schema = buildGatewaySchema([]);
const SCOPES = [...scopesOf([])];
const ROOTS = ['Query', 'Mutation', 'Subscription'];

function callerWith(scope: string, accounts: Caller['accounts'] = 'all'): Caller {
  return { id: 'partner', scopes: new Set([scope]), accounts };
}

interface Link {
  readonly parent: string;
  readonly field: GraphQLField<unknown, unknown>;
  readonly target: string;
}

/** Every field of an object type that is no root, and the type it leads to. */
const links: Link[] = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type) && !type.name.startsWith('__') && !ROOTS.includes(type.name))
  .flatMap((type) =>
    Object.values(isObjectType(type) ? type.getFields() : {}).map((field) => ({
      parent: type.name,
      field,
      target: getNamedType(field.type).name,
    })),
  );

/** Whether the gate before a field refuses a caller, without running what lies behind it. */
async function isRefused({ field }: Link, caller: Caller): Promise<boolean> {
  try {
    await field.resolve?.({}, {}, { caller } as never, { fieldName: field.name } as never);
    return false;
  } catch (thrown) {
    return (thrown as { code?: string }).code === 'PERMISSION_DENIED';
  }
}

/** What every caller may read of the caller's accounts; a type that is added here shows no call, person or contact. */
const OPEN_TYPES = [
  ...['Account', 'AccountEvent', 'AccountHealth', 'CallHistory', 'CircuitBreakers', 'ContractDrift'],
  ...['EventConnection', 'EventEdge', 'Gap', 'GuideReading', 'PageInfo', 'Quota', 'RateLimit', 'SourceError'],
  ...['VendorEvent', 'VendorValue', '_Service'],
];

interface Policy {
  /** Names of root fields and of types by the scope that they need; `none` is every caller's. */
  readonly rootFields: Readonly<Record<string, readonly string[]>>;
  readonly types: Readonly<Record<string, readonly string[]>>;
}

/** What each caller may, written down apart from the code that decides it: who changes one has to change the other. */
const POLICY: Policy = JSON.parse(readFileSync('test/fixtures/policy.json', 'utf8'));

/** Names by what decides about them, in the shape of the fixture. */
function grouped(names: readonly string[], scopeOf: (name: string) => string | null): Record<string, string[]> {
  const groups: Record<string, string[]> = {};
  for (const name of [...new Set(names)].sort()) {
    const scope = scopeOf(name) ?? 'none';
    groups[scope] = [...(groups[scope] ?? []), name];
  }
  return groups;
}

describe('A1 D9 the policy is the one that is written down', () => {
  test('for every root field of the unified plane', () => {
    const names = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((root) =>
      Object.keys(root?.getFields() ?? {}),
    );
    expect(grouped(names, (field) => rootScope(field, []))).toEqual(POLICY.rootFields);
  });

  test('for every type that a scope guards, with its connections, edges and events', () => {
    const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && typeScope(type.name));
    const bare = [...new Set(types.map(({ name }) => name.replace(/(?:Connection|Edge|Event)$/, '')))];
    expect(grouped(bare, typeScope)).toEqual(POLICY.types);
  });
});

describe('A1 D9 every field under every scope', () => {
  const guarded = links.filter(({ parent, target }) => typeScope(target) && typeScope(target) !== typeScope(parent));

  test.each(SCOPES)('with %s alone, links, payloads and events lead only where a query may', async (scope) => {
    const caller = callerWith(scope);
    for (const link of guarded) {
      const refused = await isRefused(link, caller);
      const allowed = allows(caller, typeScope(link.target) ?? '');
      expect(`${link.parent}.${link.field.name} refused ${refused}`).toBe(
        `${link.parent}.${link.field.name} refused ${!allowed}`,
      );
    }
  });

  test('payloads, links and events are all among the guarded fields', () => {
    const names = guarded.map(({ parent, field }) => `${parent}.${field.name}`);
    for (const name of ['CallHoldPayload.call', 'RecordingPausePayload.call', 'AgentUpdatePayload.agent'])
      expect(names).toContain(name);
    for (const name of ['RecordingEvent.call', 'Recording.agent', 'Call.campaign', 'Campaign.lists'])
      expect(names).toContain(name);
  });

  test('a root query needs the read scope of what it answers', () => {
    for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
      const scope = typeScope(getNamedType(field.type).name);
      if (scope) expect([field.name, rootScope(field.name, [])]).toEqual([field.name, scope]);
    }
  });

  test('without any read scope, no type is reached but these', () => {
    const open = (type: string) => !typeScope(type) && isObjectType(schema.getType(type)) && !ROOTS.includes(type);
    const reached = new Set<string>();
    const leadTo = (target: string) => {
      const type = schema.getType(target);
      for (const one of isAbstractType(type) ? schema.getPossibleTypes(type) : [{ name: target }]) visit(one.name);
    };
    const visit = (type: string) => {
      if (!open(type) || reached.has(type)) return;
      reached.add(type);
      for (const { parent, target } of links) if (parent === type) leadTo(target);
    };
    for (const root of [schema.getQueryType(), schema.getSubscriptionType()])
      for (const { name, type } of Object.values(root?.getFields() ?? {}))
        if (rootScope(name, []) === null) leadTo(getNamedType(type).name);
    expect([...reached].sort()).toEqual(OPEN_TYPES);
  });

  test('the description of a guarded field names its scope', () => {
    for (const { field, target } of guarded) expect(field.description).toContain(`\`${typeScope(target)}\``);
  });
});

const OBJECTS = ['Campaign', 'Agent', 'Call', 'Recording', 'RecordingMatch', 'ContactList'];

test('13.3 a field that is read beside its row is nullable, so that its failure costs nothing else', () => {
  const beside = links.filter(({ parent, field }) => OBJECTS.includes(parent) && field.resolve);
  expect(beside.length).toBeGreaterThan(12);
  expect(beside.map(({ parent, field }) => `${parent}.${field.name}: ${field.type}`)).toEqual(
    beside.map(({ parent, field }) => `${parent}.${field.name}: ${String(field.type).replace(/!$/, '')}`),
  );
});

const TELEPHONY = { from: '+15550100', to: '+15550199', device: '7001', agent: { userName: 'ann' } };

const eventKind = schema.getType('EventKind');
/** The type whose scope a kind of event needs. */
const EVENT_TYPES = {
  ...{ CALL: 'Call', AGENT: 'Agent', RECORDING: 'Recording', CAMPAIGN: 'Campaign', CALLBACK: 'Callback' },
  ...{ IMPORT: 'ImportProgress', REPORT: 'ReportProgress', ALERT: 'Alert', ACCOUNT: 'Account', GAP: 'Gap' },
};

function tenants() {
  const floor = (account: string) =>
    fakeAdapter(account, 'FIVE9_CTI', {
      agents: async () => rows({ nativeId: '1', name: `Ann of ${account}`, userName: 'ann', extensions: ['7001'] }),
      calls: async () => rows(call('77', TELEPHONY)),
      callHold: async () => {},
    });
  const recorder = fakeAdapter('wfo', 'RECORDER', {
    recordings: async () => rows(recording('5', TELEPHONY)),
    recordingStates: async () => new Map([['7001', 'RECORDING' as const]]),
    recordingPause: async () => ({ state: 'PAUSED' as const, trouble: null }),
  });
  return gatewayOver([floor('ours'), floor('theirs'), recorder], { identities: { rules: ['USER_NAME'], links: [] } });
}

const HOLD =
  'mutation ($id: ID!, $key: String) { callHold(input: { id: $id, idempotencyKey: $key }) { call { id from agent { name identities { account { key } } } } userErrors { code } } }';
const ours = writeId('Call', 'ours', '77');
const theirs = writeId('Call', 'theirs', '77');

describe('A1 D9 own and other tenant', () => {
  const scopes = new Set(['calls:control', 'calls:read']);
  const tenant: Caller = { id: 'partner', scopes, accounts: new Set(['ours']) };
  const operator: Caller = { id: 'partner', scopes, accounts: 'all' };

  test('a payload of the caller’s own account shows the call and the caller’s identities alone', async () => {
    const { data } = await tenants().ask(HOLD, { id: ours }, tenant);
    expect(data.callHold.call).toMatchObject({ id: ours, from: TELEPHONY.from });
    expect(data.callHold.call.agent.identities).toEqual([{ account: { key: 'ours' } }]);
  });

  test('an act on another tenant’s call does not exist', async () => {
    const { data } = await tenants().ask(HOLD, { id: theirs }, tenant);
    expect(data.callHold).toEqual({ call: null, userErrors: [{ code: 'NOT_FOUND' }] });
  });

  test('a replay after the caller’s accounts were narrowed shows nothing of the first answer', async () => {
    const { ask } = tenants();
    const first = await ask(HOLD, { id: theirs, key: 'k1' }, operator);
    expect(first.data.callHold.call).toMatchObject({ id: theirs });
    const replay = await ask(HOLD, { id: theirs, key: 'k1' }, tenant);
    expect(replay.data.callHold).toEqual({ call: null, userErrors: [{ code: 'NOT_FOUND' }] });
  });

  test('a replay after the caller lost the read scope answers the act and not the call', async () => {
    const { ask } = tenants();
    await ask(HOLD, { id: ours, key: 'k1' }, operator);
    const replay = await ask(HOLD, { id: ours, key: 'k1' }, callerWith('calls:control'));
    expect(replay.data.callHold).toEqual({ call: null, userErrors: [] });
    expect(replay.errors).toMatchObject([{ path: ['callHold', 'call'], extensions: { code: 'PERMISSION_DENIED' } }]);
  });

  test('requests of one key at the same time each see what their own rights show', async () => {
    const { ask } = tenants();
    const [wide, narrow] = await Promise.all([
      ask(HOLD, { id: ours, key: 'k2' }, operator),
      ask(HOLD, { id: ours, key: 'k2' }, tenant),
    ]);
    expect(wide.data.callHold.call.agent.identities).toHaveLength(2);
    expect(narrow.data.callHold.call.agent.identities).toHaveLength(1);
  });

  test('recordings:control pauses a recording and reads neither the call nor its agent', async () => {
    const pause =
      'mutation ($id: ID!) { recordingPause(input: { callId: $id }) { state call { from } userErrors { code } } }';
    const { data, errors } = await tenants().ask(pause, { id: ours }, callerWith('recordings:control'));
    expect(data.recordingPause).toEqual({ state: 'PAUSED', call: null, userErrors: [] });
    expect(errors).toMatchObject([{ extensions: { code: 'PERMISSION_DENIED' } }]);
  });

  test('a link without its scope costs that field alone', async () => {
    const query = '{ recordings(first: 5) { edges { node { id device call { id } agent { name } } } } }';
    const { data, errors } = await tenants().ask(query, {}, callerWith('recordings:read'));
    expect(data.recordings.edges).toMatchObject([{ node: { device: '7001', call: null, agent: null } }]);
    expect(errors).toHaveLength(2);
  });

  test('every kind of event but VENDOR, which needs the scope of its vendor, has a type', () => {
    const kinds = isEnumType(eventKind) ? eventKind.getValues().map(({ name }) => name) : [];
    expect([...Object.keys(EVENT_TYPES), 'VENDOR'].sort()).toEqual(kinds.sort());
    const event = { kind: 'VENDOR', account: 'ours' } as EventRecord;
    const shownWith = (scope: string) => visibleTo(callerWith(scope), () => 'engage')(event);
    const vendors = ['vendor:engage:read', 'vendor:engage:write', 'vendor:recorder:read'];
    expect([...SCOPES, ...vendors].filter(shownWith)).toEqual(['admin', 'vendor:engage:read']);
  });

  test.each(SCOPES)('events of every kind with %s alone are those whose objects a query shows', (scope) => {
    for (const [kind, type] of Object.entries(EVENT_TYPES)) {
      const needed = typeScope(type);
      for (const account of ['ours', 'theirs']) {
        const event = { kind, account } as EventRecord;
        const shown = visibleTo(callerWith(scope, new Set(['ours'])), () => null)(event);
        const allowed = account === 'ours' && (needed === null || allows(callerWith(scope), needed));
        expect([kind, account, shown]).toEqual([kind, account, allowed]);
      }
    }
  });
});
