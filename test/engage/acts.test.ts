import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { type Floor, openFloor, org } from './floor.ts';

let floor: Floor;
let adapter: Adapter;

beforeEach(async () => {
  floor = await openFloor();
  adapter = floor.connect();
});
afterEach(() => floor.close());

/** States of all sub-campaigns by their names, as the vendor holds them. */
const states = () =>
  Object.fromEntries(
    floor.simulator.store.subCampaigns.items.map((sub) => [
      String(sub.value.externalId),
      floor.simulator.store.stateOf(sub),
    ]),
  );

/** What becomes of a sub-campaign; null where the act is refused and nothing changes. */
const TABLE: readonly [string, string, string | null][] = [
  ['campaignStart', 'Running', null],
  ['campaignStart', 'Paused', 'Running'],
  ['campaignStart', 'Pending', 'Running'],
  ['campaignStart', 'Done', null],
  ['campaignResume', 'Running', null],
  ['campaignResume', 'Paused', 'Running'],
  ['campaignResume', 'Pending', null],
  ['campaignResume', 'Done', null],
  ['campaignPause', 'Running', 'Paused'],
  ['campaignPause', 'Paused', null],
  ['campaignPause', 'Pending', 'Paused'],
  ['campaignPause', 'Done', null],
  ['campaignStop', 'Running', 'Stopping'],
  ['campaignStop', 'Paused', 'Stopping'],
  ['campaignStop', 'Pending', 'Stopping'],
  ['campaignStop', 'Done', null],
];

type StateAct = 'campaignStart' | 'campaignStop' | 'campaignPause' | 'campaignResume';

/** A campaign of its own with one sub-campaign in a state, and a neighbour whose name contains its name. */
function campaignsIn(state: string, named: 'internalId' | 'externalId'): string {
  const { store } = floor.simulator;
  const createdAt = floor.centre.now();
  for (const name of ['Spring', 'Spring Extra']) {
    const internalId = `i-${name}`;
    store.campaigns.add({ internalId, value: { externalId: name }, createdAt });
    const facts = { campaignId: internalId, world: null, state, createdAt, changedAt: createdAt };
    store.subCampaigns.add({ internalId: `s-${name}`, value: { externalId: `${name} 1` }, ...facts });
  }
  return named === 'internalId' ? 'i-Spring' : 'externalId Spring';
}

describe.each(['internalId', 'externalId'] as const)('an act of engage on a campaign named by %s (D13)', (named) => {
  it.each(TABLE)('%s of one that is %s leaves it %s and every other as it was', async (act, state, after) => {
    const id = campaignsIn(state, named);
    const before = states();
    const sent = adapter[act as StateAct]?.(id, {}, {});
    if (after === null) await expect(sent).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    else await sent;
    expect(states()).toEqual({ ...before, 'Spring 1': after ?? state });
    expect(floor.simulator.received.get('changeSubCampaignState')).toBe(after === null ? undefined : 1);
  });

  it('of one that does not exist is NOT_FOUND and sends nothing', async () => {
    campaignsIn('Running', named);
    const id = named === 'internalId' ? 'i-Summer' : 'externalId Summer';
    for (const act of ['campaignStart', 'campaignStop', 'campaignPause', 'campaignResume'] as const)
      await expect(adapter[act]?.(id, {}, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(floor.simulator.received.get('changeSubCampaignState')).toBeUndefined();
  });

  it('changes the description of the one it names', async () => {
    const id = campaignsIn('Running', named);
    await adapter.campaignUpdate?.(id, { description: 'new' }, {});
    const described = floor.simulator.store.campaigns.items.filter(({ value }) => value.description === 'new');
    expect(described.map(({ internalId }) => internalId)).toEqual(['i-Spring']);
  });
});

it('does not rename a campaign whose name is its only key', async () => {
  const id = campaignsIn('Running', 'externalId');
  await expect(adapter.campaignRename?.(id, { name: 'X' }, {})).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  expect(floor.simulator.received.get('changeCampaign')).toBeUndefined();
});

it('says which way a campaign of inbound devices is made', async () => {
  const made = adapter.campaignCreate?.({ name: 'In', direction: 'INBOUND' }, {});
  await expect(made).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', argumentPath: ['direction'] });
  expect(floor.simulator.received.get('createCampaign')).toBeUndefined();
});

it('hands contacts over with the agent group and script of the account, and its longest duration', async () => {
  const script = { internalId: floor.simulator.store.scripts.items[0]?.internalId };
  const configured = floor.connect({ batch: { agentGroup: { internalId: '9' }, script, hours: 1.5 } });
  await configured.contactsAdd?.([{ numbers: ['+16145550041'] }], {}, {});
  expect(floor.simulator.store.batches.items[0]?.value).toMatchObject({
    ...{ agentGroup: { internalId: '9' }, script, maxDuration: 'PT90M', owner: org },
  });
});
