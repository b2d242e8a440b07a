import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CostExceededError } from '../../src/server/cost-exceeded-error.ts';
import { RateLimiter } from '../../src/server/rate-limiter.ts';
import type { Answer } from '../program/process.ts';
import { startGateway, type TestGateway } from './gateway.ts';

const CHEAP = '{ accounts { key } }';
/** Five points. */
const LITTLE = `{ ${['a', 'b', 'c', 'd', 'e'].map((name) => `${name}: accounts { key }`).join(' ')} }`;
const page = (size: number) => `{ campaigns(first: ${size}) { edges { node { id } } } }`;

let gateway: TestGateway;
beforeAll(async () => {
  const grants = Object.fromEntries(
    ['dear', 'other', 'back', 'get', 'act', 'socket', 'huge', 'named'].map((id) => [
      id,
      { scopes: ['campaigns:read', 'calls:control'] },
    ]),
  );
  // What comes back meanwhile, two points a second, is little beside what the tests spend.
  gateway = await startGateway({
    vendors: ['engage'],
    grants,
    more: { limits: { pointsPerMinute: 130, nodes: 1_000 } },
  });
}, 30_000);
afterAll(() => gateway.close());

async function post(query: string, key: string, variables = {}) {
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...gateway.header(key) },
    body: JSON.stringify({ query, variables }),
  });
  const { errors = [] } = (await response.json()) as Answer;
  return { status: response.status, headers: response.headers, extensions: errors[0]?.extensions };
}

describe('what an operation may cost', () => {
  test('of one operation beyond its limit is refused with both figures (H7)', async () => {
    const { status, extensions } = await post(
      '{ campaigns(first: 50) { edges { node { calls(first: 50) { edges { node { id } } } } } } }',
      'huge',
    );
    expect([status, extensions]).toEqual([
      400,
      { code: 'LIMIT_EXCEEDED', cost: { requested: 2_550, most: 1_000 }, requestId: expect.any(String) },
    ]);
  });

  test('counts 25 objects for a page without a size', async () => {
    const nested = 'campaigns { edges { node { calls { edges { node { id } } } } } }';
    const { extensions } = await post(`{ a: ${nested} b: ${nested} }`, 'huge');
    expect(extensions?.cost).toEqual({ requested: 1_300, most: 1_000 });
  });

  test("beyond a caller's whole allowance is refused without a time to wait", async () => {
    const { status, headers, extensions } = await post(
      '{ a: campaigns(first: 100) { totalCount } b: campaigns(first: 100) { totalCount } }',
      'huge',
    );
    expect([status, headers.get('retry-after'), extensions?.code]).toEqual([400, null, 'LIMIT_EXCEEDED']);
    expect(extensions?.cost).toMatchObject({ requested: 202, perMinute: 130 });
  });
});

describe('twenty cheap operations and then an expensive one', () => {
  test('the expensive one is refused with the time to wait, cheap ones and other callers continue (H7)', async () => {
    for (let count = 0; count < 20; count += 1) expect((await post(LITTLE, 'dear')).status).toBe(200);
    const { status, headers, extensions } = await post(page(100), 'dear');
    expect(status).toBe(429);
    expect(headers.get('content-type')).toMatch(/graphql-response\+json/);
    const { code, cost, retryAfterSeconds } = extensions as {
      code: string;
      cost: Record<string, number>;
      retryAfterSeconds: number;
    };
    expect([code, cost.requested, cost.perMinute]).toEqual(['RATE_LIMITED', 101, 130]);
    expect(cost.left).toBeLessThan(101);
    expect(headers.get('retry-after')).toBe(String(retryAfterSeconds));
    expect(retryAfterSeconds).toBeGreaterThan(0);
    expect(retryAfterSeconds).toBeLessThanOrEqual(60);
    expect((await post(CHEAP, 'dear')).status).toBe(200);
    expect((await post(page(100), 'other')).status).toBe(200);
  });
});

test('an operation that is not named in the request is charged all the same', async () => {
  const roots = Array.from({ length: 50 }, (_, index) => `a${index}: accounts { key }`);
  const named = `query Named { ${roots.join(' ')} }`;
  const statuses: number[] = [];
  for (let count = 0; count < 3; count += 1) statuses.push((await post(named, 'named')).status);
  expect(statuses).toEqual([200, 200, 429]);
});

describe('points of objects that were not returned are refunded (H7)', () => {
  const none = `query ($n: String) { campaigns(first: 100, filter: { nameContains: $n }) { edges { node { id } } } }`;
  const empty = { n: 'no campaign is called so' };

  test('to queries posted', async () => {
    for (let count = 0; count < 6; count += 1) expect((await post(none, 'back', empty)).status).toBe(200);
  });

  test('to queries in an address, which Apollo answers', async () => {
    for (let count = 0; count < 6; count += 1) {
      const search = new URLSearchParams({ query: none, variables: JSON.stringify(empty) });
      const headers = { ...gateway.header('get'), 'apollo-require-preflight': 'yes' };
      expect((await fetch(`${gateway.url}?${search}`, { headers })).status).toBe(200);
    }
  });

  test('over a socket, which spends the same points', async () => {
    const socket = gateway.socket('socket');
    const ask = async (query: string, variables = {}) => {
      for await (const answer of socket.iterate({ query, variables })) return answer;
      throw new Error('no answer');
    };
    for (let count = 0; count < 6; count += 1) expect((await ask(none, empty)).errors).toBeUndefined();
    const acts = Array.from(
      { length: 50 },
      (_, index) => `a${index}: callHold(input: { id: "x" }) { userErrors { code } }`,
    );
    expect((await post(`mutation { ${acts.join(' ')} }`, 'socket')).status).toBe(200);
    const refused = await ask(page(100)).catch((errors: unknown) => errors);
    expect(refused).toMatchObject([
      { extensions: { code: 'RATE_LIMITED', cost: { requested: 101 }, retryAfterSeconds: expect.any(Number) } },
    ]);
    await socket.dispose();
  });
});

test('mutations cost their root fields', async () => {
  const acts = Array.from(
    { length: 50 },
    (_, index) => `a${index}: callHold(input: { id: "x" }) { userErrors { code } }`,
  );
  const act = () => post(`mutation { ${acts.join(' ')} }`, 'act');
  const statuses = [];
  for (let count = 0; count < 4; count += 1) statuses.push((await act()).status);
  expect(statuses).toContain(429);
});

test('points are refilled evenly up to the limit', () => {
  let now = 0;
  const allowance = new RateLimiter(60, () => now);
  const spend = (nodes: number, caller = 'a') => allowance.charge(caller, { rootFields: 1, lookups: 0, nodes });
  const seconds = (nodes: number) => {
    try {
      spend(nodes);
      return 0;
    } catch (thrown) {
      return thrown instanceof CostExceededError ? thrown.seconds : -1;
    }
  };
  spend(59);
  expect([seconds(0), seconds(9), seconds(60)]).toEqual([1, 10, undefined]);
  now = 9_999;
  expect(seconds(9)).toBe(1);
  now = 10_000;
  expect([seconds(9), seconds(0)]).toEqual([0, 1]);
  now = 1_000_000;
  const charge = spend(59);
  charge?.settle({ list: [{ inner: [1, 2] }, 3] });
  expect(seconds(55)).toBe(1);
  expect(seconds(54)).toBe(0);
  charge?.settle(null);
  expect(seconds(59)).toBe(1);
});
