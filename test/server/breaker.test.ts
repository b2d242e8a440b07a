import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { FaultInjector } from '../../src/simulators/simulator.ts';
import { until, untilAnswer } from '../helpers/until.ts';
import { ACCOUNTS, startGateway, type TestGateway } from './gateway.ts';

const SOURCES = 'sources { account { key } count error { code message retryable vendorCode } }';
const UP = { status: 'UP', ready: 'UP', lastError: null };
const LISTS = `{ skills(first: 5) { ${SOURCES} } campaigns(first: 5) { ${SOURCES} } }`;

interface Report {
  readonly account: { readonly key: string };
  readonly count: number;
  readonly error: { readonly code: string; readonly vendorCode: string | null; readonly message: string } | null;
}

describe('a vendor that fails', () => {
  let gateway: TestGateway;
  const received = () => [...gateway.simulator('engage').received.values()].reduce((sum, count) => sum + count, 0);
  const trouble = (wanted: FaultInjector | null) => gateway.simulator('engage').trouble(wanted);
  const read = () => gateway.ask('{ engage_listScripts(org: { internalId: "42", type: "Account" }) { internalId } }');
  const act = () => gateway.ask('mutation { engage_deleteScript(script: { internalId: "1" }) }');
  const metrics = async (name?: string) =>
    fetch(`${gateway.origin}/metrics`, name === '' ? {} : { headers: gateway.header(name) });
  const metric = async (name: string) =>
    Number(new RegExp(`^crosspoint_${name} (\\d+)$`, 'm').exec(await (await metrics()).text())?.[1]);
  const state = async () => {
    const { data } = await gateway.ask('{ accounts { key status lastError { code vendorCode message } } }');
    const account = data.accounts.find(({ key }: { key: string }) => key === ACCOUNTS.engage);
    const { accounts } = (await (await fetch(`${gateway.origin}/readyz`, { headers: gateway.header() })).json()) as {
      accounts: Record<string, string>;
    };
    return { status: account.status, ready: accounts[ACCOUNTS.engage], lastError: account.lastError };
  };
  const opened = 'breaker_openings_total{account="outreach",service=""}';
  const isOpen = 'breaker_state{account="outreach",service="",state="open"}';
  const isClosed = 'breaker_state{account="outreach",service="",state="closed"}';

  beforeAll(async () => {
    gateway = await startGateway({
      vendors: ['engage', 'five9-config'],
      settings: { engage: { deadline: 2_000 } },
      grants: {
        reader: { scopes: ['calls:read'] },
        elsewhere: { scopes: ['admin'], accounts: [ACCOUNTS['five9-config']] },
      },
    });
  });
  afterAll(() => gateway.close());
  afterEach(() => trouble(null));

  test('is neither up nor down until it was asked', async () => {
    const up = async () => (await (await metrics()).text()).match(/^crosspoint_account_up\{.*$/gm);
    expect(await up()).toBeNull();
    await gateway.ask(LISTS);
    expect(await up()).toEqual(['outreach', 'acme-five9'].map((key) => `crosspoint_account_up{account="${key}"} 1`));
  });

  test('is not called after twenty failures, affects no other account, and is tried by one call at a time (F13)', async () => {
    expect((await read()).errors).toBeUndefined();
    expect((await gateway.ask(LISTS)).errors).toBeUndefined();
    expect(await state()).toEqual(UP);
    const calls = received();
    expect([await metric(opened), await metric(isClosed)]).toEqual([0, 1]);
    trouble({ kind: 'unavailable' });
    await untilAnswer(read, ({ errors }) => errors?.[0]?.extensions?.vendorCode === 'BREAKER_OPEN');
    expect(await metric(opened)).toBe(1);
    expect(received()).toBeLessThanOrEqual(calls + 22);

    const refused = await untilAnswer(read, ({ errors }) => errors?.[0]?.extensions?.vendorCode === 'BREAKER_OPEN');
    expect(refused.errors?.[0]).toMatchObject({
      message: expect.stringMatching(/outreach .*breaker is open.* \d+ s$/),
      extensions: {
        ...{ code: 'UNAVAILABLE', retryable: true, account: 'outreach', vendor: 'ENGAGE' },
        details: { retryAfterSeconds: expect.any(Number) },
      },
    });

    const outreach = (sources: readonly Report[]) => sources.find(({ account }) => account.key === 'outreach');
    // What was read before it failed may be served for a moment.
    const { data, errors } = await untilAnswer(
      () => gateway.ask(`{ campaigns(first: 5) { ${SOURCES} } }`),
      (answer) => Boolean(outreach(answer.data.campaigns.sources)?.error),
    );
    expect(errors).toBeUndefined();
    const sources: Report[] = data.campaigns.sources;
    expect(outreach(sources)?.error?.code).toBe('UNAVAILABLE');
    const other = sources.find(({ account }) => account.key === 'acme-five9');
    expect(other).toMatchObject({ error: null, count: expect.any(Number) });
    expect(other?.count).toBeGreaterThan(0);
    expect(await state()).toMatchObject({ status: 'DOWN', ready: 'DOWN', lastError: { code: 'UNAVAILABLE' } });
    expect((await state()).lastError.vendorCode).toBe('BREAKER_OPEN');

    trouble({ kind: 'hang' });
    const before = received();
    // One of five reads is the trial, which hangs, or all are refused.
    await until(async () => {
      let refused = false;
      void Promise.all(Array.from({ length: 5 }, read)).then(() => {
        refused = true;
      });
      await until(() => refused || received() > before);
      return received() > before;
    });
    const during = await Promise.all(Array.from({ length: 10 }, act));
    for (const { errors } of during) expect(errors?.[0]?.extensions).toMatchObject({ vendorCode: 'BREAKER_OPEN' });
    expect(received(), 'while one call is a trial').toBe(before + 1);
  });

  test('is asked again once a trial is answered', async () => {
    await untilAnswer(read, ({ errors }) => errors === undefined, 60_000);
    expect(await metric(isClosed)).toBe(1);
    expect(await state()).toEqual(UP);
  });

  test('is not sent acts while its breaker is open, and no outcome is unknown', async () => {
    trouble({ kind: 'down' });
    const codes: string[] = [];
    const before = gateway.simulator('engage').received.get('deleteScript') ?? 0;
    await untilAnswer(act, ({ errors }) => {
      codes.push(String(errors?.[0]?.extensions?.code));
      return errors?.[0]?.extensions?.vendorCode === 'BREAKER_OPEN';
    });
    const sent = (gateway.simulator('engage').received.get('deleteScript') ?? 0) - before;
    expect(codes.filter((code) => code === 'OUTCOME_UNKNOWN')).toHaveLength(sent);
    expect(codes.at(-1)).toBe('UNAVAILABLE');
    expect(await metric(isOpen)).toBe(1);
  });

  test('is counted in the metrics of its account', async () => {
    expect((await metrics('')).status).toBe(401);
    expect((await metrics('reader')).status).toBe(403);
    const seen = await metrics();
    expect([seen.status, seen.headers.get('content-type')]).toEqual([
      200,
      expect.stringMatching(/^text\/plain; version=0\.0\.4/),
    ]);
    const elsewhere = await (await metrics('elsewhere')).text();
    expect(elsewhere).toContain('account="acme-five9"');
    expect(elsewhere).not.toContain('outreach');
    for (const line of (await seen.text()).trimEnd().split('\n'))
      expect(line).toMatch(/^(|# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"\n]*",?)+\})? ([\d.e+-]+|Na[Nn]))$/);
  });

  test('stands beside what the live side carries', async () => {
    const socket = new WebSocket(`${gateway.origin.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    const open = await untilAnswer(
      () => metric('sockets'),
      (count) => count > 0,
    );
    socket.terminate();
    await untilAnswer(
      () => metric('sockets'),
      (count) => count < open,
    );
    expect(await metric('events_waiting')).toBe(0);
    expect(await metric('account_up{account="acme-five9"}')).toBe(1);
  });
});
