import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Log } from '../../src/adapters/vendor.ts';
import type { FaultInjector } from '../../src/simulators/simulator.ts';
import { untilAnswer } from '../helpers/until.ts';
import { ACCOUNTS, startGateway, type TestGateway } from './gateway.ts';

const LISTS = `{
  campaigns(first: 50) { edges { node { source { account { key } } } } sources { account { key } count error { code message retryable } } }
  agents(first: 100) { edges { node { id } } sources { account { key } count error { code message retryable } } }
  calls(first: 50) { edges { node { id } } sources { account { key } count error { code message retryable } } }
  recordings(first: 10) { edges { node { id } } sources { account { key } count error { code message retryable } } }
}`;

const KEYS = Object.keys(ACCOUNTS) as (keyof typeof ACCOUNTS)[];

describe('a fault of one account costs its rows and nothing else', () => {
  let gateway: TestGateway;
  let whole: Map<string, number>;

  interface Report {
    readonly account: { readonly key: string };
    readonly error: { readonly code: string } | null;
    readonly count: number;
  }

  const sourcesOf = (data: Record<string, { sources: Report[] }>) =>
    Object.entries(data).flatMap(([list, { sources }]) =>
      sources.map(({ account: { key }, error, count }) => ({ list, key, error, count })),
    );

  beforeAll(async () => {
    gateway = await startGateway({ more: { limits: { accountMilliseconds: 2_000 } } });
    const answer = await untilAnswer(
      () => gateway.ask(LISTS),
      ({ data }) => sourcesOf(data).every(({ error }) => error === null),
    );
    whole = new Map(sourcesOf(answer.data).map(({ list, key, count }) => [`${list} ${key}`, count]));
  }, 30_000);
  beforeEach(async () => {
    for (const vendor of KEYS) gateway.simulator(vendor).trouble(null);
    // An account whose breaker opened is asked again after a while.
    await untilAnswer(
      () => gateway.ask(LISTS),
      ({ data }) => sourcesOf(data).every(({ error }) => error === null),
    );
  });
  afterAll(() => gateway.close());

  const kinds: FaultInjector['kind'][] = ['down', 'hang', 'html', 'empty', 'half', 'unavailable'];

  test.each(KEYS.flatMap((vendor) => kinds.map((kind) => [vendor, kind] as const)))(
    '%s: %s (F1, F3)',
    async (vendor, kind) => {
      gateway.simulator(vendor).trouble({ kind });
      const key = ACCOUNTS[vendor];
      const { data, errors } = await untilAnswer(
        () => gateway.ask(LISTS),
        (answer) => sourcesOf(answer.data).some((source) => source.key === key && source.error),
      );
      expect(errors).toBeUndefined();
      for (const source of sourcesOf(data)) {
        const where = `${source.list} of ${source.key}`;
        if (source.key === key) {
          if (source.error) expect(source.error.code, where).toMatch(/^(UNAVAILABLE|TIMEOUT|BAD_RESPONSE)$/);
        } else {
          expect(source.error, where).toBeNull();
          if (source.list !== 'calls')
            expect(source.count, where).toBeGreaterThanOrEqual(whole.get(`${source.list} ${source.key}`) ?? 0);
        }
      }
      expect(JSON.stringify(data)).not.toMatch(/127\.0\.0\.1|<html|stack/i);
    },
  );

  test('the gateway stays ready and live, and reports the account as not up (P7)', async () => {
    gateway.simulator('engage').trouble({ kind: 'unavailable' });
    await untilAnswer(
      async () => {
        await gateway.ask(LISTS);
        return (await (await fetch(`${gateway.origin}/readyz`, { headers: gateway.header() })).json()) as {
          accounts: Record<string, string>;
        };
      },
      ({ accounts }) => accounts.outreach !== 'UP',
    );
    const ready = await fetch(`${gateway.origin}/readyz`, { headers: gateway.header() });
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({
      status: 'ready',
      accounts: { outreach: expect.stringMatching(/DEGRADED|DOWN/) },
    });
    const live = await fetch(`${gateway.origin}/livez`);
    expect([live.status, await live.json()]).toEqual([200, { status: 'alive' }]);
  });
});

