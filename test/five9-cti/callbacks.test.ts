/** Callbacks of a desk under each unit that the guide leaves open, compared with what the simulated desk stores. */
import { afterEach, describe, expect, it } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import type { ChosenReadings } from '../../src/adapters/readings.ts';
import { type RunningFive9Cti, simulator } from '../../src/simulators/five9-cti/index.ts';
import { until } from '../helpers/until.ts';
import { collect, connectTo, scriptedDesk } from './scripted.ts';
import { type DeskLine, failure, worldOf } from './world.ts';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

const NUMBER = '+16145550133';
const UNITS = ['milliseconds', 'seconds'];
const choices = UNITS.flatMap((moments) => UNITS.map((durations): ChosenReadings => ({ moments, durations })));

async function deskUnder(reading: ChosenReadings) {
  const centre = worldOf(9);
  const running = (await simulator.start({ centre, port: 0, reading })) as RunningFive9Cti;
  const [line] = running.settings.desks as DeskLine[];
  const storage = running.desks.get(line?.agent ?? '')?.storage;
  if (!line || !storage) throw new Error('no desk');
  const { 'callbacks-changed': _, ...settings } = reading;
  const adapter = connectTo([line], { readings: settings });
  cleanups.push(running.close, () => adapter.close());
  const list = async () => (await adapter.callbacks?.({}, {}))?.items ?? [];
  return { centre, adapter, running, storage, agent: line.agent, list };
}

describe.each(choices)('under %o', (reading) => {
  it('an added callback is stored and listed at its time, and a snoozed one is due after the given while', async () => {
    const { centre, adapter, storage, agent, list } = await deskUnder(reading);
    const now = centre.now().getTime();
    const due = Math.ceil(now / 1_000) * 1_000 + 7_200_000;
    const unit = reading.moments === 'seconds' ? 1_000 : 1;
    const callback = { number: NUMBER, dueAt: new Date(due).toISOString(), comments: 'Ask for Ann' };
    const { nativeId } = (await adapter.callbackAdd?.(agent, callback, {})) ?? { nativeId: '' };
    const id = nativeId.replace(`${agent}/`, '');
    expect(storage.callbacks.get(id)).toMatchObject({ number: NUMBER, dueDate: String(due / unit) });
    const listed = (await list()).find((one) => one.nativeId === nativeId);
    expect(listed).toMatchObject({ ...callback, agent: { nativeId: agent }, campaign: null });
    await adapter.callbackSnooze?.(nativeId, { seconds: 600 }, {});
    expect(storage.callbacks.get(id)?.dueDate).toBe(String(Math.trunc((now + 600_000) / unit)));
    await adapter.callbackDismiss?.(nativeId, {}, {});
    expect([...storage.dismissed]).toEqual([id]);
  });
});

describe('a callback that the desk does not list', () => {
  it.each(['callbackSnooze', 'callbackDismiss'] as const)('is NOT_FOUND for %s, and nothing is sent', async (name) => {
    const { adapter, running, agent } = await deskUnder({});
    for (const id of [`${agent}/999999`, 'nobody/1']) {
      const act = async () => adapter[name]?.(id, { seconds: 60 }, {});
      expect((await failure(act())).code).toBe('NOT_FOUND');
    }
    expect(running.received.get('snoozeCallback') ?? running.received.get('dismissCallback')).toBeUndefined();
  });
});

describe('an added callback that the list does not show', () => {
  it('has an unknown outcome and is sent once', async () => {
    const desk = await scriptedDesk();
    const adapter = connectTo([{ agent: 'jdoe', url: desk.url }]);
    cleanups.push(desk.service.close, () => adapter.close());
    const add = async () => adapter.callbackAdd?.('jdoe', { number: NUMBER, dueAt: '2099-01-01T00:00:00Z' }, {});
    expect((await failure(add())).code).toBe('OUTCOME_UNKNOWN');
    expect(desk.asked.filter(([operation]) => operation === 'addCallback')).toHaveLength(1);
  });
});

