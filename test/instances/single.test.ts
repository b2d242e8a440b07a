import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { ask, startProgram } from '../program/process.ts';
import { configure, faultsIn, folder, JITTER, killInstance, memoryOf, Subscriber } from './gateways.ts';
import { bearer, begin, cleanups, FAULTLESS, start, subscribe, untilReceived } from './single.ts';

/** Files this process and those it starts may have open; node asks for as many as it may have. */
const FILES = Number(/^Max open files +\d+ +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? 0);
const SOCKETS = 5_000;

/** How many of them come back; each connection costs its client here as much as the gateway. */
const RETURNING = 1_500;
const ENOUGH_FILES = FILES >= SOCKETS + 1_000;
if (!ENOUGH_FILES) console.warn(`SKIPPED: ${SOCKETS} sockets are not tested, only ${FILES} files may be open here`);

const PAGE =
  'query ($after: Cursor) { events(first: 100, after: $after) { edges { cursor node { kind ... on VendorEvent { payload { name value } } } } } }';
const numbersOf = (answer: Awaited<ReturnType<typeof ask>>) =>
  answer.data.events.edges.flatMap(({ node }: { node: { payload?: { name: string; value: string }[] } }) =>
    (node.payload ?? []).filter(({ name }) => name === 'GLOBALCALLID').map(({ value }) => Number(value)),
  );

const GAPS =
  'query ($after: Cursor) { events(first: 100, after: $after, filter: { kinds: [GAP] }) { edges { node { kind account { key } ... on Gap { reason from to } } } } }';

/** Sets how large a file the process may write; node takes the signal for nothing, so that the write fails. */
function limitFiles(pid: number | undefined, bytes: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
}

async function readiness(url: string): Promise<object> {
  const response = await fetch(new URL('/readyz', url));
  return { http: response.status, ...((await response.json()) as object) };
}

const PRLIMIT = ['/usr/bin/prlimit', '/bin/prlimit'].some(existsSync);
if (!PRLIMIT) console.warn('SKIPPED: a full disk is not tested, there is no prlimit here');

