import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCentre } from '../../../src/simulators/centre/centre.ts';
import type { SimulatedCall } from '../../../src/simulators/centre/model.ts';
import { ACCOUNTS, type ActsGateway, startActs } from './centre.ts';

const STARTS = new Date('2026-03-02T17:00:00Z');
const FIVE9 = ACCOUNTS['five9-config'];
const SHOW = 'report { id state source { nativeId account { key } } rows(first: 1) { totalCount } csvUrl }';
const ROWS =
  'rows(first: $first, after: $after) { columns totalCount truncated pageInfo { hasNextPage endCursor } edges { node { values } } }';
const FORMULA = '=HYPERLINK("http://attacker.example")';

let gateway: ActsGateway;
const centre = createCentre({ seed: 5, startsAt: STARTS });
const pass = (seconds: number) => centre.advanceTo(new Date(centre.now().getTime() + seconds * 1_000));
const settled = () => centre.calls.filter(({ carrier, endedAt }) => carrier === 'five9-cti' && endedAt);
/** The calls that are over and the callers that gave up, in the order in which they came. */
const logged = () => {
  const arrived = new Map(centre.callers.map(({ id, arrivedAt }) => [id, arrivedAt]));
  const lost = centre.callers.filter(({ state }) => state === 'ABANDONED');
  return [
    ...settled().map(({ id, campaign, startedAt }) => ({ id, campaign, at: arrived.get(id) ?? startedAt })),
    ...lost.map(({ id, campaign, arrivedAt }) => ({ id, campaign, at: arrivedAt })),
  ].sort((one, other) => one.at.getTime() - other.at.getTime());
};

beforeAll(async () => {
  pass(1_800);
  gateway = await startActs({
    ...{ vendors: ['five9-config', 'recorder'], world: centre },
    grants: { partner: { scopes: ['calls:read', 'campaigns:read', 'vendor:five9-config:read'] } },
  });
}, 30_000);
afterAll(() => gateway.close());

const CALL_LOG = { folder: 'Call Log Reports', name: 'Call Log' };
const run = (input: object = {}, key?: string) => gateway.act('reportRun', { ...CALL_LOG, ...input }, SHOW, key);
const received = (operation: string) => gateway.simulator('five9-config').received.get(operation) ?? 0;

async function read(id: string, page: object = {}, key?: string) {
  const query = `query Read($id: ID!, $first: Int, $after: Cursor) { node(id: $id) { ... on Report { state csvUrl ${ROWS} } } }`;
  return gateway.ask(query, { id, first: 100, ...page }, key);
}

/** A finished report. */
async function finished(input: object = {}): Promise<string> {
  const { report, userErrors } = await run(input);
  expect(userErrors).toEqual([]);
  pass(5);
  return report.id;
}

