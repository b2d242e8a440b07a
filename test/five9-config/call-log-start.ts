import { afterEach } from 'vitest';
import type { Adapter, CallRecord, ListQuery } from '../../src/adapters/adapter.ts';
import { vendor } from '../../src/adapters/five9-config/index.ts';
import { readings } from '../../src/adapters/five9-config/readings.ts';
import { quietLog } from '../../src/server/logging.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import { simulator } from '../../src/simulators/five9-config/index.ts';

/** In summer time of California, and shortly before the end of a day in UTC, which is a report. */
const START = new Date('2026-07-01T23:00:00Z');

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A simulated Five9 after some hours of calls, and an account that lists past calls at the centre's time. */
export async function startCallLog({ hours = 2, played = {}, chosen: given }: StartOptions = {}) {
  const centre = createCentre({ seed: 5, startsAt: START });
  const pass = (seconds: number) => centre.advanceTo(new Date(centre.now().getTime() + seconds * 1_000));
  pass(hours * 3_600);
  const running = await simulator.start({ centre, port: 0, reading: played });
  const chosen = Object.entries(played).filter(([id]) => readings.some((one) => one.id === id && one.setting));
  const settings = { ...running.settings, callLog: {}, readings: given ?? Object.fromEntries(chosen) };
  const adapter = vendor.connect('acme', vendor.settings.parse(settings), {
    log: quietLog,
    now: () => centre.now(),
  }) as Required<Adapter>;
  open.push(async () => {
    await adapter.close();
    await running.close();
  });
  const count = (operation: string) => running.received.get(operation) ?? 0;
  /** Lets a report finish as soon as it is asked for. */
  const whileReportsRun = async <Value>(work: Promise<Value>): Promise<Value> => {
    let seen = count('isReportRunning');
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    work.then(over, over);
    while (!isOver) {
      if (count('isReportRunning') > seen) {
        seen = count('isReportRunning');
        pass(4);
      }
      await new Promise(setImmediate);
    }
    return work;
  };
  const list = (query: ListQuery) => whileReportsRun(adapter.pastCalls(query, { deadline: 10_000 }));
  /** All calls of a period, read in stretches. */
  const listAll = async (query: ListQuery): Promise<CallRecord[]> => {
    const { items, period } = await list(query);
    if (!period || period.from <= Date.parse(query.startedAfter ?? '')) return [...items];
    return [...items, ...(await listAll({ ...query, startedBefore: new Date(period.from).toISOString() }))];
  };
  /** The settled calls of the centre and the callers that gave up, by id, with their starts. */
  const truth = ({ startedAfter, startedBefore }: ListQuery) => {
    const arrived = new Map(centre.callers.map(({ id, arrivedAt }) => [id, arrivedAt]));
    const ended = centre.calls.filter(({ carrier, endedAt }) => carrier === 'five9-cti' && endedAt);
    const lost = centre.callers.filter(({ state }) => state === 'ABANDONED');
    const starts = [
      ...ended.map(({ id, startedAt }) => [id, arrived.get(id) ?? startedAt] as const),
      ...lost.map(({ id, arrivedAt }) => [id, arrivedAt] as const),
    ].map(([id, at]) => [id, Math.floor(at.getTime() / 1_000) * 1_000] as const);
    const [from, to] = [Date.parse(startedAfter ?? ''), startedBefore ? Date.parse(startedBefore) : Infinity];
    return new Map(starts.filter(([, at]) => at > from && at < to));
  };
  return { centre, running, adapter, pass, count, list, listAll, truth, whileReportsRun };
}

interface StartOptions {
  readonly hours?: number;
  readonly played?: Readonly<Record<string, string>>;
  /** Readings of the account where they are others than those that are played. */
  readonly chosen?: Readonly<Record<string, string>>;
}

/** The starts of calls by the platform's id. */
export function startsOf(calls: readonly CallRecord[]): ReadonlyMap<string, number> {
  return new Map(calls.map(({ callId, startedAt }) => [callId ?? '', Date.parse(startedAt ?? '')]));
}
