import { afterEach, describe, expect, it } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { readings } from '../../src/adapters/engage/readings.ts';
import { type Floor, openFloor } from './floor.ts';

let floor: Floor;
afterEach(() => floor.close());

const every = readings.flatMap(({ id, readings: possible }) => possible.map((reading) => [id, reading.id] as const));
const contact = { numbers: ['+16145550041'], fields: [{ name: 'externalId', value: 'client-41' }] };

async function handOver(adapter: Adapter) {
  const campaign = floor.campaign('Appointment Texts').id;
  const added = await adapter.contactsAdd?.([contact], { campaign }, {});
  if (!added || !('batch' in added)) throw new Error('no batch');
  return added;
}

describe.each(every)('engage with %s as %s', (id, reading) => {
  it('hands contacts over, finds attempts by number and id, and cancels the batch', async () => {
    floor = await openFloor({ [id]: reading });
    const adapter = floor.connect();
    const { outcomes, batch } = await handOver(adapter);
    expect(outcomes).toEqual([null]);
    expect(await adapter.contactImport?.(batch, {})).toMatchObject({ running: true, done: 0 });
    const calls = await adapter.calls?.({ number: '+16145550041' }, {});
    expect(calls).toMatchObject({ items: [{ to: '+16145550041', state: 'ENDED', channel: 'VOICE' }], truncated: true });
    const ids = calls?.items.map(({ nativeId }) => nativeId) ?? [];
    expect((await adapter.calls?.({ nativeIds: ids }, {}))?.items).toEqual(calls?.items);
    const found = await adapter.contacts?.({ number: '+16145550041' }, {});
    expect(found).toMatchObject({ items: [{ nativeId: 'client-41', numbers: ['+16145550041'] }], truncated: true });
    await adapter.contactImportCancel?.(batch, {}, {});
    expect(floor.simulator.store.batches.items.map((each) => floor.simulator.store.batchState(each))).toEqual([
      'Cancelled',
    ]);
    expect(await adapter.contactImport?.(batch, {})).toMatchObject({ running: false });
    await expect(adapter.contactImportCancel?.(batch, {}, {})).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  });

  it('lists its campaigns with their states, makes one and stops one', async () => {
    floor = await openFloor({ [id]: reading });
    const adapter = floor.connect();
    const made = await adapter.campaignCreate?.({ name: 'New', direction: 'OUTBOUND' }, {});
    const rows = (await adapter.campaigns?.({}, {}))?.items ?? [];
    expect(rows.find(({ name }) => name === 'New')).toMatchObject({ nativeId: made?.nativeId, state: 'NOT_RUNNING' });
    await adapter.campaignStop?.(floor.campaign('Appointment Texts').id, {}, {});
    expect(floor.campaign('Appointment Texts').state).toBe('STOPPING');
  });
});

// Guide, showContactAttempts: "The maximum size of the contactAttempts array is 100."
it('shows the attempts of 250 ids in three calls, leaving out unknown ones', async () => {
  floor = await openFloor();
  const adapter = floor.connect();
  const many = Array.from({ length: 100 }, () => contact);
  for (let batch = 0; batch < 3; batch += 1) await adapter.contactsAdd?.(many, {}, {});
  const ids = floor.simulator.store.attempts.items.slice(0, 250).map(({ internalId }) => internalId);
  expect((await adapter.calls?.({ nativeIds: ids }, {}))?.items).toHaveLength(250);
  expect(floor.simulator.received.get('showContactAttempts')).toBe(3);
  expect((await adapter.calls?.({ nativeIds: [...ids.slice(0, 3), '1'] }, {}))?.items).toHaveLength(3);
});

// Guide, line 972: "Referenced object '%s' does not exist"; one fails the whole call.
it.each([
  ['kind', { oneUnknown: 15, allUnknown: 199 }],
  ['id', { oneUnknown: 2, allUnknown: 100 }],
])(
  'finds which of 100 attempts do not exist where the fault names the %s',
  async (named, { oneUnknown, allUnknown }) => {
    floor = await openFloor({ 'missing-object': named });
    const adapter = floor.connect();
    const many = Array.from({ length: 100 }, () => contact);
    await adapter.contactsAdd?.(many, {}, {});
    const ids = floor.simulator.store.attempts.items.slice(0, 99).map(({ internalId }) => internalId);
    const shown = () => floor.simulator.received.get('showContactAttempts') ?? 0;
    const found = await adapter.calls?.({ nativeIds: [...ids.slice(0, 30), 'none', ...ids.slice(30)] }, {});
    expect(found?.items.map(({ nativeId }) => nativeId)).toEqual(ids);
    expect(shown()).toBe(oneUnknown);
    const unknown = Array.from({ length: 100 }, (_, at) => `none ${at}`);
    expect((await adapter.calls?.({ nativeIds: unknown }, {}))?.items).toEqual([]);
    expect(shown() - oneUnknown).toBe(allUnknown);
  },
);

// Guide, listContactAttempts: null and null mean "now - 24 hours → now", one bound alone 24 hours from it.
describe.each(['cut', 'refused'])('attempts within a time, with full lists %s', (fullList) => {
  it('are those of the whole time, in windows that the vendor answers', async () => {
    floor = await openFloor({ 'full-list': fullList });
    const adapter = floor.connect();
    const startedAfter = floor.centre.now().toISOString();
    const many = Array.from({ length: 100 }, () => contact);
    for (let hour = 0; hour < 60; hour += 10) {
      await adapter.contactsAdd?.(many, {}, {});
      floor.centre.advanceTo(new Date(floor.centre.now().getTime() + 10 * 3_600_000));
    }
    const found = await adapter.calls?.({ number: '+16145550041', startedAfter }, {});
    expect([found?.items.length, found?.truncated]).toEqual([600, undefined]);
    const startedWithin = { from: startedAfter, to: floor.centre.now().toISOString() };
    expect(found?.items[0]).toMatchObject({ startedWithin });
    const recent = await adapter.calls?.({ number: '+16145550041' }, {});
    expect([recent?.items.length, recent?.truncated]).toEqual([200, true]);
  });
});
