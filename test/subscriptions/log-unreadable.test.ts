/** Events that a log stored and cannot read any more are a gap, and cost no other event. */
import Database from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Log } from '../../src/adapters/vendor.ts';
import { Hub } from '../../src/subscriptions/deliver/hub.ts';
import { accountKey } from '../../src/subscriptions/log/event-keys.ts';
import type { LoggedEvent } from '../../src/subscriptions/log/log.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { decode, type StreamEntries } from '../../src/subscriptions/log/redis-positions.ts';
import { decodeRow } from '../../src/subscriptions/log/unreadable-events.ts';
import { until } from '../helpers/until.ts';
import { callEvent, silent } from './events.ts';
import { fresh } from './log-files.ts';

const PACK = 256;
const ACCOUNTS = ['floor', 'wfo'];

/** Events of two accounts in turn, named by their number. */
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) =>
    callEvent({ account: ACCOUNTS[at % 2] ?? '', fingerprint: `n${from + at}` }),
  );
const named = (from: number, to: number) => numbered(from, to).map(({ fingerprint }) => fingerprint);

/** A file with three compressed packs and some events behind them, of which a statement damages a part. */
async function damaged(statement: string) {
  const file = fresh();
  const log = await openSqliteLog({ file });
  for (let from = 0; from < 3 * PACK; from += 32) await log.append(numbered(from, from + 32));
  await until(() => packsOf(file) === 3, 'all packs are compressed');
  await log.append(numbered(3 * PACK, 3 * PACK + 20));
  await log.append(numbered(3 * PACK + 20, 3 * PACK + 40));
  await log.close();
  const database = new Database(file);
  database.exec(statement);
  database.close();
  const messages: string[] = [];
  const logger: Log = { ...silent, error: (_, message) => void messages.push(message) };
  const opened = await openSqliteLog({ file, log: logger });
  onTestFinished(() => opened.close());
  return { log: opened, messages, file };
}

function packsOf(file: string): number {
  const database = new Database(file);
  const { packs } = database.prepare('SELECT count(*) AS packs FROM packs').get() as { packs: number };
  database.close();
  return packs;
}

const SECOND_PACK = `UPDATE packs SET body = x'789c00' WHERE last = (SELECT last FROM packs ORDER BY last LIMIT 1 OFFSET 1)`;
const FIRST_BATCH = `UPDATE batches SET body = x'5b' WHERE last = (SELECT min(last) FROM batches)`;

/** An event by its number, a gap by its account. */
const brief = ({ event }: Pick<LoggedEvent, 'event'>) =>
  event.kind === 'GAP' ? `gap of ${event.account}` : event.fingerprint;
const GAPS = ['gap of floor', 'gap of wfo'];

describe.each([
  ['a compressed pack', SECOND_PACK, [named(0, PACK), named(2 * PACK, 3 * PACK + 40)]],
  ['a batch', FIRST_BATCH, [named(0, 3 * PACK), named(3 * PACK + 20, 3 * PACK + 40)]],
])('%s that cannot be read', (_, statement, [before = [], after = []]) => {
  it('is a gap of each account between the events before and after it, in either direction', async () => {
    const { log, messages } = await damaged(statement);
    const all: LoggedEvent[] = [];
    for (let more = true; more; ) {
      const page = await log.read(all.at(-1)?.position ?? null, 100);
      all.push(...page.events);
      more = page.more;
    }
    expect(all.map(brief)).toEqual([...before, ...GAPS, ...after]);
    const backwards = await log.readBefore(null, 2_000);
    expect(backwards.events.map(brief)).toEqual(all.map(brief).toReversed());
    expect(messages).toEqual(['Stored events cannot be read']);
    const gap = all[before.length]?.event;
    const [earlier, later] = [all[before.length - 1], all[before.length + 2]].map((one) =>
      log.timeOf(one?.position ?? ''),
    );
    if (gap?.kind !== 'GAP' || !earlier || !later) throw new Error('no gap');
    expect(Date.parse(gap.from)).toBeGreaterThanOrEqual(earlier.getTime());
    expect(Date.parse(gap.to)).toBeLessThanOrEqual(later.getTime());
  });

  it('does not stop a reader by keys that continues after a cursor, nor what is appended', async () => {
    const { log } = await damaged(statement);
    const hub = new Hub(log);
    onTestFinished(() => hub.close());
    const [first] = (await log.read(null, 1)).events;
    const matches = ({ kind, account }: LoggedEvent['event']) => kind === 'GAP' || account === 'wfo';
    const reader = await hub.read({ after: first?.position ?? null, matches, keys: [accountKey('wfo')] });
    const given: string[] = [];
    const read = async () => {
      for await (const item of reader) if (!item.gap) given.push(brief(item));
    };
    void read();
    await log.append(numbered(3 * PACK + 40, 3 * PACK + 42));
    const ofAccount = (names: readonly string[]) => names.filter((name) => Number(name.slice(1)) % 2 === 1);
    const expected = [...ofAccount(before), ...GAPS, ...ofAccount(after), `n${3 * PACK + 41}`];
    await until(() => given.at(-1) === expected.at(-1), 'the newest event');
    expect(given).toEqual(expected);
  });

  it('is compressed and removed as others are', async () => {
    const { log, file } = await damaged(statement);
    for (let from = 1_000; from < 1_000 + PACK; from += 64) await log.append(numbered(from, from + 64));
    await until(() => packsOf(file) === 4, 'the next pack is compressed');
    await log.close();
    const later = await openSqliteLog({ file, retention: { age: 1 }, now: () => new Date(Date.now() + 60_000) });
    onTestFinished(() => later.close());
    await later.trim();
    expect((await later.read(null, 10)).events).toEqual([]);
  });
});

it('an event whose text is damaged is a gap of its account', async () => {
  const changed = `replace(CAST(body AS TEXT), '"fingerprint":"n805"', '"fingerprint":n805"')`;
  const last = '(SELECT max(last) FROM batches)';
  const { log } = await damaged(`UPDATE batches SET body = CAST(${changed} AS BLOB) WHERE last = ${last}`);
  const { events } = await log.read(null, 2_000);
  expect(events).toHaveLength(3 * PACK + 40);
  expect(events.slice(803, 808).map(brief)).toEqual(['n803', 'n804', 'gap of wfo', 'n806', 'n807']);
});

it('an event that does not name its account is a gap of none, at its time', () => {
  const id = Date.parse('2026-03-02T10:00:00Z') * 1_024;
  expect(decodeRow({ id, body: 'x' }).event).toMatchObject({
    kind: 'GAP',
    account: '',
    from: '2026-03-02T10:00:00.000Z',
  });
  expect(decodeRow({ id, body: '{"account":"wfo",' }).event).toMatchObject({ account: 'wfo' });
});

it('an entry of Redis that is no event is a gap too', () => {
  const entries: StreamEntries = [
    ['1700000000000-0', ['event', JSON.stringify(callEvent({ fingerprint: 'n1' }))]],
    ['1700000001000-0', ['event', '{"account":"wfo"']],
    ['1700000002000-3', ['other']],
  ];
  const read = decode(entries);
  expect(read.map(brief)).toEqual(['n1', 'gap of wfo', 'gap of ']);
  expect(read[1]?.event).toMatchObject({ from: '2023-11-14T22:13:21.000Z', to: '2023-11-14T22:13:21.000Z' });
});
