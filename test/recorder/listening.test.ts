/** When the account of a recorder is UP: once its events arrive and what was being recorded before is known. */
import { expect, it, onTestFinished } from 'vitest';
import { vendor } from '../../src/adapters/recorder/index.ts';
import { StreamCheckpoint } from '../../src/subscriptions/ingest/stream-checkpoint.ts';
import { until } from '../helpers/until.ts';
import { begin, brief, storedEvents } from '../subscriptions/flaky-source.ts';
import { dependencies, okResult, requestIds, scripted } from './dependencies.ts';

/** A gateway and its recorder, which may withhold its events and close connections by which it is sent such requests. */
async function started(first: { readonly isGranted?: boolean; readonly closes?: RegExp | null }, settled = 60_000) {
  const state: { isGranted: boolean; closes: RegExp | null } = { isGranted: true, closes: null, ...first };
  const withheld: (() => void)[] = [];
  const commands = await scripted((text, socket) => {
    if (state.closes?.test(text)) socket.destroy();
    else for (const id of requestIds(text)) socket.write(okResult(id));
  });
  const events = await scripted((text, socket) => {
    for (const id of requestIds(text)) {
      withheld.push(() => void socket.write(okResult(id)));
      if (state.isGranted) withheld.pop()?.();
    }
  });
  const settings = { ...commands.settings, eventsUrl: events.settings.url, deadline: 60_000 };
  const adapter = vendor.connect('wfo', settings, dependencies());
  const { log } = await begin([adapter], { settled });
  onTestFinished(async () => {
    await adapter.close();
    await Promise.all([commands.close(), events.close()]);
  });
  const grant = () => {
    state.isGranted = true;
    for (const each of withheld.splice(0)) each();
  };
  const checkpoint = () => new StreamCheckpoint(log, 'events:wfo', 1_000).last(AbortSignal.timeout(5_000));
  const seen = async () => (await storedEvents(log)).map(brief);
  const checks = () => commands.received.join('').split('<TYPE>SYSTEMSTATUS<').length - 1;
  return { state, commands, events, grant, checkpoint, seen, checks };
}

const sentTo = ({ received }: { readonly received: readonly string[] }) => received.length > 0;

it('is not UP because the recorder answers, while the connection for events is being made', async () => {
  const { events, grant, checkpoint, seen, checks } = await started({ isGranted: false }, 20);
  await until(() => sentTo(events) && checks() >= 3);
  expect([await seen(), await checkpoint()]).toEqual([[], null]);
  grant();
  await until(async () => (await seen()).includes('UP'));
  await until(checkpoint);
});

it('is DOWN when the connection for events takes more than a second, and UP with a gap once it is made', async () => {
  const { grant, checkpoint, seen } = await started({ isGranted: false });
  await until(async () => (await seen()).length > 0);
  expect([await seen(), await checkpoint()]).toEqual([['DOWN'], null]);
  grant();
  await until(async () => (await seen()).length === 3);
  expect((await seen()).toSorted()).toEqual(['DOWN', 'GAP', 'UP']);
});

it.each([
  ['answers nothing', /./],
  ['does not list its devices', /DEVICELIST/],
])('is not UP by its connection for events while the recorder %s, and is soon after', async (_name, closes) => {
  const { state, commands, checkpoint, seen } = await started({ closes }, 20);
  await until(() => commands.sockets.length >= 4);
  expect([await seen(), await checkpoint()]).toEqual([['DOWN'], null]);
  const answeredAt = performance.now();
  state.closes = null;
  await until(async () => (await seen()).length === 3);
  expect(performance.now() - answeredAt).toBeLessThan(5_000);
  expect((await seen()).toSorted()).toEqual(['DOWN', 'GAP', 'UP']);
  await until(checkpoint);
});

it('is UP at an ordinary start without being asked', async () => {
  const { seen, checkpoint, checks } = await started({});
  await until(async () => (await seen()).includes('UP'));
  await until(checkpoint);
  expect([await seen(), checks()]).toEqual([['UP'], 0]);
});
