import { beforeEach, describe, expect, it } from 'vitest';
import { adapter, floor, openFloorEachTest, org, replaceFloor } from './floor.ts';

openFloorEachTest();

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
  ['campaignStart', 'Loading', null],
  ['campaignStart', 'Stopping', null],
  ['campaignStart', 'Done', null],
  ['campaignResume', 'Running', null],
  ['campaignResume', 'Paused', 'Running'],
  ['campaignResume', 'Pending', null],
  ['campaignResume', 'Loading', null],
  ['campaignResume', 'Stopping', null],
  ['campaignResume', 'Done', null],
  ['campaignPause', 'Running', 'Paused'],
  ['campaignPause', 'Paused', null],
  ['campaignPause', 'Pending', 'Paused'],
  ['campaignPause', 'Loading', 'Paused'],
  ['campaignPause', 'Stopping', null],
  ['campaignPause', 'Done', null],
  ['campaignStop', 'Running', 'Stopping'],
  ['campaignStop', 'Paused', 'Stopping'],
  ['campaignStop', 'Pending', 'Stopping'],
  ['campaignStop', 'Loading', 'Stopping'],
  ['campaignStop', 'Stopping', null],
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
    const { items } = (await adapter.campaigns?.({}, {})) ?? { items: [] };
    const shown = (name: string) => items.find((item) => item.name === name)?.description;
    expect([shown('Spring'), shown('Spring Extra')]).toEqual(['new', null]);
  });
});

describe.each(['cut', 'refused'])('an act on a campaign where full lists are %s', (fullList) => {
  const MINUTE = 60_000;

  /** Adds running sub-campaigns to a campaign, a while apart. */
  function running(campaignId: string, count: number, apart: number): void {
    const start = floor.centre.now().getTime() - 90 * 24 * 60 * MINUTE;
    for (let index = 0; index < count; index += 1) {
      const createdAt = new Date(start + index * apart);
      const facts = { campaignId, world: null, state: 'Running', createdAt, changedAt: createdAt };
      const name = `${campaignId} ${index}`;
      floor.simulator.store.subCampaigns.add({ internalId: name, value: { externalId: name }, ...facts });
    }
  }
  const statesOf = (campaignId: string) =>
    new Set(
      floor.simulator.store.subCampaigns.items
        .filter((sub) => sub.campaignId === campaignId)
        .map((sub) => floor.simulator.store.stateOf(sub)),
    );

  beforeEach(() => replaceFloor({ 'full-list': fullList }));

  it('reaches its sub-campaign behind a hundred of a campaign with a longer name', async () => {
    const id = campaignsIn('Running', 'externalId');
    running('i-Spring Extra', 130, 24 * 60 * MINUTE);
    await adapter.campaignPause?.(id, {}, {});
    expect([statesOf('i-Spring'), statesOf('i-Spring Extra')]).toEqual([new Set(['Paused']), new Set(['Running'])]);
  });

  it('reaches all of more than a hundred sub-campaigns', async () => {
    const id = campaignsIn('Running', 'internalId');
    running('i-Spring', 130, 12 * 60 * MINUTE);
    await adapter.campaignPause?.(id, {}, {});
    expect(statesOf('i-Spring')).toEqual(new Set(['Paused']));
  });

  it('changes nothing where the vendor does not list them all', async () => {
    const id = campaignsIn('Running', 'internalId');
    running('i-Spring', 130, 0);
    await expect(adapter.campaignStop?.(id, {}, {})).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    expect(statesOf('i-Spring')).toEqual(new Set(['Running']));
    expect(floor.simulator.received.get('changeSubCampaignState')).toBeUndefined();
  });
});

it('does not rename a campaign whose name is its only key', async () => {
  const id = campaignsIn('Running', 'externalId');
  await expect(adapter.campaignRename?.(id, { name: 'X' }, {})).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  expect(floor.simulator.received.get('changeCampaign')).toBeUndefined();
});

it('says which way a campaign of inbound devices is made', async () => {
  const made = adapter.campaignCreate?.({ name: 'In', direction: 'INBOUND' }, {});
  await expect(made).rejects.toMatchObject({
    ...{ code: 'INVALID_ARGUMENT', argumentPath: ['direction'] },
    message: expect.stringContaining('engage_createSubCampaignUsingInboundDevice'),
  });
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
