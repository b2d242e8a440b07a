/** Alerts of rules over made-up figures: each change is reported once, wherever the gateway is killed. */
import { afterEach, expect, test } from 'vitest';
import { AlertStore } from '../../src/alerts/alert-store.ts';
import { AlertMonitor } from '../../src/alerts/monitor.ts';
import type { GroupFigures } from '../../src/alerts/watched.ts';
import { type AlertSettings, alertShape } from '../../src/config/alerts.ts';
import { quietLog } from '../../src/server/logging.ts';
import type { EventLog } from '../../src/subscriptions/log/log.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { untilAnswer } from '../helpers/until.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function openLog(): Promise<EventLog> {
  const log = await openSqliteLog({ file: ':memory:' });
  cleanups.push(() => log.close());
  return log;
}

const rule = (settings: object = {}): AlertSettings =>
  alertShape.parse({ id: 'waiting', figure: 'CALLS_WAITING', above: 5, forSeconds: 0, ...settings });

/** The figures of the accounts, by the names of groups; undefined for an account that is not received. */
type Floor = Record<string, Record<string, number | null> | undefined>;

interface Failing {
  readonly read?: (rule: AlertSettings) => void;
}

function watch(log: EventLog, floor: Floor, rules: readonly AlertSettings[], { read = () => {} }: Failing = {}) {
  let rounds = 0;
  const figures = (account: string): GroupFigures => {
    const groups = floor[account];
    return groups && new Map(Object.entries(groups).map(([name, value]) => [name, { subject: {}, value }]));
  };
  const monitor = new AlertMonitor({
    ...{ rules, store: new AlertStore(log), logger: quietLog, everyMs: 2 },
    accounts: () => Object.keys(floor),
    reader: () => {
      rounds += 1;
      return async (asked, account) => {
        read(asked);
        return figures(account);
      };
    },
    emptyValue: () => 0,
    now: () => new Date(),
  });
  cleanups.push(() => monitor.stop());
  monitor.start(Promise.resolve());
  /** Resolves when the floor as it is now was looked at. */
  const looked = async () => {
    const before = rounds;
    await untilAnswer(
      async () => rounds,
      (now) => now > before + 2,
    );
  };
  return { monitor, looked };
}

async function reported(log: EventLog) {
  const { events } = await log.read(null, 1_000);
  return events.map(({ event }) =>
    event.kind === 'ALERT' ? `${event.type} ${event.account} ${event.alert.rule} ${event.alert.value}` : event.kind,
  );
}

test('An alert is raised once and cleared once, with the value of each', async () => {
  const log = await openLog();
  const floor: Floor = { one: { '': 3 }, two: { '': 9 } };
  const { looked } = watch(log, floor, [rule()]);
  await looked();
  floor.one = { '': 6 };
  await looked();
  floor.one = { '': 8 };
  await looked();
  expect(await reported(log)).toEqual(['RAISED two waiting 9', 'RAISED one waiting 6']);
  floor.one = { '': 2 };
  await looked();
  expect(await reported(log)).toEqual(['RAISED two waiting 9', 'RAISED one waiting 6', 'CLEARED one waiting 2']);
  const { events } = await log.read(null, 10);
  const ids = events.map(({ event }) => (event.kind === 'ALERT' ? event.alert.id : ''));
  expect(ids[2]).toBe(ids[1]);
  expect(ids[1]).not.toBe(ids[0]);
  expect((await new AlertStore(log).raised()).map(({ account }) => account)).toEqual(['two']);
});

test('An account that is not received keeps its alerts, and a group that is gone clears its own', async () => {
  const log = await openLog();
  const floor: Floor = { one: { Billing: 9, Sales: 9 } };
  const { looked } = watch(log, floor, [rule({ groupBy: 'QUEUE' })]);
  await looked();
  floor.one = undefined;
  await looked();
  expect(await reported(log)).toEqual(['RAISED one waiting 9', 'RAISED one waiting 9']);
  floor.one = { Sales: 9 };
  await looked();
  expect((await reported(log)).slice(2)).toEqual(['CLEARED one waiting 0']);
});

