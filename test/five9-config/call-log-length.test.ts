/** Long Call Log reports: their memory, measured in a process of its own, and what happens at the vendor's limit. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { standIn, texts } from './stand-in.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const HEADER =
  'CALL ID,TIMESTAMP,CAMPAIGN,CALL TYPE,AGENT,AGENT NAME,DISPOSITION,ANI,CUSTOMER NAME,DNIS,CALL TIME,TALK TIME,RECORDINGS';
/** Midnight in UTC of a day of standard time in California. */
const DAY = Date.parse('2026-01-14T00:00:00Z');
const HOUR = 3_600_000;
const PACIFIC = 8 * HOUR;
const NAMES = [
  ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
] as const;

/** A time as reports write it: `Wed, 14 Jan 2026 09:00:06`. */
function shown(at: number): string {
  const there = new Date(at - PACIFIC);
  const [days, months] = NAMES;
  const date = `${String(there.getUTCDate()).padStart(2, '0')} ${months[there.getUTCMonth()]} ${there.getUTCFullYear()}`;
  return `${days[there.getUTCDay()]}, ${date} ${there.toISOString().slice(11, 19)}`;
}

const line = (index: number, at: number) =>
  `${300_000_000_000_000 + index},"${shown(at)}","Billing, North",Inbound,agent${index % 90},Agent No. ${index % 90},Resolved,614555${String(index % 10_000).padStart(4, '0')},"Customer ""No. ${index}""",6145552000,00:01:30,00:01:02,09:00:25(0:43)`;

/** Five9 with these starts of calls in its log, which answers at once and cuts reports. */
async function five9(starts: readonly number[], idOf = (index: number) => index, most = 50_000) {
  const reports = new Map<string, string>();
  let bytes = 0;
  const { adapter, sent } = await standIn(
    ({ operation, body }) => {
      const [identifier = ''] = texts(body, 'identifier');
      if (operation === 'isReportRunning') return '<return>false</return>';
      if (operation === 'getReportResultCsv') return `<return>${reports.get(identifier)}</return>`;
      if (operation !== 'runReport') return '';
      const [from = '', to = ''] = [texts(body, 'start')[0], texts(body, 'end')[0]];
      const within = starts.flatMap((at, index) =>
        at >= Date.parse(from) && at < Date.parse(to) ? [[index, at]] : [],
      );
      const text = [HEADER, ...within.slice(0, most).map(([index = 0, at = 0]) => line(idOf(index), at))].join('\n');
      bytes = Math.max(bytes, text.length);
      const id = `R${reports.size}`;
      reports.set(id, text.replaceAll('&', '&amp;'));
      return `<return>${id}</return>`;
    },
    { callLog: {}, deadline: 60_000 },
  );
  const forget = () => reports.clear();
  const read = async (query: object) => {
    if (!adapter.pastCalls) throw new Error('the account lists no past calls');
    return adapter.pastCalls(query, { deadline: 120_000 });
  };
  return { read, sent, forget, bytes: () => bytes };
}

const iso = (at: number) => new Date(at).toISOString();

function used(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

test('pages through 49,999 rows take at most three times the text of their report', { timeout: 120_000 }, async () => {
  const starts = Array.from({ length: 49_999 }, (_, index) => DAY + 1_000 + index * 1_700);
  const { read, sent, bytes, forget } = await five9(starts);
  const filter = { startedAfter: iso(DAY), startedBefore: iso(DAY + 24 * HOUR) };
  const before = used();
  await read({ ...filter, limit: 1 });
  forget();
  let [count, most] = [0, 0];
  for (let startedBefore = filter.startedBefore; ; ) {
    const { items, period } = await read({ ...filter, startedBefore });
    count += items.length;
    expect(items[0]?.customerName).toMatch(/^Customer "No\. \d+"$/);
    if (count % 5_000 < 1_000) most = Math.max(most, used() - before);
    if (!period || period.from <= DAY) break;
    startedBefore = iso(period.from);
  }
  expect(count).toBe(starts.length);
  expect(sent('runReport')).toHaveLength(1);
  expect(bytes()).toBeGreaterThan(7_000_000);
  expect(most / bytes()).toBeLessThan(3);
});

test('a day of more rows than the vendor answers is read in parts, and every call once', {
  timeout: 60_000,
}, async () => {
  const busy = Array.from({ length: 60_000 }, (_, index) => DAY + 9 * HOUR + 1_000 + index * 500);
  const { read, sent } = await five9(busy);
  const { items, truncated, period } = await read({
    ...{ startedAfter: iso(DAY), startedBefore: iso(DAY + 24 * HOUR), limit: 100_000 },
  });
  expect(new Set(items.map(({ nativeId }) => nativeId)).size).toBe(busy.length);
  expect(items).toHaveLength(busy.length);
  expect([truncated, period?.from]).toEqual([false, DAY]);
  expect(sent('runReport').length).toBeGreaterThan(2);
});

test('less than an hour of more rows than the vendor answers is said to be cut', { timeout: 60_000 }, async () => {
  const rush = Array.from({ length: 50_010 }, (_, index) => DAY + 9 * HOUR + 1_000 + index * 10);
  const { read } = await five9(rush);
  const { items, truncated, period } = await read({
    ...{ startedAfter: iso(DAY), startedBefore: iso(DAY + 24 * HOUR), limit: 100_000 },
  });
  expect(items.length).toBeLessThan(rush.length);
  expect(truncated).toBe(true);
  expect(period?.completeTo).toBeLessThanOrEqual(DAY + 9 * HOUR);
});

test('rows of one id around midnight are one call of the first day, and hours later another call', async () => {
  const midnight = DAY + 24 * HOUR;
  const starts = [midnight - 2_000, midnight + 20_000, midnight + 6 * HOUR, midnight + 7 * HOUR];
  const { read } = await five9(starts, (index) => (index === 3 ? 9 : 1));
  const list = async (from: number, to: number) =>
    (await read({ startedAfter: iso(from), startedBefore: iso(to) })).items.map(({ startedAt }) => startedAt);
  expect(await list(DAY, midnight + 24 * HOUR)).toEqual([starts[3], starts[2], starts[0]].map((at = 0) => iso(at)));
  expect(await list(midnight, midnight + HOUR)).toEqual([]);
});
