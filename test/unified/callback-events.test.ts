/** `callbackChanged` over the desks' wire: the state at the start, each change once, filters, and the stored events. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeId } from '../../src/access/global-id.ts';
import type { SimulatedPerson } from '../../src/simulators/centre/model.ts';
import { idle, openScene, type Scene, untilEvent } from '../scenarios/stage.ts';
import { ACCOUNTS } from '../server/gateway.ts';

const ACCOUNT = ACCOUNTS['five9-cti'];
const NUMBER = '+16145550133';
const SHOW = 'cursor snapshot type name callback { id number dueAt agent { id } }';

interface Shown {
  readonly cursor: string;
  readonly snapshot: boolean;
  readonly type: string;
  readonly callback: { readonly id: string; readonly number: string; readonly dueAt: string };
}

let scene: Scene;
let person: SimulatedPerson;
beforeAll(async () => {
  scene = await openScene({ seed: 31 });
  person = idle(scene.world);
  await scene.cursorAfterEventOf(person);
}, 60_000);
afterAll(() => scene.close());

const follow = (args: string, variables = {}) => {
  const names = Object.keys(variables).map((name) => `$${name}: ${name === 'after' ? 'Cursor' : 'CallbackFilter'}`);
  const head = names.length ? `(${names.join(', ')})` : '';
  return scene.follow(
    `subscription ${head} { changed: callbackChanged(${args}) { ${SHOW} } }`,
    variables,
  ) as unknown as {
    readonly events: readonly Shown[];
  };
};

async function act(name: string, input: object): Promise<{ readonly id: string }> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { done: ${name}(input: $input) { callback { id } userErrors { code } } }`;
  const { done } = await scene.ask(query, { input });
  expect(done.userErrors).toEqual([]);
  return done.callback;
}

test('shows every callback first, then each change once, under filters, again after a cursor, and in the log', async () => {
  const all = follow('snapshot: true');
  const desks = scene.world.people.filter(({ carrier }) => carrier === 'five9-cti').length;
  await untilEvent({ events: [all] }, ({ events }) => events.length >= desks);
  expect(all.events.every(({ snapshot, type }) => snapshot && type === 'UPDATED')).toBe(true);
  const agentId = writeId('Agent', ACCOUNT, person.userName);
  const dueAt = new Date(scene.world.now().getTime() + 5_400_000).toISOString();
  const filter = { number: '(614) 555-0133', dueBefore: dueAt };
  const filtered = follow('filter: $filter', { filter });
  const { id } = await act('callbackAdd', { agentId, number: NUMBER, dueAt });
  await act('callbackSnooze', { id, seconds: 60 });
  const overdue = (events: readonly Shown[]) =>
    events.filter(({ type, callback }) => type === 'OVERDUE' && callback.id === id);
  await untilEvent(all, ({ type, callback }) => type === 'UPDATED' && callback.id === id);
  scene.pass(61);
  await untilEvent(all, ({ type, callback }) => type === 'OVERDUE' && callback.id === id);
  const mine = all.events.filter((event) => !event.snapshot && event.callback.id === id);
  expect(mine.map(({ type }) => type)).toEqual(['ADDED', 'UPDATED', 'OVERDUE']);
  expect(mine.every(({ callback }) => callback.number === NUMBER)).toBe(true);
  await untilEvent({ events: [filtered] }, ({ events }) => overdue(events).length > 0);
  expect(filtered.events.map(({ type }) => type)).toEqual(['UPDATED', 'OVERDUE']);
  const again = follow('after: $after', { after: mine[0]?.cursor });
  await untilEvent({ events: [again] }, ({ events }) => overdue(events).length > 0);
  expect(again.events.filter(({ callback }) => callback.id === id).map(({ type }) => type)).toEqual([
    'UPDATED',
    'OVERDUE',
  ]);
  const { events } = await scene.ask(
    'query ($filter: EventFilter) { events(last: 50, filter: $filter) { edges { node { name } } } }',
    { filter: { types: ['CALLBACK.OVERDUE'], agentIds: [agentId] } },
  );
  expect(events.edges.filter(({ node }: { node: { name: string } }) => node.name !== 'GAP')).toHaveLength(1);
}, 60_000);
