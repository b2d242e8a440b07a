import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { until } from '../helpers/until.ts';
import { callEvent } from './events.ts';
import { paused, start, takeOver } from './standby.ts';

describe('the times of a standby', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());
  const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

  test('an event that the other gateway has not published after ten seconds was a duplicate, a younger one was not', async () => {
    const started = start();
    const { standby, stored, log } = started;
    const [double, recent, published] = ['double', 'recent', 'published'].map((words) => ({
      ...callEvent({ call: words }),
      words,
    })) as [EventRecord, EventRecord, EventRecord];
    await standby.take(double);
    pass(2_000);
    await standby.take(recent);
    pass(9_000);
    await standby.take(published);
    standby.published(log({ ...published }));
    expect(standby.size).toBe(1);
    const end = await takeOver(started);
    await until(() => stored.length > 0, 'what is left');
    await end();
    expect(stored).toEqual([recent]);
  });

  const receivedNow = (words: string): EventRecord => ({ ...paused(words), receivedAt: new Date().toISOString() });

  test('what a stream delivers late of a call whose newer event was published is a gap, and the newer one no event', async () => {
    const started = start(new Date());
    const { standby, stored, lost, log } = started;
    pass(5_000);
    const older = receivedNow('older');
    standby.published(log(receivedNow('newer')));
    const end = await takeOver(started);
    await setImmediate();
    pass(5_000);
    await standby.take({ ...older, receivedAt: new Date().toISOString() });
    await standby.take(receivedNow('newer'));
    const next = receivedNow('next');
    await standby.take(next);
    await end();
    expect(stored).toEqual([next]);
    expect(lost).toEqual([{ since: new Date(), reason: expect.stringMatching(/newer events of their calls/) }]);
  });

  test('what is delivered late after a gap was reported is another gap', async () => {
    const started = start(new Date());
    const { standby, stored, lost, log } = started;
    pass(5_000);
    for (const call of ['one', 'two']) standby.published(log({ ...receivedNow('newer'), subject: call }));
    const end = await takeOver(started);
    await setImmediate();
    await standby.take({ ...receivedNow('older'), subject: 'one' });
    expect(lost).toHaveLength(1);
    pass(1_000);
    await standby.take({ ...receivedNow('older'), subject: 'two' });
    await end();
    expect([lost.map(({ since }) => since.getTime()), stored]).toEqual([[Date.now() - 1_000, Date.now()], []]);
  });

  test('a stream that was opened after the newer event of a call does not deliver that one late', async () => {
    const opened = new Date(Date.now() + 10_000);
    const started = start(opened);
    const { standby, stored, lost, log } = started;
    standby.published(log(receivedNow('newer')));
    const end = await takeOver(started);
    await setImmediate();
    pass(15_000);
    const next = receivedNow('next');
    await standby.take(next);
    await end();
    expect([stored, lost]).toEqual([[next], []]);
  });

  test('of clocks that differ by a second, an event that was received as the stream was opened is not delivered late', async () => {
    for (const { ahead, isDue } of [
      { ahead: 1_000, isDue: false },
      { ahead: 1_001, isDue: true },
    ]) {
      const started = start(new Date());
      const { standby, stored, lost, log } = started;
      pass(ahead);
      standby.published(log(receivedNow('newer')));
      const end = await takeOver(started);
      await setImmediate();
      const next = receivedNow('next');
      void standby.take(next);
      await until(() => stored.length + lost.length > 0, 'it is stored or left out');
      await end();
      expect([stored, lost.length], `${ahead} ms`).toEqual(isDue ? [[], 1] : [[next], 0]);
    }
  });

  test('what a watch delivers within ten seconds of a hand-over and the last gateway published is not published again', async () => {
    const started = start(null, true);
    const { standby, stored, log } = started;
    const [early, late] = [callEvent({ call: 'early' }), callEvent({ call: 'late' })];
    standby.published(log({ ...early, fingerprint: 'there 1' }, { ...late, fingerprint: 'there 2' }));
    const end = await takeOver(started);
    await setImmediate();
    pass(9_999);
    await standby.take(early);
    expect(stored).toEqual([]);
    pass(1);
    await standby.take(late);
    await end();
    expect(stored).toEqual([late]);
  });

  test('an event published a minute before the same one was received is another event', async () => {
    const { standby, log } = start();
    standby.published(log(paused(), paused()));
    await standby.take(paused());
    expect(standby.size).toBe(0);
    pass(61_000);
    await standby.take(paused());
    expect(standby.size).toBe(1);
  });

  test('events too old to be published make room, and are a gap before anything else', async () => {
    const started = start();
    const { standby, stored, lost, log } = started;
    const all = Array.from({ length: 10_000 }, (_, index) => callEvent({ call: String(index) }));
    const since = new Date();
    await standby.take(all[0] as EventRecord);
    pass(1_000);
    for (const event of all.slice(1)) await standby.take(event);
    pass(62_000);
    // When another event arrives, the other gateway continues without them.
    standby.published(log(callEvent({ account: 'other' })));
    const waits = standby.take(callEvent({ call: 'new' }));
    standby.published(log(callEvent({ call: 'unseen' })));
    await waits;
    expect(standby.size).toBe(10_000);
    const steps: string[] = [];
    const stop = new AbortController();
    const ended = standby.publish(stop.signal, async () => void steps.push(`begun, ${lost.length}, ${stored.length}`));
    pass(3_000);
    await until(() => stored.length === 10_000, 'the rest');
    stop.abort();
    await ended;
    expect(steps).toEqual(['begun, 0, 0']);
    expect(lost).toEqual([{ since, reason: 'More events arrived than could be buffered' }]);
    expect(stored.map(({ subject }) => subject)).toEqual([...all.slice(1).map(({ subject }) => subject), 'new']);
    await standby.take(callEvent({ call: 'next' }));
    standby.published(log(callEvent({ call: 'unseen' })));
    const end = await takeOver(started);
    await until(() => stored.length === 10_001, 'what came since');
    await end();
    expect(lost).toHaveLength(1);
  });
});
