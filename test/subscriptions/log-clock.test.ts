import { describe, expect, it } from 'vitest';
import { gapSince } from '../../src/subscriptions/ingest/gateway-events.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { silent } from './events.ts';
import { events, fingerprints, fresh, names } from './log-files.ts';

describe('an event log whose clock jumps (P3)', () => {
  it.each([
    ['back by an hour', -3_600_000],
    ['back to 1970', -Date.now()],
    ['forward by an hour', 3_600_000],
  ])('%s keeps its order, its events and its cursors', async (_, jump) => {
    let offset = 0;
    const now = () => new Date(Math.max(0, Date.now() + offset));
    const file = fresh();
    const log = await openSqliteLog({ file, now });
    const before = await log.append(events(0, 10));
    offset = jump;
    const during = await log.append(events(10, 20));
    await log.trim();
    expect((await log.read(before[4] ?? '', 100)).events.map(({ event }) => event.fingerprint)).toEqual(names(5, 20));
    await log.close();
    const again = await openSqliteLog({ file, now });
    offset = 0;
    const after = await again.append(events(20, 30));
    const places = [...before, ...during, ...after];
    expect([...places].sort()).toEqual(places);
    expect(await again.read(during[9] ?? '', 100)).toMatchObject({ gap: false, more: false });
    expect(await fingerprints(again)).toEqual(names(0, 30));
    await again.close();
  });

  it('back lets no gap end before it began', () => {
    const [earlier, later] = [new Date(1_700_000_000_000), new Date(1_700_000_060_000)];
    const messages = { from: earlier.toISOString(), to: earlier.toISOString() };
    expect(gapSince('floor', later, 'No gateway listened', earlier)).toMatchObject(messages);
  });

  describe('forward beyond the retention', () => {
    const HOUR = 3_600_000;

    async function leapt() {
      const clock = { offset: 0, uptime: 0 };
      const messages: string[] = [];
      const file = fresh();
      const options = {
        file,
        now: () => new Date(Date.now() + clock.offset),
        uptime: () => clock.uptime,
        log: { ...silent, warn: (_facts: object, message: string) => void messages.push(message) },
      };
      const log = await openSqliteLog(options);
      const [first = ''] = await log.append(events(0, 10));
      clock.offset = 100 * HOUR;
      clock.uptime = 60_000;
      await log.trim();
      return { clock, messages, log, options, first: first ?? '' };
    }

    it('removes nothing, logs it once, and continues when the clock is corrected', async () => {
      const { clock, messages, log, first } = await leapt();
      await log.append(events(10, 20));
      clock.uptime = HOUR;
      await log.trim();
      expect(messages).toEqual([expect.stringContaining('The clock leapt forward')]);
      clock.offset = 0;
      clock.uptime = 10 * HOUR;
      await log.trim();
      await log.append(events(20, 30));
      expect(await fingerprints(log)).toEqual(names(0, 30));
      expect(await log.read(first, 100)).toMatchObject({ gap: false });
      await log.close();
    });

    it('is accepted after an hour, with a gap for the removed events', async () => {
      const { clock, log, first } = await leapt();
      clock.uptime += HOUR;
      await log.trim();
      expect(await log.read(first, 10)).toMatchObject({ events: [], gap: true });
      await log.append(events(10, 20));
      expect(await fingerprints(log)).toEqual(names(10, 20));
      await log.close();
    });

    it('at the start removes nothing yet either', async () => {
      const { log, options, clock } = await leapt();
      await log.close();
      const again = await openSqliteLog(options);
      await again.trim();
      expect(await fingerprints(again)).toEqual(names(0, 10));
      clock.uptime += HOUR;
      await again.trim();
      expect(await fingerprints(again)).toEqual([]);
      await again.close();
    });
  });
});
