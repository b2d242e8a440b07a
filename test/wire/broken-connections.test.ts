/** Lines that break under the pools of connections: soon noticed, and no harm is left behind. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { vendors } from '../../src/adapters/vendors.ts';
import { quietLog } from '../../src/server/logging.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import { simulators } from '../../src/simulators/simulators.ts';
import { startGateway } from '../server/gateway.ts';
import { type Break, Line } from './breakable-connections.ts';

/** More than the second for which Five9's users rest after an abandoned call, since it may still run there. */
const DEADLINE = 1_500;

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

/** A simulator behind a line; its settings lead through the line. */
async function lineTo(key: string) {
  const startsAt = new Date('2026-03-02T14:00:00Z');
  const centre = createCentre({ seed: 7, startsAt });
  const simulator = await simulators.find(({ vendor }) => vendor === key)?.start({ centre, port: 0 });
  if (!simulator) throw new Error(`no simulator of ${key}`);
  const line = new Line(simulator.port);
  const port = await line.open();
  open.push(simulator.close, () => line.close());
  const settings = JSON.parse(JSON.stringify(simulator.settings).replaceAll(`:${simulator.port}`, `:${port}`));
  return { line, settings, centre };
}

async function adapterOver(key: string) {
  const { line, settings, centre } = await lineTo(key);
  const vendor = vendors.find((each) => each.key === key);
  if (!vendor) throw new Error(`no vendor ${key}`);
  const adapter = vendor.connect(key, vendor.settings.parse(settings), { log: quietLog, now: () => centre.now() });
  open.push(() => adapter.close());
  return { line, adapter };
}

const ask = { deadline: DEADLINE };
/** A read of each vendor, that says how much it found. */
const READS: Readonly<Record<string, (adapter: Adapter) => Promise<unknown> | undefined>> = {
  'five9-config': (adapter) => adapter.call('getDispositions', {}, ask),
  engage: (adapter) => adapter.campaigns?.({}, ask),
  'remote-control': (adapter) => adapter.agents?.({}, ask),
  recorder: (adapter) => adapter.call('DEVICELIST', {}, ask),
};
const BREAKS: readonly Break[] = ['reset', 'end in the middle', 'silence'];

describe.each(Object.entries(READS))('%s', (key, read) => {
  test.each(BREAKS)(
    'that is read over lines which break (%s) is read again over new ones (F2)',
    { timeout: 30_000 },
    async (how) => {
      const { line, adapter } = await adapterOver(key);
      const four = () => Promise.allSettled([1, 2, 3, 4].map(() => read(adapter)));
      /** Reads until nothing fails, which each line that broke may prevent once. */
      const recovers = async () => {
        for (let left = line.standing; ; left -= 1) {
          const began = performance.now();
          const failures = (await four()).flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
          if (failures.length === 0) return;
          for (const { code } of failures) expect(code).toMatch(/^(UNAVAILABLE|TIMEOUT|BAD_RESPONSE)$/);
          expect(performance.now() - began).toBeLessThan(3 * DEADLINE);
          expect(left).toBeGreaterThan(0);
        }
      };
      await expect.poll(() => read(adapter), { timeout: 10_000 }).toBeTruthy();
      await recovers();
      line.break(how);
      await recovers();
      expect(line.felt).toBeGreaterThan(0);
    },
  );
});

test('a list on a silent connection is read over a new one', async () => {
  const { line, settings } = await lineTo('recorder');
  const gateway = await startGateway({
    vendors: ['recorder'],
    settings: { recorder: settings },
    more: { limits: { accountMilliseconds: DEADLINE } },
  });
  open.push(() => gateway.close());
  const codes = async (device: string) => {
    const query = `query ($device: String) { recordings(first: 5, filter: { device: $device }) { sources { error { code } } } }`;
    const { data } = await gateway.ask(query, { device });
    return data.recordings.sources.map(({ error }: { error: { code: string } | null }) => error?.code ?? null);
  };
  expect(await codes('7001')).toEqual([null]);
  line.break('silence');
  expect(await codes('7002')).toEqual(['TIMEOUT']);
  expect(await codes('7003')).toEqual([null]);
});
