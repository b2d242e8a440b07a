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
