/** Every act with an id or account of another tenant in each place of its input, at first and as a replay of that tenant's act. */
import 'reflect-metadata';
import {
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredInputField,
} from 'graphql';
import { expect, test } from 'vitest';
import { ACT_NAMES, ACTS, type ActDeclaration, type ActName, type ActSubject } from '../../schema/acts/acts.ts';
import type { Caller } from '../../src/access/caller.ts';
import { type NodeType, writeId } from '../../src/access/global-id.ts';
import { typeScope } from '../../src/access/policy.ts';
import { buildGatewaySchema } from '../../src/resolvers/schema.ts';
import { call, fakeAdapter, gatewayOver, recording, rows } from './world.ts';

const schema = buildGatewaySchema([]);
const NATIVE = '7';
/** A second call, since no call is connected with itself. */
const OTHER = '8';
const named = { nativeId: NATIVE, name: 'Seven' };
const tenant: Caller = { id: 'partner', scopes: new Set(['admin']), accounts: new Set(['ours']) };
const operator: Caller = { ...tenant, accounts: 'all' };

/** Two tenants with one object of every type each; `done` names the acts that their vendors were asked for. */
function tenants() {
  const done: string[] = [];
  const centre = (account: string) =>
    fakeAdapter(account, 'FIVE9_CONFIG', {
      ...Object.fromEntries(ACT_NAMES.map((name) => [name, async () => void done.push(`${name} at ${account}`)])),
      campaigns: async () => rows(named),
      agents: async () => rows({ ...named, userName: `ann of ${account}`, extensions: ['7001'] }),
      calls: async () => rows(call(NATIVE), call(OTHER)),
      callbacks: async () => rows({ nativeId: NATIVE }),
      recordings: async () => rows(recording(NATIVE)),
      dispositions: async () => rows(named),
      skills: async () => rows(named),
      contactLists: async () => rows(named),
      contacts: async () => rows({ nativeId: NATIVE, fields: [] }),
      contactImport: async () => ({ nativeId: NATIVE, state: 'RUNNING' as const }),
    } as never);
  return { done, ...gatewayOver(['ours', 'theirs'].map(centre)) };
}

const SUBJECTS: Partial<Record<ActSubject, NodeType>> = {
  ...{ campaign: 'Campaign', agent: 'Agent', call: 'Call', recording: 'Recording' },
  ...{ contactImport: 'ContactImport', contacts: 'ContactImport', callback: 'Callback' },
};
/** The types of the ids of fields that are not the target of the act. */
const FIELD_TYPES: Readonly<Record<string, NodeType>> = {
  ...{ callId: 'Call', otherId: 'Call', recordingId: 'Recording', agentId: 'Agent', toAgentId: 'Agent' },
  ...{ campaignId: 'Campaign', contactId: 'Contact', listId: 'ContactList', listIds: 'ContactList' },
  ...{ skillIds: 'Skill', dispositionIds: 'Disposition' },
};

/** What an act needs beyond its required fields, where the id of its target is tried. */
const MORE: Partial<Record<ActName, object>> = {
  ...{ callTransfer: { toNumber: '6505550100' }, callConference: { toNumber: '6505550100' } },
  campaignUpdateList: { priority: 1 },
};

interface Place {
  readonly act: ActName;
  readonly place: string;
}

const inputOf = (act: ActName) => {
  const type = getNamedType(schema.getMutationType()?.getFields()[act]?.args[0]?.type);
  if (!isInputObjectType(type)) throw new Error(`${act} has no input`);
  return type;
};

const isIdentifier = (type: GraphQLInputType, name: string) => getNamedType(type).name === 'ID' || name === 'account';

/** Every place of every act's input where an id or an account stands. */
const places: Place[] = ACT_NAMES.flatMap((act) =>
  Object.values(inputOf(act).getFields())
    .filter(({ type, name }) => isIdentifier(type, name))
    .map(({ name }) => ({ act, place: name })),
);

function sampleOf(act: ActName, name: string, type: GraphQLInputType, account: string): unknown {
  if (isNonNullType(type)) return sampleOf(act, name, type.ofType, account);
  if (isListType(type)) return [sampleOf(act, name, type.ofType, account)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) return requiredOf(act, type, () => account);
  if (name === 'account') return account;
  if (name === 'toAddress') return 'qa@centre.example';
  if (getNamedType(type).name === 'Int') return 60;
  if (getNamedType(type).name === 'DateTime') return '2999-01-01T00:00:00Z';
  if (getNamedType(type).name !== 'ID') return /number|digit|value/i.test(name) ? '6505550100' : 'Seven';
  const target = FIELD_TYPES[name] ?? SUBJECTS[(ACTS[act] as ActDeclaration).on];
  if (!target) throw new Error(`The type of ${act}.${name} is not known`);
  return writeId(target, account, name === 'otherId' ? OTHER : NATIVE);
}

/** The required fields of an input, and one more where it is named. */
function requiredOf(
  act: ActName,
  type: ReturnType<typeof inputOf>,
  accountAt: (name: string) => string,
  more?: string,
) {
  const fields = Object.values(type.getFields()).filter((field) => isRequiredInputField(field) || field.name === more);
  return Object.fromEntries(
    fields.map((field) => [field.name, sampleOf(act, field.name, field.type, accountAt(field.name))]),
  );
}

/** The input of an act with an id or account in one place, and in all places that are required. */
function inputWith({ act, place }: Place, accountAt: (name: string) => string) {
  return { ...(place === 'id' && MORE[act]), ...requiredOf(act, inputOf(act), accountAt, place) };
}

/** The objects of a payload that a scope guards. */
function objectsOf(act: ActName): string[] {
  const type = getNamedType(schema.getMutationType()?.getFields()[act]?.type);
  const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
  return fields.filter((field) => typeScope(getNamedType(field.type).name)).map(({ name }) => name);
}

function textOf(act: ActName): string {
  const objects = objectsOf(act).map((name) => `${name} { __typename }`);
  return `mutation ($input: ${inputOf(act).name}!) { ${act}(input: $input) { ${objects.join(' ')} userErrors { code } } }`;
}

test('the places are those of every act, and each act with ids of the caller’s tenant reaches the vendor', async () => {
  const acts = new Set(places.map(({ act }) => act));
  expect(ACT_NAMES.filter((name) => !acts.has(name))).toEqual([]);
  const reached = new Set<string>();
  for (const { act, place } of places) {
    const { ask, done } = tenants();
    await ask(textOf(act), { input: inputWith({ act, place }, () => 'ours') }, tenant);
    if (done.length > 0) reached.add(act);
  }
  expect(ACT_NAMES.filter((name) => !reached.has(name))).toEqual([]);
});

test.each(places)(
  'A1 D9: $act with the $place of another tenant does and shows nothing, also as a replay',
  async ({ act, place }) => {
    const { ask, done } = tenants();
    const input = inputWith({ act, place }, (name) => (name === place ? 'theirs' : 'ours'));
    const hidden = Object.fromEntries(objectsOf(act).map((name) => [name, null]));
    const refused = { ...hidden, userErrors: [{ code: expect.stringMatching(/^(NOT_FOUND|INVALID_ARGUMENT)$/) }] };
    const { data } = await ask(textOf(act), { input }, tenant);
    expect(data[act]).toEqual(refused);
    expect(done).toEqual([]);
    const keyed = { ...input, idempotencyKey: 'key' };
    await ask(textOf(act), { input: keyed }, operator);
    const before = done.length;
    const replay = await ask(textOf(act), { input: keyed }, tenant);
    expect(replay.data[act]).toEqual(refused);
    expect(done).toHaveLength(before);
  },
);