test('A rule that is removed, disabled or no longer names a group clears its alerts', async () => {
  const log = await openLog();
  const floor: Floor = { one: { Billing: 9, Sales: 9 } };
  const byQueue = rule({ groupBy: 'QUEUE' });
  const { monitor, looked } = watch(log, floor, [byQueue]);
  await looked();
  monitor.configure([{ ...byQueue, names: ['Sales'] }]);
  await looked();
  expect((await reported(log)).slice(2)).toEqual(['CLEARED one waiting null']);
  monitor.configure([]);
  await looked();
  expect((await reported(log)).slice(2)).toEqual(['CLEARED one waiting null', 'CLEARED one waiting null']);
});

test('A rule that cannot be applied costs only itself', async () => {
  const log = await openLog();
  const floor: Floor = { one: { '': 9 } };
  const read = ({ id }: AlertSettings) => {
    if (id === 'bad') throw new Error('no such figure');
  };
  const { looked } = watch(log, floor, [rule({ id: 'bad' }), rule({ id: 'good' })], { read });
  await looked();
  expect(await reported(log)).toEqual(['RAISED one good 9']);
});

/** The same log, of which each write after some fails, as for a process that was killed there. */
function killedAfter(log: EventLog, most: number) {
  let done = 0;
  const orDead = <Answer>(write: () => Promise<Answer>) => {
    if (done >= most) return Promise.reject<Answer>(new Error('killed'));
    done += 1;
    return write();
  };
  const until = (writes: number) =>
    untilAnswer(
      async () => done,
      (count) => count >= Math.min(writes, most),
    );
  const killed = Object.assign(Object.create(log) as EventLog, {
    append: (events: Parameters<EventLog['append']>[0]) => orDead(() => log.append(events)),
    exchange: (...given: Parameters<EventLog['exchange']>) => orDead(() => log.exchange(...given)),
    notes: (prefix: string) => log.notes(prefix),
  });
  return { killed, until };
}

/** To report a change, an alert is stored, its event appended and the alert marked. */
const WRITES = 3;

test.each([0, 1, 2, 3, 4, 5, 6])(
  'A gateway killed after %i writes leaves each change to be reported once',
  async (count) => {
    const log = await openLog();
    const floor: Floor = { one: { '': 9 } };
    const { killed, until } = killedAfter(log, count);
    const { monitor } = watch(killed, floor, [rule()]);
    await until(WRITES);
    floor.one = { '': 1 };
    if (count >= WRITES) await until(2 * WRITES);
    await monitor.stop();
    floor.one = { '': 9 };
    const next = watch(log, floor, [rule()]);
    await next.looked();
    floor.one = { '': 1 };
    await next.looked();
    const types = (await reported(log)).map((line) => line.split(' ')[0]);
    const pair = ['RAISED', 'CLEARED'];
    expect(types).toEqual(count > WRITES ? [...pair, ...pair] : pair);
    expect(await log.notes('alert:')).toEqual(new Map());
  },
);

test('Of two gateways that both watch, as after a lost lease, each change is reported by one', async () => {
  const log = await openLog();
  const floor: Floor = { one: { '': 9 } };
  const [first, second] = [watch(log, floor, [rule()]), watch(log, floor, [rule()])];
  await Promise.all([first.looked(), second.looked()]);
  floor.one = { '': 1 };
  await untilAnswer(
    async () => (await log.notes('alert:')).size,
    (left) => left === 0,
  );
  expect(await reported(log)).toEqual(['RAISED one waiting 9', 'CLEARED one waiting 1']);
});

test('An alert whose stored form cannot be read costs only itself', async () => {
  const log = await openLog();
  await log.note('alert:["waiting","one","",""]', '{"account":1}');
  const { looked } = watch(log, { one: { '': 9 } }, [rule()]);
  await looked();
  expect(await reported(log)).toEqual(['RAISED one waiting 9']);
});

test('Alerts of one account leave room for fifty of every other', async () => {
  const log = await openLog();
  const groups = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`${at}`, 9]));
  const floor: Floor = { one: groups(1_020), two: {} };
  const { looked } = watch(log, floor, [rule({ groupBy: 'QUEUE' })]);
  const raised = async () => {
    const all = await new AlertStore(log).raised();
    return ['one', 'two'].map((account) => all.filter((alert) => alert.account === account).length);
  };
  await untilAnswer(raised, ([one]) => one === 1_000);
  floor.two = groups(60);
  await untilAnswer(raised, ([, two]) => two === 50);
  await looked();
  expect(await raised()).toEqual([1_000, 50]);
});