describe('one gateway with its own file', () => {
  test('publishes a gap for events after a cursor that were removed, then the later events (S9)', {
    timeout: 60_000,
  }, async () => {
    const { feeder, run } = await start();
    const before = await run();
    const subscriber = subscribe(before.url);
    await begin(feeder, subscriber);
    const { cursor } = subscriber;
    feeder.publish(20);
    await untilReceived(subscriber, feeder);
    subscriber.stop();
    await before.program.stop();
    const after = await run('events', 0.00001);
    const query = () => ask(after.url, GAPS, { after: cursor }, bearer);
    await untilAnswer(
      async () => (await query()).data.events.edges.map(({ node }: { node: { reason?: string } }) => node.reason),
      (reasons) => reasons.includes('The events in between are no longer stored'),
    );
    const late = new Subscriber([after.url], cursor);
    cleanups.push(() => late.stop());
    await begin(feeder, late);
    expect(late.gaps[0]).toBe('The events in between are no longer stored');
    expect(late.numbers.every((number) => number > (subscriber.numbers.at(-1) ?? 0))).toBe(true);
  });

  test.skipIf(!PRLIMIT)(
    'buffers events while the disk is full, makes the vendor wait, and loses nothing (P3)',
    {
      timeout: 60_000,
    },
    async () => {
      const { feeder, run, file } = await start();
      const { url, program } = await run();
      const subscriber = subscribe(url);
      const first = await begin(feeder, subscriber);
      feeder.publish(50);
      await untilReceived(subscriber, feeder);
      const { pid } = program.process;
      limitFiles(pid, statSync(`${file('events')}-wal`).size);
      const published = subscriber.numbers.length;
      await untilAnswer(async () => {
        feeder.publish(500);
        return feeder.untaken;
      }, Boolean);
      await program.says(/cannot be written/);
      expect(await readiness(url)).toMatchObject({ http: 200, status: 'ready', events: 'buffering' });
      expect(subscriber.numbers.length - published).toBeLessThan(feeder.last - published);
      expect(memoryOf(pid)).toBeLessThan(400);
      expect((await ask(url, '{ accounts { key } }', {}, bearer)).errors).toBeUndefined();
      limitFiles(pid, 'unlimited');
      await untilReceived(subscriber, feeder);
      expect(faultsIn(subscriber.numbers, first, feeder.last)).toEqual(FAULTLESS);
      expect({ gaps: subscriber.gaps, cuts: subscriber.cuts }).toEqual({ gaps: [], cuts: 0 });
      expect(await readiness(url)).toMatchObject({ http: 200, status: 'ready', events: 'persisted' });
    },
  );

  test.skipIf(!PRLIMIT)(
    'killed while the disk is full, it has all stored events, and a gap for the buffered ones (P3)',
    { timeout: 60_000 },
    async () => {
      const { feeder, run, file } = await start();
      const before = await run();
      const subscriber = subscribe(before.url);
      const first = await begin(feeder, subscriber);
      feeder.publish(50);
      await untilReceived(subscriber, feeder);
      const full = Date.now();
      limitFiles(before.program.process.pid, statSync(`${file('events')}-wal`).size);
      await untilAnswer(async () => {
        feeder.publish(500);
        return feeder.untaken;
      }, Boolean);
      await before.program.says(/cannot be written/);
      const { cursor, numbers } = subscriber;
      subscriber.stop();
      await killInstance(before);
      expect(faultsIn(numbers, first, numbers.at(-1) ?? 0)).toEqual(FAULTLESS);
      const after = await run();
      const late = new Subscriber([after.url], cursor);
      cleanups.push(() => late.stop());
      const next = feeder.last + 1;
      await begin(feeder, late);
      await untilReceived(late, feeder);
      expect(late.gaps).toEqual(['No gateway listened']);
      expect(faultsIn(late.numbers, late.numbers[0] ?? 0, feeder.last)).toEqual(FAULTLESS);
      expect(late.numbers[0]).toBeGreaterThanOrEqual(next);
      const { data } = await ask(after.url, GAPS, { after: cursor }, bearer);
      // Its last checkpoint was stored while there was room, or in the second before.
      expect(Date.parse(data.events.edges[0].node.from)).toBeLessThanOrEqual(full + 1_000);
    },
  );

  test('does not start on a file that it cannot create, and names it', async () => {
    const place = folder();
    cleanups.push(() => place.remove());
    const accounts = [{ id: 'wfo', vendor: 'recorder', url: 'tcp://127.0.0.1:9' }];
    const inTheWay = configure(place.path, 'in-the-way', {});
    const file = join(inTheWay, 'events.db');
    const config = configure(place.path, 'events', { accounts, events: { file } });
    const program = startProgram(['serve', '--config', config], { PORT: '0' });
    expect(await program.ended()).toBe(1);
    expect(program.output()).toBe(`The event log ${file} cannot be opened\n`);
  });

  test('continues exactly after a cursor when killed and started again; foreign cursors are refused (S9)', {
    timeout: 60_000,
  }, async () => {
    const { feeder, run } = await start();
    const before = await run();
    const subscriber = subscribe(before.url);
    await begin(feeder, subscriber);
    const marked = { cursor: subscriber.cursor, number: subscriber.numbers.at(-1) ?? 0 };
    feeder.publish(60);
    await untilReceived(subscriber, feeder);
    subscriber.stop();
    await killInstance(before);
    const after = await run();
    const gaps = () => ask(after.url, GAPS, { after: marked.cursor }, bearer);
    const [gap] = await untilAnswer(
      async () => (await gaps()).data.events.edges.filter(({ node }: { node: { reason?: string } }) => node.reason),
      (published) => published.length > 0,
    );
    expect(gap.node).toMatchObject({ reason: 'No gateway listened', account: { key: 'wfo' } });
    expect(Date.parse(gap.node.from)).toBeLessThan(Date.parse(gap.node.to));
    const page = await ask(after.url, PAGE, { after: marked.cursor }, bearer);
    expect(numbersOf(page)).toEqual(
      Array.from({ length: feeder.last - marked.number }, (_, at) => marked.number + 1 + at),
    );

    const other = await run('other');
    const foreign = await ask(other.url, PAGE, { after: marked.cursor }, bearer);
    const forged = await ask(after.url, PAGE, { after: `${marked.cursor?.slice(0, -2)}AA` }, bearer);
    for (const refused of [foreign, forged]) {
      expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_ARGUMENT' });
    }
  });

  test.skipIf(!ENOUGH_FILES)(
    'stops within seconds with close code 1012 for every socket; reconnecting clients miss nothing (S14)',
    { timeout: 240_000 },
    async () => {
      const { feeder, run } = await start(10_000);
      const before = await run();
      const scout = subscribe(before.url);
      await begin(feeder, scout);
      await untilReceived(scout, feeder);
      const { cursor } = scout;
      feeder.publish(1);
      const first = feeder.last;
      const urls = [before.url];
      const subscribers = Array.from({ length: SOCKETS }, () => new Subscriber(urls, cursor, JITTER));
      cleanups.push(() => {
        for (const subscriber of subscribers) subscriber.stop();
      });
      const all = (fit: (subscriber: Subscriber) => boolean) =>
        untilAnswer(async () => subscribers.every(fit), Boolean, 100_000);
      await all(({ numbers }) => numbers.length > 0);
      feeder.publish(2);
      const asked = performance.now();
      expect(await before.program.stop()).toBe(0);
      expect(performance.now() - asked).toBeLessThan(20_000);
      await all(({ codes }) => codes.includes(1012));
      for (const subscriber of subscribers.splice(RETURNING)) subscriber.stop();

      const after = await run();
      urls[0] = after.url;
      await all(({ gaps }) => gaps.includes('No gateway listened'));
      feeder.publish(5);
      await all(({ numbers }) => numbers.at(-1) === feeder.last);
      for (const { numbers, codes } of subscribers) {
        expect(faultsIn(numbers, first, feeder.last)).toEqual(FAULTLESS);
        expect(codes).not.toContain(4429);
      }
    },
  );
});
