/** Lists of keys whose objects cannot all be read, and a batch that is followed, of a vendor whose answers are written here. */
import { expect, test } from 'vitest';
import { followBatch } from '../../src/adapters/engage/events/imports.ts';
import { Attempts } from '../../src/adapters/engage/reads/attempts.ts';
import { listBatches } from '../../src/adapters/engage/reads/batches.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { org } from './floor.ts';

const now = () => new Date('2026-03-02T09:30:00Z');
const gone = () => new CrosspointError('NOT_FOUND', 'Referenced object does not exist');
const down = () => new CrosspointError('UNAVAILABLE', 'down');

/** A client whose answer to each operation is a function of its input, and what it sent. */
function answering(answers: Readonly<Record<string, (input: never) => unknown>>) {
  const sent: string[] = [];
  const send = async (name: string, input: unknown) => {
    sent.push(name);
    return answers[name]?.(input as never);
  };
  return { sent, client: { send } as never };
}

const keysOf = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ contactBatch: { internalId: `${at + 1}` } }));

/** The batches of a list of keys, each shown as the function says. */
async function batches(count: number, show: (externalId: string) => unknown) {
  const showContactBatchState = ({ contactBatch }: { contactBatch: { internalId: string } }) =>
    show(contactBatch.internalId);
  const { client } = answering({ listContactBatchStates: () => keysOf(count), showContactBatchState });
  const { items, truncated } = await listBatches(client, {}, { org: org as never, now }, {});
  return { ids: items.map(({ nativeId }) => nativeId), truncated };
}

const done = { state: 'Done', attributes: [] };

test('a batch that is gone costs the list that batch, and is said to be missing', async () => {
  const show = (id: string) => {
    if (id === '2') throw gone();
    return done;
  };
  expect(await batches(3, show)).toEqual({ ids: ['internalId 1', 'internalId 3'], truncated: true });
});

test('a batch that cannot be read for another reason fails the list', async () => {
  const show = () => {
    throw down();
  };
  await expect(batches(3, show)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test.each([
  [50, undefined],
  [51, true],
])('of %i keys fifty are read, and the list is truncated: %s', async (count, truncated) => {
  const found = await batches(count, () => done);
  expect([found.ids.length, found.truncated]).toEqual([50, truncated]);
});

test('attempts that cannot be read fail at once, those that are gone are left out', async () => {
  const ask = async (show: (input: { contactAttempts: { internalId: string }[] }) => unknown) => {
    const { sent, client } = answering({ showContactAttempts: show as never });
    const shown = new Attempts(client, org as never, now).show(['1', '2', '3'], {});
    return { sent, shown };
  };
  const failing = await ask(() => {
    throw down();
  });
  await expect(failing.shown).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(failing.sent).toHaveLength(1);
  const without = await ask(({ contactAttempts }) => {
    if (contactAttempts.some(({ internalId }) => internalId === '2')) throw gone();
    return contactAttempts;
  });
  expect(await without.shown).toEqual([{ internalId: '1' }, { internalId: '3' }]);
});

test('a batch is reported when it changes and not otherwise, and is looked at less often while it does not', async () => {
  const states = ['Running', 'Running', 'Done'];
  const looks: number[] = [];
  const showContactBatchState = () => {
    looks.push(performance.now());
    return { state: states.shift(), attributes: [] };
  };
  const { client } = answering({ showContactBatchState });
  const seen: boolean[] = [];
  for await (const { running } of followBatch(client, 'b', new AbortController().signal)) seen.push(running);
  expect(seen).toEqual([true, false]);
  const [first = 0, second = 0, third = 0] = looks;
  expect(second - first).toBeGreaterThanOrEqual(1_999);
  expect(third - second).toBeGreaterThanOrEqual(2_999);
});
