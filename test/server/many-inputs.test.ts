/** Thousands of variables and filters: what they hold afterwards, and whether others are answered (D8). */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../program/process.ts';
import { startGateway, type TestGateway } from './gateway.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const MEGABYTE = 1024 * 1024;
const MOST_MEGABYTES = 40;
/** Documents of fifty filters each; `npm run faults` asks for all of them. */
const FILTERING = process.env.FAULTS_AT_FULL_SIZE ? 200 : 60;

/** Among others, one caller has only so many long documents read in a minute. */
const CALLERS = 5;

let gateway: TestGateway;
beforeAll(async () => {
  const scopes = ['campaigns:read'];
  const more = { limits: { pointsPerMinute: 1_000_000 } };
  const several = Object.fromEntries(Array.from({ length: CALLERS }, (_, at) => [`many${at}`, { scopes }]));
  gateway = await startGateway({
    ...{ vendors: ['engage'], more },
    grants: { many: { scopes }, ...several, other: { scopes } },
  });
}, 30_000);
afterAll(() => gateway.close());

const others = () => gateway.ask('{ campaigns(first: 1) { edges { node { id } } } }', {}, 'other');

/** Asks one after the other while another caller asks too; answers the last answer and the megabytes used afterwards. */
async function usedAfter(rounds: number, ask: (round: number) => Promise<Answer>) {
  await Promise.all([ask(0), others()]);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  let last: Answer | undefined;
  for (let round = 1; round <= rounds; round += 1) {
    const [answer, other] = await Promise.all([ask(round), others()]);
    expect(other.errors).toBeUndefined();
    last = answer;
  }
  collectGarbage();
  return { last, used: (process.memoryUsage().heapUsed - before) / MEGABYTE };
}

const names = (round: number) => Array.from({ length: 10_000 }, (_, index) => `v${round}_${index}`);

test('ten thousand values of variables that the document does not declare hold nothing (D8)', async () => {
  const { last, used } = await usedAfter(20, (round) =>
    gateway.ask(
      `query Q${round} { campaigns(first: 1) { totalCount } }`,
      Object.fromEntries(names(round).map((name) => [name, `value of ${name}`])),
      'many',
    ),
  );
  expect(last?.errors).toBeUndefined();
  expect(used).toBeLessThan(MOST_MEGABYTES);
});

test('ten thousand declared variables are refused and hold nothing (D8)', async () => {
  const { last, used } = await usedAfter(10, (round) => {
    const declared = names(round).map((name) => `$${name}: Int`);
    return gateway.ask(`query (${declared}) { campaigns(first: 1) { totalCount } }`, {}, 'many');
  });
  expect(last?.data).toBeUndefined();
  expect(last?.errors?.length).toBeLessThanOrEqual(5);
  expect(used).toBeLessThan(MOST_MEGABYTES);
});

test(`${FILTERING * 50} filters, fifty in each of ${FILTERING} documents, hold a bounded part (D8)`, {
  timeout: 300_000,
}, async () => {
  const { last, used } = await usedAfter(FILTERING, (round) => {
    const roots = Array.from(
      { length: 50 },
      (_, index) => `a${index}: campaigns(first: 1, filter: { nameContains: "f${round}_${index}" }) { totalCount }`,
    );
    return gateway.ask(`{ ${roots.join(' ')} }`, {}, `many${round % CALLERS}`);
  });
  expect(last?.errors).toBeUndefined();
  expect(last?.data.a49).toMatchObject({ totalCount: 0 });
  expect(used).toBeLessThan(MOST_MEGABYTES);
});
