/** Callbacks of a desk under each unit that the guide leaves open, compared with what the simulated desk stores. */
import { afterEach, describe, expect, it } from 'vitest';
import type { ChosenReadings } from '../../src/adapters/readings.ts';
import { type RunningFive9Cti, simulator } from '../../src/simulators/five9-cti/index.ts';
import { connectTo, scriptedDesk } from './scripted.ts';
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
  const adapter = connectTo([line], { readings: reading });
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
