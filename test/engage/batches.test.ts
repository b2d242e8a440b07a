/** Batches of contacts as the vendor lists them: by keys alone, or with their state. */
import { afterEach, describe, expect, it } from 'vitest';
import { type Floor, openFloor } from './floor.ts';

let floor: Floor;
afterEach(() => floor.close());

const HOUR = 3_600_000;

// WIRE.md names attemptedCount, deliveredCount and failedCount, and does not say whether attempted ones may have failed.
it.each(['with-failed', 'without-failed'])(
  'a batch has the contacts that were reached, counted %s',
  async (reading) => {
    floor = await openFloor({ 'attempted-count': reading });
    const adapter = floor.connect();
    const contacts = ['6145550181', '6145550000', '6145550182'].map((number) => ({ numbers: [number] }));
    const added = await adapter.contactsAdd?.(contacts, {}, {});
    floor.centre.advanceTo(new Date(floor.centre.now().getTime() + HOUR));
    const batch = added && 'batch' in added ? added.batch : '';
    expect(await adapter.contactImport?.(batch, {})).toMatchObject({ running: false, done: 2, failed: 1 });
  },
);

describe.each(['keys', 'data'])('a list that holds %s', (answers) => {
  it('has every batch of the campaign and period with its state, each read once where the list lacks it', async () => {
    floor = await openFloor({ answers });
    const adapter = floor.connect();
    const { items: campaigns } = (await adapter.campaigns?.({}, {})) ?? { items: [] };
    const [texts, mails] = campaigns.map(({ nativeId }) => nativeId);
    const add = async (campaign: string | undefined, number: string) => {
      const added = await adapter.contactsAdd?.([{ numbers: [number] }], { campaign: campaign ?? null }, {});
      return added && 'batch' in added ? added.batch : '';
    };
    const [first, second] = [await add(texts, '6145550181'), await add(mails, '6145550182')];
    floor.centre.advanceTo(new Date(floor.centre.now().getTime() + 2 * HOUR));
    const third = await add(texts, '6145550183');
    await adapter.contactImportCancel?.(third, {}, {});
    const list = async (query: object) => (await adapter.contactImports?.(query, {}))?.items ?? [];
    const keys = async (query: object) => (await list(query)).map(({ nativeId }) => nativeId).sort();
    expect(await keys({})).toEqual([first, second, third].sort());
    expect(await keys({ campaign: texts })).toEqual([first, third].sort());
    const startedBefore = new Date(floor.centre.now().getTime() - HOUR).toISOString();
    expect(await keys({ startedBefore })).toEqual([first, second].sort());
    const shown = await list({ campaign: texts });
    expect(shown.find(({ nativeId }) => nativeId === third)).toMatchObject({ running: false, done: 0 });
    const reads = floor.simulator.received.get('showContactBatchState') ?? 0;
    await list({});
    expect((floor.simulator.received.get('showContactBatchState') ?? 0) - reads).toBe(answers === 'keys' ? 3 : 0);
  });
});

/** Begins a batch of another system, whose externalId is unique within its campaign alone (guide, createContactBatch). */
async function foreignBatch(campaign: string | undefined, externalId: string | null, numbers: readonly string[]) {
  const contactBatch = {
    ...(externalId && { externalId }),
    ...{ campaign: { internalId: campaign }, owner: { internalId: '42', type: 'Account' }, maxDuration: 'PT12H' },
  };
  const contacts = [{ devices: numbers.map((number) => ({ externalId: number })) }];
  await floor.connect().call('createContactBatch', { contactBatch, contacts }, {});
}

describe.each(['keys', 'data'])('batches of other systems, in a list that holds %s', (answers) => {
  it('are each reached by what is listed of them, though two have one name and one has none', async () => {
    floor = await openFloor({ answers });
    const adapter = floor.connect();
    const { items: campaigns } = (await adapter.campaigns?.({}, {})) ?? { items: [] };
    const [texts, mails] = campaigns.map(({ nativeId }) => nativeId);
    await foreignBatch(texts, 'Monday', ['6145550181']);
    await foreignBatch(mails, 'Monday', ['6145550182']);
    await foreignBatch(mails, null, ['6145550183']);
    const listed = (await adapter.contactImports?.({}, {}))?.items.map(({ nativeId }) => nativeId) ?? [];
    const { batches } = floor.simulator.store;
    expect(listed).toHaveLength(3);
    expect(new Set(listed).size).toBe(3);
    const second = listed.find((key) => key.includes(batches.items[1]?.internalId ?? '')) ?? '';
    expect(await adapter.contactImport?.(second, {})).toMatchObject({ running: true });
    await adapter.contactImportCancel?.(second, {}, {});
    expect(batches.items.map(({ cancelledAt }) => cancelledAt !== null)).toEqual([false, true, false]);
  });
});

// Guide, listContactAttemptsUsingContactBatch: "Retrieves a list of contact attempts based on the ContactBatch."
it('the attempts of a batch are its calls, each shown with the number of a contact that has one', async () => {
  floor = await openFloor();
  const adapter = floor.connect();
  const contacts = [{ numbers: ['6145550181'] }, { numbers: ['6145550182', '6145550183'] }];
  const added = await adapter.contactsAdd?.(contacts, {}, {});
  await adapter.contactsAdd?.([{ numbers: ['6145550189'] }], {}, {});
  const contactImport = added && 'batch' in added ? added.batch : '';
  const of = async (query: object) => (await adapter.calls?.(query, {}))?.items.map(({ to }) => to) ?? [];
  expect(await of({ contactImport })).toEqual(['6145550181', null]);
  expect(await of({ number: '6145550182' })).toEqual(['6145550182']);
  expect(await of({ number: '6145550183' })).toEqual([]);
  const startedBefore = new Date(floor.centre.now().getTime() - HOUR).toISOString();
  const startedAfter = new Date(floor.centre.now().getTime() - 2 * HOUR).toISOString();
  expect(await of({ contactImport, startedAfter, startedBefore })).toEqual([]);
});

it('a contact with several numbers is found by each where the vendor compares all of them', async () => {
  floor = await openFloor({ 'attempt-device': 'any' });
  const adapter = floor.connect();
  await adapter.contactsAdd?.([{ numbers: ['6145550182', '6145550183'] }], {}, {});
  const found = await adapter.calls?.({ number: '6145550183' }, {});
  expect(found?.items.map(({ to }) => to)).toEqual(['6145550183']);
});

it('attempts of a batch that the vendor does not list are unsupported, not none', async () => {
  floor = await openFloor({ 'batch-attempts': 'not-offered' });
  const adapter = floor.connect();
  const added = await adapter.contactsAdd?.([{ numbers: ['6145550181'] }], {}, {});
  const contactImport = added && 'batch' in added ? added.batch : '';
  await expect(adapter.calls?.({ contactImport }, {})).rejects.toMatchObject({ code: 'UNSUPPORTED' });
});
