import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createLog } from '../../src/server/logging.ts';
import { Telemetry } from '../../src/server/telemetry.ts';
import { until } from '../helpers/until.ts';
import { startGateway, type TestGateway } from './gateway.ts';

const lines: string[] = [];
let gateway: TestGateway;

const metrics = async (name = 'admin') =>
  (await fetch(`${gateway.origin}/metrics`, { headers: gateway.header(name) })).text();
/** The value of the first series of a metric whose labels contain this text; 0 for none. */
const seriesValue = (text: string, metric: string, labels: string) =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${metric}{`) && line.includes(labels))
      ?.split(' ')[1] ?? 0,
  );
const requests = () => lines.map((line) => JSON.parse(line)).filter((line) => line.request !== undefined);

beforeAll(async () => {
  gateway = await startGateway({
    vendors: ['five9-config', 'recorder'],
    grants: { some: { scopes: ['admin'], accounts: ['wfo'] } },
    log: createLog('info', { write: (line) => void lines.push(line) }),
  });
}, 30_000);
afterAll(() => gateway.close());

describe('an operation', () => {
  test('is counted by name, kind and outcome, timed, and logged with its caller and request id', async () => {
    await gateway.ask('query Floor { campaigns(first: 1) { edges { node { name } } } }');
    const { errors } = await gateway.ask('query Wrong { node(id: "none") { id } nothing }');
    const { data } = await gateway.ask('mutation Start { campaignStart(input: { id: "x" }) { userErrors { code } } }');
    expect(data.campaignStart.userErrors).toHaveLength(1);
    const [floor, wrong, start] = await until(() => (requests().length >= 3 ? requests() : null));
    expect(floor.request).toMatchObject({
      caller: 'key:admin',
      name: 'Floor',
      kind: 'query',
      outcome: 'ok',
      status: 200,
    });
    expect(floor.request.cost).toBeGreaterThan(0);
    expect(wrong).toMatchObject({ requestId: errors?.[0]?.extensions.requestId, request: { outcome: 'refused' } });
    expect(start.request).toMatchObject({ name: 'Start', kind: 'mutation', outcome: 'ok' });
    const text = await metrics();
    expect(seriesValue(text, 'crosspoint_operations_total', 'operation="Floor",kind="query",outcome="ok"')).toBe(1);
    expect(seriesValue(text, 'crosspoint_operation_seconds_count', 'kind="mutation"')).toBe(1);
    expect(
      seriesValue(text, 'crosspoint_vendor_calls_total', 'account="acme-five9",operation="getCampaigns",outcome="ok"'),
    ).toBeGreaterThan(0);
    expect(seriesValue(text, 'crosspoint_vendor_call_seconds_count', 'account="acme-five9"')).toBeGreaterThan(0);
  });

  test('over a WebSocket is counted and logged, as the socket is when it closes', async () => {
    const socket = gateway.socket();
    await new Promise<void>((resolve, reject) => {
      const sink = { next: () => undefined, error: reject, complete: resolve };
      socket.subscribe({ query: 'query OverSocket { accounts { key } }' }, sink);
    });
    const events = socket.iterate({ query: 'subscription Watch { accountChanged { account { key } } }' });
    void events.next().catch(() => undefined);
    await until(async () => (await metrics()).includes('crosspoint_executions 1'), 'the subscription runs');
    await events.return?.();
    const logged = (name: string) => requests().find(({ request }) => request.name === name);
    const watch = await until(() => logged('Watch'), 'the subscription is logged');
    expect(watch.request).toMatchObject({ kind: 'subscription', transport: 'websocket', outcome: 'ok' });
    const { requestId, request } = logged('OverSocket');
    expect(request).toMatchObject({
      caller: 'key:admin',
      kind: 'query',
      transport: 'websocket',
      outcome: 'ok',
      cost: 1,
    });
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    await socket.dispose();
    const closed = await until(() => lines.map((line) => JSON.parse(line)).find((line) => line.socket !== undefined));
    expect(closed.socket).toMatchObject({ caller: 'key:admin', code: 1000 });
    expect(seriesValue(await metrics(), 'crosspoint_operations_total', 'operation="OverSocket"')).toBe(1);
  });

  test('whose answer has errors is counted as such, and its errors by code', async () => {
    const { errors } = await gateway.ask(
      'query Missing { five9Config_getCampaignState(campaignName: "no such campaign") }',
    );
    expect(errors).toHaveLength(1);
    const text = await metrics();
    expect(seriesValue(text, 'crosspoint_operations_total', 'operation="Missing",kind="query",outcome="errors"')).toBe(
      1,
    );
    expect(seriesValue(text, 'crosspoint_errors_total', `code="${errors?.[0]?.extensions.code}"`)).toBeGreaterThan(0);
  });

  test('with a name beyond the first 100 is counted with the others', async () => {
    const telemetry = new Telemetry(new Set());
    for (let at = 0; at < 300; at += 1) telemetry.operation(`Name${at}`, 'query', 'ok', 1);
    const text = await telemetry.text();
    telemetry.close();
    expect(text.match(/^crosspoint_operations_total\{/gm)).toHaveLength(101);
    expect(seriesValue(text, 'crosspoint_operations_total', 'operation="other"')).toBe(200);
  });
});

test('a key of some accounts sees no counts of all callers', async () => {
  expect(await metrics('some')).not.toMatch(/crosspoint_(operations|vendor_calls|events)_total/);
});

test('the dashboard and the alerts name metrics that exist, and each alert has its line in the docs', async () => {
  const text = await metrics();
  const known = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
  const files = ['deploy/grafana/crosspoint.json', 'deploy/prometheus/alerts.yaml'].map((file) =>
    readFileSync(file, 'utf8'),
  );
  const named = files.flatMap((file) => file.match(/\b(?:crosspoint|nodejs|process)_[a-z0-9_]+/g) ?? []);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !known.has(name.replace(/_bucket$/, '')))).toEqual([]);
  const rules = parse(files[1] ?? '').groups[0].rules as { alert: string }[];
  const docs = readFileSync('docs/operations/alerts.md', 'utf8');
  expect(rules.filter(({ alert }) => !docs.includes(`| ${alert} |`))).toEqual([]);
});
