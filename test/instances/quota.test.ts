import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { quotas } from '../../src/adapters/five9-config/contract/quotas.ts';
import { untilAnswer } from '../helpers/until.ts';
import { ask, startProgram } from '../program/process.ts';
import { noRedis, startRedis } from '../subscriptions/redis-server.ts';
import { configure, folder, type Instance, KEY, killInstance, startInstance } from './gateways.ts';

if (noRedis) console.warn(noRedis);

const ALLOWED = quotas.ReportRequest.minute;
const REPORT = `mutation { five9Config_runReport(folderName: "Call Log Reports", reportName: "Call Log") }`;
const COUNTED = '{ five9Config_getCallCountersState { timeout callCounterStates { operationType value } } }';
const REPORTED = '{ accounts { quotas { kind windowSeconds used } } }';

const send = (at: Instance, query: string) => ask(at.url, query, {}, { authorization: `Bearer ${KEY}` });

/** Asks for so many reports at once; how many ran, and why the others did not. */
async function reports(at: Instance, many: number) {
  const answers = await Promise.all(Array.from({ length: many }, () => send(at, REPORT)));
  const refusals = answers.flatMap(({ errors }) => errors?.map((error) => error.extensions) ?? []);
  return { ran: many - refusals.length, refusals };
}

/** The reports of this minute, as the vendor itself counted them. */
async function vendorsCount(at: Instance): Promise<number> {
  const { data } = await send(at, COUNTED);
  const states = data.five9Config_getCallCountersState as {
    timeout: string;
    callCounterStates: { operationType: string; value: string }[];
  }[];
  const minute = states.find(({ timeout }) => timeout === '60');
  return Number(minute?.callCounterStates.find(({ operationType }) => operationType === 'ReportRequest')?.value);
}

/** What a gateway says was spent of this minute's reports. */
async function reportedBy(at: Instance): Promise<number> {
  const { data } = await send(at, REPORTED);
  const [account] = data.accounts as { quotas: { kind: string; windowSeconds: number; used: number }[] }[];
  return (
    account?.quotas.find(({ kind, windowSeconds }) => kind === 'ReportRequest' && windowSeconds === 60)?.used ?? -1
  );
}

/** The minute of the clock, or null about its turn, which the simulated vendor's clock takes a little later. */
function minuteNow(): number | null {
  const now = Date.now();
  const into = now % 60_000;
  return into > 2_000 && into < 58_000 ? now - into : null;
}

/** Does it until it began and ended in one minute of the clock, by which the vendor counts. */
async function withinOneMinute<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    const began = await untilAnswer(
      async () => minuteNow(),
      (minute) => minute !== null,
    );
    const result = await work();
    if (minuteNow() === began) return result;
  }
}

test.skipIf(noRedis)(
  'two gateways never ask a vendor for more than it allows one account, nor does one that was killed and started again (F4)',
  { timeout: 240_000 },
  async () => {
    const redis = await startRedis(true);
    const simulator = startProgram(['simulate', 'five9-config', '--port', '0', '--seed', '7']);
    await simulator.says(/# ready/);
    const [vendor] = parse(simulator.output()).accounts as { url: string; users: object[] }[];
    const place = folder();
    const living = new Set<Instance>();
    onTestFinished(async () => {
      await Promise.all([...living].map(({ program }) => program.stop()));
      await simulator.stop();
      await redis.dispose();
      place.remove();
    });
    const start = async (turn: number) => {
      // Each logs in as a user of its own, as Five9 asks of programs that run at the same time.
      const accounts = [{ id: 'acme', vendor: 'five9-config', url: vendor?.url, users: [vendor?.users[turn]] }];
      const events = { file: join(place.path, `events-${turn}.db`) };
      const instance = await startInstance(
        configure(place.path, `gateway-${turn}`, { accounts, events, redis: { url: redis.url } }),
      );
      living.add(instance);
      return instance;
    };
    const first = await start(0);
    let second = await start(1);

    const seen = await withinOneMinute(async () => {
      // What an attempt that began in the minute before left of this one.
      const before = await vendorsCount(first);
      const [one, other] = await Promise.all([reports(first, ALLOWED - 4), reports(second, ALLOWED - 4)]);
      await killInstance(second);
      living.delete(second);
      second = await start(1);
      const after = await reports(second, 3);
      const reported = [await reportedBy(first), await reportedBy(second)];
      return { before, one, other, after, reported, counted: await vendorsCount(first) };
    });
    expect(seen.counted).toBe(ALLOWED);
    expect(seen.reported).toEqual([ALLOWED, ALLOWED]);
    expect(seen.before + seen.one.ran + seen.other.ran).toBe(ALLOWED);
    expect(seen.after.ran).toBe(0);
    const refusals = [seen.one, seen.other, seen.after].flatMap((round) => round.refusals);
    // Refused here: had the vendor done it, its fault would be named.
    for (const { code, vendorCode } of refusals) {
      expect({ code, vendorCode: vendorCode ?? null }).toEqual({ code: 'RATE_LIMITED', vendorCode: null });
    }
  },
);
