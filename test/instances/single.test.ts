import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ask, until } from '../program/process.ts';
import { Feeder, numbered } from './feeder.ts';
import { configure, faultsIn, folder, KEY, murder, Subscriber, startInstance } from './gateways.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const bearer = { authorization: `Bearer ${KEY}` };
const FAULTLESS = { lost: [], doubled: 0 };

async function start() {
  const place = folder();
  const feeder = new Feeder();
  await feeder.open();
  const settings = (file: string) => ({
    accounts: [{ id: 'wfo', vendor: 'recorder', url: feeder.url, deadline: 1_000 }],
    events: { file: join(place.path, `${file}.db`) },
  });
  cleanups.push(
    () => place.remove(),
    () => feeder.close(),
  );
  const run = async (name = 'events') => {
    const instance = await startInstance(configure(place.path, name, settings(name)));
    cleanups.push(() => instance.program.process.exitCode ?? instance.program.stop('SIGKILL'));
    return instance;
  };
  return { feeder, run };
}

function subscribe(url: string): Subscriber {
  const subscriber = new Subscriber([url]);
  cleanups.push(() => subscriber.stop());
  return subscriber;
}

/** Tells events until the subscriber has one, and answers its number. */
async function begin(feeder: Feeder, subscriber: Subscriber): Promise<number> {
  await until(async () => {
    feeder.tell(1);
    return subscriber.numbers.length;
  }, Boolean);
  return subscriber.numbers[0] ?? 0;
}

async function untilTold(subscriber: Subscriber, feeder: Feeder): Promise<void> {
  await until(
    async () => subscriber.numbers.at(-1),
    (number) => number === feeder.last,
  );
}

const PAGE =
  'query ($after: Cursor) { events(first: 100, after: $after) { edges { cursor node { kind ... on VendorEvent { payload { name value } } } } } }';
const numbersOf = (answer: Awaited<ReturnType<typeof ask>>) =>
  answer.data.events.edges.flatMap(({ node }: { node: { payload?: { name: string; value: string }[] } }) =>
    (node.payload ?? []).filter(({ name }) => name === 'GLOBALCALLID').map(({ value }) => Number(value)),
  );

describe('one gateway with its own file', () => {
  test('killed and started again, it goes on from a cursor exactly; cursors it did not give out are refused', {
    timeout: 60_000,
  }, async () => {
    const { feeder, run } = await start();
    const before = await run();
    const subscriber = subscribe(before.url);
    await begin(feeder, subscriber);
    const marked = { cursor: subscriber.cursor, number: subscriber.numbers.at(-1) ?? 0 };
    feeder.tell(60);
    await untilTold(subscriber, feeder);
    subscriber.stop();
    await murder(before);
    const after = await run();
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

  test('asked to stop, it tells every socket to come back elsewhere and is gone within seconds', {
    timeout: 60_000,
  }, async () => {
    const { feeder, run } = await start();
    const { url, program } = await run();
    const subscribers = Array.from({ length: 200 }, () => subscribe(url));
    await until(
      async () => {
        feeder.tell(1);
        return subscribers.filter(({ numbers }) => numbers.length > 0).length;
      },
      (begun) => begun === 200,
    );
    feeder.feed(100);
    const asked = performance.now();
    expect(await program.stop()).toBe(0);
    expect(performance.now() - asked).toBeLessThan(10_000);
    await until(
      async () => subscribers.filter(({ codes }) => codes.length > 0).length,
      (closed) => closed === 200,
    );
    for (const { codes } of subscribers) expect(codes[0]).toBe(1012);
  });
});

describe('a recorder that comes and goes', () => {
  test('is followed again on the same port, told as a gap and as an account, without doubles', {
    timeout: 60_000,
  }, async () => {
    const { feeder, run } = await start();
    const { url } = await run();
    const subscriber = subscribe(url);
    const first = await begin(feeder, subscriber);
    feeder.tell(20);
    await untilTold(subscriber, feeder);

    feeder.breakAll(numbered(999_999));
    await until(
      async () => feeder.subscribed,
      (count) => count === 2,
    );
    feeder.tell(20);
    await untilTold(subscriber, feeder);

    feeder.mood = 'refuse';
    feeder.breakAll();
    const status = async () => (await ask(url, '{ accounts { status } }', {}, bearer)).data.accounts[0].status;
    await until(async () => feeder.refused, Boolean);
    await until(status, (told) => told === 'DOWN');
    feeder.mood = 'open';
    await until(
      async () => feeder.subscribed,
      (count) => count === 3,
    );
    await until(status, (told) => told === 'UP');
    feeder.tell(20);
    await untilTold(subscriber, feeder);

    await feeder.close();
    await until(status, (told) => told === 'DOWN');
    await feeder.open();
    await until(
      async () => feeder.subscribed,
      (count) => count === 4,
    );
    feeder.tell(20);
    await untilTold(subscriber, feeder);
    expect(faultsIn(subscriber.numbers, first, feeder.last)).toEqual(FAULTLESS);
    expect(subscriber.numbers).not.toContain(999_999);
    expect(subscriber.cuts).toBe(0);
    const told = await ask(
      url,
      '{ events(first: 100, filter: { kinds: [ACCOUNT] }) { edges { node { ... on AccountEvent { status } } } } }',
      {},
      bearer,
    );
    const statuses = told.data.events.edges.flatMap(({ node }: { node: { status?: string } }) => node.status ?? []);
    expect(statuses).toEqual(['UP', 'DOWN', 'UP', 'DOWN', 'UP']);
  });
});