describe('a vendor that does not answer', () => {
  let gateway: TestGateway;
  let silent: Server;
  let waiting = 0;
  let left = 0;
  const lines: { level: string; facts: Record<string, unknown>; message: string }[] = [];
  const record = (level: string) => (facts: object, message: string) =>
    void lines.push({ level, facts: { ...facts }, message });
  const log: Log = { debug: record('debug'), info: record('info'), warn: record('warn'), error: record('error') };

  beforeAll(async () => {
    silent = createServer((request) => {
      waiting += 1;
      request.socket.once('close', () => {
        left += 1;
      });
    });
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
    gateway = await startGateway({
      vendors: ['engage', 'five9-config'],
      settings: { 'five9-config': { url, deadline: 20_000 } },
      // A user rests for a second after a call that was left.
      more: { limits: { operationMilliseconds: 1_800, accountMilliseconds: 20_000 } },
      log,
    });
  }, 30_000);
  afterAll(async () => {
    silent.closeAllConnections();
    await gateway.close();
    silent.close();
  });

  test('a client that leaves takes its vendor calls with it (H16)', async () => {
    const before = { waiting, left };
    const leaving = new AbortController();
    const asked = fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...gateway.header() },
      body: JSON.stringify({ query: '{ five9Config_getDispositions { name } }' }),
      signal: leaving.signal,
    }).catch((error: Error) => error.name);
    await untilAnswer(
      async () => waiting,
      (now) => now > before.waiting,
    );
    leaving.abort();
    expect(await asked).toBe('AbortError');
    await untilAnswer(
      async () => left,
      (now) => now > before.left,
      2_000,
    );
  });

  test('of two clients that ask the same, one may leave (H16)', async () => {
    const before = { waiting, left };
    const leaving = new AbortController();
    const ask = (signal?: AbortSignal) =>
      fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...gateway.header() },
        body: JSON.stringify({ query: '{ slow: five9Config_getPrompts { name } }' }),
        signal: signal ?? null,
      });
    const gone = ask(leaving.signal).catch((error: Error) => error.name);
    const staying = ask();
    await untilAnswer(
      async () => waiting,
      (now) => now > before.waiting,
    );
    leaving.abort();
    expect(await gone).toBe('AbortError');
    const { errors } = (await (await staying).json()) as { errors: { extensions: { code: string } }[] };
    expect(errors[0]?.extensions.code).toBe('TIMEOUT');
    expect(waiting).toBe(before.waiting + 1);
  });

  test('the operation is answered in its time, with what there is', async () => {
    const began = performance.now();
    const { data, errors } = await gateway.ask(
      '{ campaigns(first: 5) { totalCount sources { account { key } notAsked count error { code } } } accounts { key } }',
    );
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(errors).toBeUndefined();
    expect(data.accounts).toHaveLength(2);
    expect(data.campaigns.totalCount).toBeNull();
    expect(data.campaigns.sources).toEqual([
      { account: { key: 'outreach' }, notAsked: null, count: expect.any(Number), error: null },
      { account: { key: 'acme-five9' }, notAsked: null, count: 0, error: { code: 'TIMEOUT' } },
    ]);
    expect(data.campaigns.sources[0].count).toBeGreaterThan(0);
  });

  test('a field that may be empty is, and its neighbours are whole', async () => {
    const { data, errors } = await gateway.ask(
      '{ accounts { key } slow: five9Config_getAgentGroup(groupName: "Sales") { name } }',
    );
    expect(data).toEqual({ accounts: [{ key: 'outreach' }, { key: 'acme-five9' }], slow: null });
    expect(errors).toEqual([
      {
        message: 'The operation took too long',
        path: ['slow'],
        locations: expect.any(Array),
        extensions: { code: 'TIMEOUT', retryable: true, requestId: expect.stringMatching(/^[\da-f-]{36}$/) },
      },
    ]);
  });

  test('the log has no internal error of the gateway for these faults', () => {
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
