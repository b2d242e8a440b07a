/** Callbacks through the unified plane: filters, answers as read back, refusals and lost answers. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeId } from '../../../src/access/global-id.ts';
import type { SimulatedPerson } from '../../../src/simulators/centre/model.ts';
import { ACCOUNTS, type ActsGateway, startActs } from './centre.ts';

const ACCOUNT = ACCOUNTS['five9-cti'];
const NUMBER = '+16145550133';
const HOUR_MS = 3_600_000;
const SHOWN = 'callback { id number dueAt comments agent { id } source { nativeId account { key } } }';

let gateway: ActsGateway;
let person: SimulatedPerson;
let agentId: string;
beforeAll(async () => {
  gateway = await startActs({ vendors: ['five9-cti', 'recorder'] });
  const { people } = gateway.centre.centre;
  person = people.find(({ carrier }) => carrier === 'five9-cti') as SimulatedPerson;
  agentId = writeId('Agent', ACCOUNT, person.userName);
}, 30_000);
afterAll(() => gateway.close());

const dueIn = (milliseconds: number) =>
  new Date(Math.ceil((Date.now() + milliseconds) / 1_000) * 1_000).toISOString().replace('.000Z', 'Z');
const sent = (operation: string) => gateway.simulator('five9-cti').received.get(operation) ?? 0;

async function listed(filter: object): Promise<{ id: string; number: string; dueAt: string }[]> {
  const query = `query ($filter: CallbackFilter) { callbacks(first: 100, filter: $filter) {
    edges { node { id number dueAt agent { id } } } } }`;
  const { data, errors } = await gateway.ask(query, { filter });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.callbacks.edges.map(({ node }: { node: object }) => node);
}

const add = (more: object = {}) =>
  gateway.act('callbackAdd', { agentId, number: '+1 (614) 555-0133', dueAt: dueIn(2 * HOUR_MS), ...more }, SHOWN);

describe('callbackAdd', () => {
  test('answers the callback as read back, which the list and its filters then have', async () => {
    const dueAt = dueIn(3 * HOUR_MS);
    const { callback, userErrors } = await add({ dueAt, comments: 'Ask for Ann' });
    expect(userErrors).toEqual([]);
    expect(callback).toMatchObject({ number: NUMBER, comments: 'Ask for Ann', source: { account: { key: ACCOUNT } } });
    expect(Date.parse(callback.dueAt)).toBe(Date.parse(dueAt));
    const idsOf = async (filter: object) => (await listed(filter)).map(({ id }) => id);
    const around = { dueAfter: dueIn(2.5 * HOUR_MS), dueBefore: dueIn(3.5 * HOUR_MS) };
    expect(await idsOf(around)).toEqual([callback.id]);
    expect(await idsOf({ number: '614-555-0133', ids: [callback.id] })).toEqual([callback.id]);
    expect(await idsOf({ number: '614-555-0134', ids: [callback.id] })).toEqual([]);
    const { data } = await gateway.ask('query ($id: ID!) { node(id: $id) { ... on Callback { number } } }', {
      id: callback.id,
    });
    expect(data.node).toEqual({ number: NUMBER });
  });

  test.each([
    ['a number that is none', { number: 'tomorrow' }, 'number'],
    ['a time that has passed', { dueAt: '2020-01-01T00:00:00Z' }, 'dueAt'],
  ])('refuses %s and sends nothing', async (_title, more, path) => {
    const before = sent('addCallback');
    const { callback, userErrors } = await add(more);
    expect(userErrors).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', path] }]);
    expect([callback, sent('addCallback')]).toEqual([null, before]);
  });

  test('is OUTCOME_UNKNOWN where the answer is lost, and is sent once', async () => {
    const before = sent('addCallback');
    gateway.simulator('five9-cti').trouble({ kind: 'half', operation: 'addCallback', times: 1 });
    expect((await add()).userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    expect(sent('addCallback')).toBe(before + 1);
  });
});

describe('callbackSnooze and callbackDismiss', () => {
  test('answer the callback as read back', async () => {
    const { callback } = await add({ number: '+16145550190' });
    const earliest = Date.now() + 600_000 - 60_000;
    const { callback: snoozed } = await gateway.act('callbackSnooze', { id: callback.id, seconds: 600 }, SHOWN);
    expect(Date.parse(snoozed.dueAt)).toBeGreaterThan(earliest);
    expect(Date.parse(snoozed.dueAt)).toBeLessThan(Date.parse(callback.dueAt));
    const dismissed = await gateway.act('callbackDismiss', { id: callback.id }, SHOWN);
    expect(dismissed).toMatchObject({ callback: { id: callback.id }, userErrors: [] });
    expect(sent('dismissCallback')).toBe(1);
  });

  test.each([0, -1, 604_801])('callbackSnooze refuses %i seconds', async (seconds) => {
    const id = writeId('Callback', ACCOUNT, `${person.userName}/1`);
    const { userErrors } = await gateway.act('callbackSnooze', { id, seconds }, SHOWN);
    expect(userErrors).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', 'seconds'] }]);
  });

  test.each(['callbackSnooze', 'callbackDismiss'])('%s refuses what is not a callback of a desk', async (name) => {
    const more = name === 'callbackSnooze' ? { seconds: 60 } : {};
    const codeOf = async (id: string) => (await gateway.act(name, { id, ...more }, SHOWN)).userErrors[0]?.code;
    for (const id of ['nonsense', writeId('Call', ACCOUNT, 'x/1'), writeId('Callback', ACCOUNT, 'nobody/1')])
      expect(await codeOf(id)).toBe('NOT_FOUND');
    expect(await codeOf(writeId('Callback', ACCOUNTS.recorder, 'x/1'))).toBe('UNSUPPORTED');
  });
});
