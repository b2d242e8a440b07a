/** Reports and imports whose end the vendor only lets one wait for: how it is asked, and what comes too early. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { vendor } from '../../src/adapters/five9-config/index.ts';
import { csvRecordsOf } from '../../src/adapters/five9-config/quirks.ts';
import { quietLog } from '../../src/server/logging.ts';
import type { SimulatedCall } from '../../src/simulators/centre/model.ts';
import { startContacts } from './centre.ts';

const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';
const answer = (running: boolean) =>
  `<s:Envelope xmlns:s="${ENVELOPE}"><s:Body><n:isReportRunningResponse xmlns:n="http://service.admin.ws.five9.com/"><return>${running}</return></n:isReportRunningResponse></s:Body></s:Envelope>`;

test.each([
  ['two users, one of which may wait', ['one', 'two'], 5],
  ['a single user, who may not', ['one'], 0],
])('a report is polled every five seconds at most with %s (F6)', { timeout: 20_000 }, async (_, names, least) => {
  const states = [true, true, false];
  const waits: number[] = [];
  const times: number[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    if (!body.includes('isReportRunning')) return void response.writeHead(503).end();
    waits.push(Number(/<timeout>(\d+)<\/timeout>/.exec(body)?.[1]));
    times.push(performance.now());
    // Answered at once, as by a service that ignores the timeout.
    response.writeHead(200, { 'content-type': 'text/xml' }).end(answer(states.shift() ?? false));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const settings = vendor.settings.parse({ url, users: names.map((username) => ({ username, password: 'p' })) });
  const adapter = vendor.connect('acme', settings, { log: quietLog, now: () => new Date() });
  onTestFinished(async () => {
    await adapter.close();
    server.close();
  });
  const reported: boolean[] = [];
  const following = adapter.reportProgress?.('E0F0', { signal: new AbortController().signal }) ?? [];
  for await (const { running } of following) reported.push(running);
  expect(reported).toEqual([true, false]);
  const [first, ...later] = waits;
  expect([first, later.length]).toEqual([0, 2]);
  for (const seconds of later) expect(seconds).toBeGreaterThanOrEqual(least);
  // They are counted from when they were sent, and a busy machine is late to receive one.
  expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThan(3_000);
});

test('a result requested too early is reported as not ready, and available later (F6)', async () => {
  const gateway = await startContacts();
  onTestFinished(() => gateway.close());
  const { data } = await gateway.ask(`mutation {
    five9Config_runReport(account: "acme", folderName: "Call Log Reports", reportName: "Call Log")
  }`);
  const result = (field: string, show = '') =>
    gateway.ask(`query ($identifier: String!) { result: ${field}(account: "acme", identifier: $identifier) ${show} }`, {
      identifier: data.five9Config_runReport,
    });
  const table = () => result('five9Config_getReportResult', '{ header { values } records { values } }');
  const csv = () => result('five9Config_getReportResultCsv');
  for (const { errors } of [await table(), await csv()]) {
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'FAILED_PRECONDITION',
      vendorCode: 'ResultIsNotReadyFault',
      account: 'acme',
    });
  }
  gateway.pass(30);
  const { data: rows } = await table();
  expect(rows.result.header.values).toContain('CALL ID');
  expect((await csv()).data.result.split('\n')).toHaveLength(rows.result.records.length + 2);
});

test('an import that ends before its result is ready is reported once the result is ready', async () => {
  const gateway = await startContacts();
  onTestFinished(() => gateway.close());
  const { data: lists } = await gateway.ask('{ contactLists(first: 1) { edges { node { id } } } }');
  const contacts = Array.from({ length: 120 }, (_, at) => ({ numbers: [String(6_150_000_000 + at)] }));
  const { data } = await gateway.ask(
    'mutation ($input: ContactsImportInput!) { contactsImport(input: $input) { import { id } userErrors { code } } }',
    { input: { listId: lists.contactLists.edges[0].node.id, contacts } },
  );
  expect(data.contactsImport.userErrors).toEqual([]);
  gateway.pass(60);
  const tooEarly = { kind: 'fault-500', fault: 'ResultIsNotReadyFault', operation: 'getListImportResult' } as const;
  gateway.five9.trouble({ ...tooEarly, times: 2 });
  const followed = gateway.follow(
    'subscription ($id: ID!) { importProgress(id: $id) { running done failureMessage } }',
    {
      id: data.contactsImport.import.id,
    },
  );
  expect(await followed.ended).toBe('complete');
  expect(followed.events.at(-1)).toEqual({ running: false, done: 120, failureMessage: null });
  expect(gateway.received('getListImportResult')).toBeGreaterThanOrEqual(3);
});

// Guide p. 209: "by default, the limit is 5,000 records", p. 210: "50,000 records".
test('a result as long as the vendor makes it is named in extensions.truncated, a shorter one is not (F6)', async () => {
  const gateway = await startContacts();
  onTestFinished(() => gateway.close());
  gateway.pass(1_800);
  const calls = gateway.centre.calls as SimulatedCall[];
  const one = calls.find(({ carrier }) => carrier === 'five9-cti');
  if (!one) throw new Error('no call of this carrier');
  const others = calls.filter(({ carrier }) => carrier === 'five9-cti').length;
  const truncatedAt = async (rows: number) => {
    const missing = rows - calls.filter(({ carrier }) => carrier === 'five9-cti').length;
    for (let added = 0; added < missing; added += 1) calls.push(one);
    const { data } = await gateway.ask(`mutation {
      five9Config_runReport(account: "acme", folderName: "Call Log Reports", reportName: "Call Log")
    }`);
    gateway.pass(30);
    const answer = await gateway.ask(
      `query ($id: String!) {
        table: five9Config_getReportResult(account: "acme", identifier: $id) { header { values } }
        text: five9Config_getReportResultCsv(account: "acme", identifier: $id)
      }`,
      { id: data.five9Config_runReport },
    );
    expect(answer.errors).toBeUndefined();
    return (answer as { extensions?: { truncated?: unknown } }).extensions?.truncated;
  };
  expect(others).toBeLessThan(4_999);
  expect(await truncatedAt(4_900)).toBeUndefined();
  expect(await truncatedAt(5_100)).toEqual([{ path: ['table'], limit: 5_000 }]);
  const both = (await truncatedAt(50_100)) as object[];
  expect(both).toHaveLength(2);
  expect(both).toContainEqual({ path: ['text'], limit: 50_000 });
});

test.each([
  ['nothing', '', 0],
  ['a header alone', 'A,B\n', 0],
  ['records with and without an end of the last line', 'A,B\n1,2\n3,4', 2],
  ['line breaks and quotes inside a value', 'A,B\r\n"1\n""x""\n",2\r\n3,4\r\n', 2],
])('the records of comma-separated text are counted: %s (F6)', (_, text, expected) => {
  expect(csvRecordsOf(text)).toBe(expected);
});
