/** Campaigns that the vendor does not list at once, and those that are called. */
import { afterEach, expect, it } from 'vitest';
import { type Floor, openFloor } from './floor.ts';

let floor: Floor;
afterEach(() => floor.close());

// Guide, listCampaigns: 1000 campaigns at most, and RESULT_TOO_LARGE.
it.each(['cut', 'refused'])(
  'more than a thousand campaigns are read by the time they were made, full lists %s',
  async (fullList) => {
    floor = await openFloor({ 'full-list': fullList });
    const { store } = floor.simulator;
    const earlier = store.campaigns.items.length;
    for (let index = 0; index < 1_100; index += 1) {
      const createdAt = new Date(Date.parse('2010-01-01T00:00:00Z') + index * 5 * 86_400_000);
      store.campaigns.add({ internalId: `x${index}`, value: { externalId: `Campaign ${index}` }, createdAt });
    }
    const found = await floor.connect().campaigns?.({}, {});
    expect(new Set(found?.items.map(({ nativeId }) => nativeId)).size).toBe(1_100 + earlier);
    expect(found?.items).toHaveLength(1_100 + earlier);
  },
);

// Guide, createSubCampaignUsingInboundDevice; the words of SubCampaign.type are not listed.
it.each([
  [['Inbound'], 'INBOUND'],
  [['INBOUND_TEXT', 'inbound'], 'INBOUND'],
  [['Outbound'], 'OUTBOUND'],
  [['Inbound', 'Outbound'], null],
  [[], 'OUTBOUND'],
])('a campaign whose sub-campaigns are %j is %s', async (types, direction) => {
  floor = await openFloor();
  const { store } = floor.simulator;
  const createdAt = floor.centre.now();
  store.campaigns.add({ internalId: 'mine', value: { externalId: 'Mine' }, createdAt });
  for (const [index, type] of types.entries()) {
    const facts = { campaignId: 'mine', world: null, state: 'Running', createdAt, changedAt: createdAt };
    store.subCampaigns.add({ internalId: `s${index}`, value: { externalId: `Sub ${index}`, type }, ...facts });
  }
  const { items } = (await floor.connect().campaigns?.({}, {})) ?? { items: [] };
  expect(items.find(({ nativeId }) => nativeId === 'mine')).toMatchObject({ direction });
});