describe('a report', () => {
  test('is RUNNING when it was started, with neither rows nor a link', async () => {
    const { report, userErrors } = await run();
    expect(userErrors).toEqual([]);
    expect(report).toMatchObject({ state: 'RUNNING', rows: null, csvUrl: null, source: { account: { key: FIVE9 } } });
    pass(5);
  });

  test('is read page by page from one answer of the vendor', async () => {
    const id = await finished();
    const before = received('getReportResult');
    const rows: string[][] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data } = await read(id, { first: 7, after });
      const { edges, pageInfo, columns, totalCount, truncated } = data.node.rows;
      rows.push(...edges.map(({ node }: { node: { values: string[] } }) => node.values));
      expect([columns[0], totalCount, truncated]).toEqual(['CALL ID', logged().length, false]);
      after = pageInfo.endCursor;
      more = pageInfo.hasNextPage;
    }
    expect(rows.map(([id]) => id)).toEqual(logged().map(({ id }) => id));
    expect(received('getReportResult') - before).toBe(1);
  });

  test('is limited to its period and its objects', async () => {
    const from = new Date(STARTS.getTime() + 600_000).toISOString();
    const to = new Date(STARTS.getTime() + 1_500_000).toISOString();
    const id = await finished({ from, to, objects: [{ type: 'CAMPAIGN', names: ['Billing Inbound'] }] });
    const { data } = await read(id);
    const expected = logged().filter(
      ({ campaign, at }) => campaign?.name === 'Billing Inbound' && at >= new Date(from) && at < new Date(to),
    );
    expect(expected.length).toBeGreaterThan(0);
    expect(data.node.rows.totalCount).toBe(expected.length);
  });

  test('leaves as text by a signed link, without a formula in a cell (X13)', async () => {
    const call = settled()[0] as { customerName: string } & SimulatedCall;
    call.customerName = FORMULA;
    const id = await finished();
    const { data } = await read(id, { first: 1 });
    const response = await fetch(data.node.csvUrl);
    const text = await response.text();
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="report.csv"');
    const [header, ...rows] = text.split('\n');
    const row = rows.find((line) => line.startsWith(call.id));
    expect(header).toMatch(/^CALL ID,TIMESTAMP,CAMPAIGN,/);
    expect(row).toContain(`,"'${FORMULA.replaceAll('"', '""')}",`);
    expect(row).toContain(`,${call.ani},`);
    expect(text.trimEnd().split('\n')).toHaveLength(logged().length + 1);
    const { data: table } = await read(id);
    expect(JSON.stringify(table.node.rows.edges)).toContain(JSON.stringify(FORMULA));
  });

  test('started with an idempotency key is started once', async () => {
    const before = received('runReport');
    const one = await run({ idempotencyKey: 'report-1' });
    pass(5);
    const again = await run({ idempotencyKey: 'report-1' });
    expect(again.report).toMatchObject({ id: one.report.id, state: 'READY' });
    expect(received('runReport') - before).toBe(1);
  });

  test('counts against the quotas of reports', async () => {
    const used = async () => {
      const { data } = await gateway.ask('{ accounts { key quotas { kind windowSeconds used } } }');
      const { quotas } = data.accounts.find(({ key }: { key: string }) => key === FIVE9);
      const kinds = ['ReportRequest', 'RetrieveReport'];
      const of = (kind: string) =>
        quotas.find((one: { kind: string; windowSeconds: number }) => one.kind === kind && one.windowSeconds > 3_600);
      return kinds.map((kind) => of(kind)?.used);
    };
    const [requests, results] = await used();
    await read(await finished());
    expect(await used()).toEqual([requests + 1, results + 1]);
  });
});

describe('a request for a report', () => {
  test.each([
    ['an unknown folder', { folder: 'None' }, 'NOT_FOUND', null],
    [
      'an empty period',
      { from: '2026-03-02T10:00:00Z', to: '2026-03-02T10:00:00Z' },
      'INVALID_ARGUMENT',
      ['input', 'to'],
    ],
    [
      'objects without names',
      { objects: [{ type: 'SKILL', names: [] }] },
      'INVALID_ARGUMENT',
      ['input', 'objects', '0', 'names'],
    ],
    ['an account without reports', { account: ACCOUNTS.recorder }, 'UNSUPPORTED', null],
    ['an unknown account', { account: 'nowhere' }, 'NOT_FOUND', ['input', 'account']],
  ])('with %s is refused', async (_title, input, code, path) => {
    const { report, userErrors } = await run(input);
    expect([report, userErrors.map((error) => error.code)]).toEqual([null, [code]]);
    if (path) expect(userErrors[0]?.path).toEqual(path);
  });

  test('without the scope is refused, and a report does not exist for that caller', async () => {
    const id = await finished();
    const { errors } = await gateway.ask(
      `mutation { reportRun(input: { folder: "a", name: "b" }) { userErrors { code } } }`,
      {},
      'partner',
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'PERMISSION_DENIED' });
    expect((await read(id, {}, 'partner')).errors).toBeDefined();
  });

  test('after a cursor of another list is refused', async () => {
    const id = await finished();
    const { errors } = await read(id, { after: Buffer.from('["audit","3"]').toString('base64url') });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

// Guide p. 209: a table has 5,000 records by default, p. 210: a text 50,000.
test('a report that the vendor cut says so, and its text goes further', async () => {
  const calls = centre.calls as SimulatedCall[];
  const one = settled()[0] as SimulatedCall;
  calls.push(...Array.from({ length: 5_001 }, () => one));
  const id = await finished();
  const { data } = await read(id, { first: 1 });
  expect(data.node.rows).toMatchObject({ totalCount: 5_000, truncated: true });
  const text = await (await fetch(data.node.csvUrl)).text();
  expect(text.trimEnd().split('\n').length).toBeGreaterThan(5_001);
}, 20_000);
