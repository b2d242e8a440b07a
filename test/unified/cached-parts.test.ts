import { expect, it, onTestFinished, vi } from 'vitest';
import { writeId } from '../../src/access/global-id.ts';
import type { Adapter, EventRecord } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { campaign } from './campaign-row.ts';
import { call, fakeAdapter, gatewayOver, rows } from './world.ts';

/** What is asked of an account for one campaign: the field, the operation of the adapter, its answers before and after a change. */
const PARTS: readonly [string, keyof Adapter, readonly unknown[], readonly unknown[]][] = [
  [
    'dispositions { name }',
    'campaignDispositions',
    [{ nativeId: '1', name: 'Sale' }],
    [{ nativeId: '2', name: 'Busy' }],
  ],
  ['skills { name }', 'campaignSkills', [{ nativeId: '1', name: 'Claims' }], [{ nativeId: '2', name: 'Renewals' }]],
  ['lists { name }', 'campaignLists', [{ nativeId: '1', name: 'June' }], [{ nativeId: '2', name: 'July' }]],
  ['numbers', 'campaignNumbers', ['+16145550143'], ['+16145550144']],
];
const CAMPAIGN_EVENT = { kind: 'CAMPAIGN', type: 'STARTED', account: 'five9', campaign: { name: 'Spring' } };

/** A gateway with one campaign, of which a part changes at `change`. */
function withPart(field: string, role: keyof Adapter, before: unknown, after: unknown) {
  let answer = before;
  const read = async () => {
    await new Promise(setImmediate);
    return answer;
  };
  const adapter = fakeAdapter('five9', 'FIVE9_CONFIG', {
    ...{ campaigns: async () => rows(campaign('Spring')), campaignStart: async () => undefined },
    [role]: read,
  });
  const { gateway, ask } = gatewayOver([adapter]);
  const id = writeId('Campaign', 'five9', 'Spring');
  const part = field.split(' ')[0] ?? '';
  return {
    gateway,
    times: () => adapter.asked.filter((asked) => asked === role).length,
    change() {
      answer = after;
    },
    async ask() {
      const { data, errors } = await ask(`query ($id: ID!) { node(id: $id) { ... on Campaign { ${field} } } }`, { id });
      expect(errors).toBeUndefined();
      return data.node[part];
    },
  };
}

const shown = (answer: readonly unknown[]) =>
  answer.map((one) => (typeof one === 'string' ? one : { name: (one as { name: string }).name }));

it.each(PARTS)('reads %s of a campaign once for all that ask within a second', async (field, role, before, after) => {
  const { ask, times, change } = withPart(field, role, before, after);
  const answers = await Promise.all(Array.from({ length: 10 }, ask));
  change();
  expect([...answers, await ask()]).toEqual(Array.from({ length: 11 }, () => shown(before)));
  expect(times()).toBe(1);
});

it.each(PARTS)('reads %s of a campaign again after an act or an event of it', async (field, role, before, after) => {
  const { gateway, ask, times, change } = withPart(field, role, before, after);
  await ask();
  change();
  gateway.applyEvent(CAMPAIGN_EVENT as EventRecord);
  expect(await ask()).toEqual(shown(after));
  gateway.invalidateAfterMutation('five9');
  await ask();
  expect(times()).toBe(3);
});

it('reads a part again that could not be read', async () => {
  let fails = true;
  const numbers = async () => {
    if (fails) throw new CrosspointError('UNAVAILABLE', 'The vendor is away');
    return ['+16145550143'];
  };
  const adapter = fakeAdapter('five9', 'FIVE9_CONFIG', {
    ...{ campaigns: async () => rows(campaign('Spring')), campaignNumbers: numbers },
  });
  const { ask } = gatewayOver([adapter]);
  const question = '{ campaigns(first: 1) { edges { node { numbers } } } }';
  expect((await ask(question)).errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
  fails = false;
  expect((await ask(question)).data.campaigns.edges[0].node.numbers).toEqual(['+16145550143']);
});

it('reads parts of each campaign for itself', async () => {
  const campaignNumbers = async ({ name }: { name: string }) => [name];
  const adapter = fakeAdapter('five9', 'FIVE9_CONFIG', {
    ...{
      campaigns: async () => rows(campaign('1', { name: 'Spring' }), campaign('2', { name: 'Autumn' })),
      campaignNumbers,
    },
  });
  const { data } = await gatewayOver([adapter]).ask('{ campaigns(first: 2) { edges { node { name numbers } } } }');
  for (const { node } of data.campaigns.edges) expect(node.numbers).toEqual([node.name]);
});

it('asks a recorder once for the state of a phone, and again after an event of a recording', async () => {
  let state: 'RECORDING' | 'PAUSED' = 'RECORDING';
  const floor = fakeAdapter('floor', 'FIVE9_CTI', { calls: async () => rows(call('a', { device: '7001' })) });
  const recorder = fakeAdapter('wfo', 'RECORDER', {
    ...{ recordings: async () => rows(), recordingStates: async () => new Map([['7001', state]]) },
  });
  const { gateway, ask } = gatewayOver([floor, recorder]);
  const question = '{ calls(first: 1) { edges { node { recordingState } } } }';
  const asked = async () => (await ask(question)).data.calls.edges[0].node.recordingState;
  expect(await Promise.all([asked(), asked()])).toEqual(['RECORDING', 'RECORDING']);
  state = 'PAUSED';
  expect(await asked()).toBe('RECORDING');
  gateway.applyEvent({ kind: 'RECORDING', account: 'wfo' } as EventRecord);
  expect(await asked()).toBe('PAUSED');
  expect(recorder.asked.filter((role) => role === 'recordingStates')).toHaveLength(2);
});

it('drives no list out of memory by the parts of many campaigns', async () => {
  const many = Array.from({ length: 600 }, (_, at) => campaign(`${at}`));
  const adapter = fakeAdapter('five9', 'FIVE9_CONFIG', {
    ...{ campaigns: async () => rows(...many), campaignNumbers: async () => ['+16145550143'] },
  });
  const { ask } = gatewayOver([adapter]);
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  for (let after = 'null', page = 0; page < 6; page += 1) {
    const query = `{ campaigns(first: 100, after: ${after}) { edges { node { numbers } } pageInfo { endCursor } } }`;
    after = JSON.stringify((await ask(query)).data.campaigns.pageInfo.endCursor);
  }
  expect(adapter.asked.filter((role) => role === 'campaigns')).toHaveLength(1);
  expect(adapter.asked.filter((role) => role === 'campaignNumbers')).toHaveLength(600);
});