describe('the events of callbacks', () => {
  const shown = ({ kind, ...event }: EventRecord) =>
    'callback' in event ? [`${event.type} ${event.callback.number}`] : [];

  it.each(['changed-ones', 'whole-list'])(
    'under %s: added, changed, overdue and removed ones, each once',
    async (changed) => {
      const { centre, adapter, running, storage, agent } = await deskUnder({ 'callbacks-changed': changed });
      const stream = collect(adapter.events as NonNullable<typeof adapter.events>);
      cleanups.push(stream.stop);
      await until(() => running.received.get('getCallbacks') !== undefined);
      await until(() => running.received.get('checkEvent') !== undefined);
      const dueAt = new Date(centre.now().getTime() + 7_200_000).toISOString();
      const { nativeId } = (await adapter.callbackAdd?.(agent, { number: NUMBER, dueAt }, {})) ?? { nativeId: '' };
      await adapter.callbackSnooze?.(nativeId, { seconds: 600 }, {});
      await stream.until((events) => events.flatMap(shown).length === 2);
      centre.advanceTo(new Date(centre.now().getTime() + 601_000));
      await stream.until((events) => events.flatMap(shown).length === 3);
      const id = nativeId.replace(`${agent}/`, '');
      storage.callbacks.delete(id);
      running.desks.get(agent)?.send({ _type: 'callbackRemoved', id });
      running.desks.get(agent)?.send({ _type: 'callbackRemoved', id });
      const events = await stream.until((all) => all.flatMap(shown).length === 4);
      expect(events.flatMap(shown)).toEqual(
        ['ADDED', 'UPDATED', 'OVERDUE', 'REMOVED'].map((type) => `${type} ${NUMBER}`),
      );
      const [added, updated] = events.filter(({ kind }) => kind === 'CALLBACK');
      expect(added).toMatchObject({ subject: nativeId, callback: { dueAt, agent: { nativeId: agent } } });
      expect(updated).toMatchObject({
        callback: { nativeId, dueAt: new Date(Date.parse(dueAt) - 6_600_000).toISOString() },
      });
    },
  );

  it('a change while the desk was not followed is found in its list afterwards, and is late', async () => {
    const desk = await scriptedDesk();
    const adapter = connectTo([{ agent: 'jdoe', url: desk.url }]);
    const stream = collect(adapter.events as NonNullable<typeof adapter.events>);
    cleanups.push(desk.close, () => adapter.close(), stream.stop);
    desk.callbacks = [
      { id: '1', number: '5551' },
      { id: '2', number: '5552' },
    ];
    await until(() => desk.service.received.get('checkEvent') !== undefined);
    desk.callbacks = [
      { id: '2', number: '5559' },
      { id: '3', number: '5553' },
    ];
    desk.listeners.clear();
    const events = await stream.until((all) => all.flatMap(shown).length === 3);
    expect(events.flatMap(shown)).toEqual(['REMOVED 5551', 'UPDATED 5559', 'ADDED 5553']);
    expect(events.filter(({ kind }) => kind === 'CALLBACK').every(({ late }) => late)).toBe(true);
  });

  it('callbacksChanged is passed on as the vendor’s where the list cannot be read', async () => {
    const desk = await scriptedDesk();
    const adapter = connectTo([{ agent: 'jdoe', url: desk.url }]);
    const stream = collect(adapter.events as NonNullable<typeof adapter.events>);
    cleanups.push(desk.close, () => adapter.close(), stream.stop);
    desk.callbacks = null;
    await until(() => desk.service.received.get('checkEvent') !== undefined);
    desk.send({ _type: 'callbacksChanged', info: [{ id: '1' }], operation: 2 }, { _type: 'callbackRemoved', id: '7' });
    const events = await stream.until((all) => all.some(({ kind }) => kind === 'CALLBACK'));
    expect(events.filter(({ kind }) => kind === 'VENDOR')).toMatchObject([{ name: 'callbacksChanged' }]);
    expect(events.at(-1)).toMatchObject({ type: 'REMOVED', callback: { nativeId: 'jdoe/7' } });
  });
});
