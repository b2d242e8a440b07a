/** Calls that wait while no gateway listens, under each reading of when a desk sends its list to a new listener. */
import { afterEach, expect, test } from 'vitest';
import type { Adapter, CallRecord, EventRecord } from '../../src/adapters/adapter.ts';
import { vendor } from '../../src/adapters/five9-cti/index.ts';
import type { Centre } from '../../src/simulators/centre/model.ts';
import type { RunningFive9Cti } from '../../src/simulators/five9-cti/index.ts';
import { simulator } from '../../src/simulators/five9-cti/index.ts';
import { until } from '../helpers/until.ts';
import { collect, incoming, quiet, scriptedDesk } from './scripted.ts';
import { type DeskLine, later, worldOf } from './world.ts';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** A caller of the centre who waits, once there is one that some agents serve. */
function waitingIn(centre: Centre) {
  for (let seconds = 0; seconds < 3_600; seconds += 1) {
    for (const caller of centre.waiting) {
      const serving = centre.people.filter(
        ({ carrier, presence, skills }) =>
          carrier === 'five9-cti' &&
          presence !== 'LOGGED_OUT' &&
          caller.campaign.skills.some((skill) => skills.includes(skill)),
      );
      if (serving.length > 1) return { caller, serving: serving.map(({ userName }) => userName) };
    }
    centre.advanceTo(later(centre, 1));
  }
  throw new Error('no caller waits');
}

const waited = (id: string, startedAt: Date): CallRecord => ({
  ...{ nativeId: `queue/${id}`, callId: id, state: 'QUEUED', startedAt: startedAt.toISOString() },
  campaign: { nativeId: '1', name: 'Billing' },
});

/** A gateway that listens anew, whose log has one call that still waits and one that left meanwhile. */
async function restartedUnder(reading: string) {
  const centre = worldOf(9);
  const { caller, serving } = waitingIn(centre);
  const running = (await simulator.start({ centre, port: 0, reading: { 'queue-list': reading } })) as RunningFive9Cti;
  cleanups.push(running.close);
  const desks = (running.settings.desks as DeskLine[]).filter(({ agent }) => serving.includes(agent));
  const settings = vendor.settings.parse({ desks, pollTimeout: 2_000, readings: { 'queue-list': reading } });
  const adapter = vendor.connect('floor', settings, quiet);
  const logged = async () => [waited(caller.id, caller.arrivedAt), waited('gone', caller.arrivedAt)];
  const { events } = adapter;
  if (!events) throw new Error('no stream');
  const stream = collect(({ signal }) => events({ signal, logged }));
  cleanups.push(stream.stop, () => adapter.close());
  await until(() => (running.received.get('checkEvent') ?? 0) >= desks.length);
  const listAll = () => {
    for (const [agent, desk] of running.desks)
      if (serving.includes(agent)) desk.happened({ kind: 'queue', caller, at: centre.now() });
  };
  return { adapter, stream, id: caller.id, listAll };
}

async function waitingAt(adapter: Adapter): Promise<(string | null | undefined)[]> {
  const calls = (await adapter.calls?.({}, {}))?.items ?? [];
  return calls.filter(({ state }) => state === 'QUEUED').map(({ callId }) => callId);
}

const endsOf = (events: readonly EventRecord[]) =>
  events.filter((event) => event.kind === 'CALL' && event.call.state === 'ENDED');

test('a desk that sends its list at once shows who still waits, and who does not', async () => {
  const { adapter, stream, id } = await restartedUnder('at-once');
  await stream.until((events) => endsOf(events).length === 1);
  expect(endsOf(stream.events)).toMatchObject([{ late: true, call: { callId: 'gone', leftQueue: null } }]);
  const waiting = await waitingAt(adapter);
  expect(waiting).toContain(id);
  expect(waiting).not.toContain('gone');
});

test('where lists come with their next change no caller has left before it', async () => {
  const { adapter, stream, id, listAll } = await restartedUnder('at-change');
  expect(await waitingAt(adapter)).toEqual(expect.arrayContaining([id, 'gone']));
  expect(endsOf(stream.events)).toEqual([]);
  listAll();
  await stream.until((events) => endsOf(events).length === 1);
  expect(endsOf(stream.events)).toMatchObject([{ late: true, call: { callId: 'gone', leftQueue: null } }]);
  const waiting = await waitingAt(adapter);
  expect(waiting).toContain(id);
  expect(waiting).not.toContain('gone');
});

test.each([
  ['at-once', 'ENDED'],
  ['at-change', 'QUEUED'],
])('an account with queue-list: %s has a call that no list had for a minute as %s', async (reading, state) => {
  const desk = await scriptedDesk();
  cleanups.push(desk.close);
  let now = Date.parse('2026-03-02T10:00:00Z');
  desk.before = async (operation) => {
    if (operation === 'getStatus') now += 61_000;
  };
  const settings = vendor.settings.parse({
    ...{ desks: [{ agent: 'jdoe', url: desk.url }], pollTimeout: 2_000, readings: { 'queue-list': reading } },
  });
  const adapter = vendor.connect('floor', settings, { ...quiet, now: () => new Date(now) });
  const { events } = adapter;
  if (!events) throw new Error('no stream');
  const logged = async () => [waited('w', new Date(now))];
  const stream = collect(({ signal }) => events({ signal, logged }));
  cleanups.push(stream.stop, () => adapter.close());
  if (state === 'ENDED') await stream.until((all) => endsOf(all).length === 1);
  await until(() => desk.service.received.get('checkEvent') !== undefined);
  desk.send(incoming('other'));
  await stream.until((all) => all.some((event) => event.kind === 'CALL' && event.call.callId === 'other'));
  expect(endsOf(stream.events)).toHaveLength(state === 'ENDED' ? 1 : 0);
  expect(await waitingAt(adapter)).toEqual(state === 'ENDED' ? [] : ['w']);
});
