import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { CrosspointError } from '../../src/adapters/errors.ts';
import type { Five9Client } from '../../src/adapters/five9-config/client.ts';
import { progress } from '../../src/adapters/five9-config/events/progress.ts';
import { vendor } from '../../src/adapters/five9-config/index.ts';
import { contactReads } from '../../src/adapters/five9-config/reads/contacts.ts';
import { quietLog } from '../../src/server/logging.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const PRINTED = readFileSync(
  new URL('../fixtures/five9-config/adds one record to a list/response.xml', import.meta.url),
  'utf8',
);

const [before = '', after = ''] = PRINTED.split(/<ser:addRecordToListResponse>[\s\S]*<\/ser:addRecordToListResponse>/);
/** No import is running. */
const OVER = `${before}<ser:isImportRunningResponse><return>false</return></ser:isImportRunningResponse>${after}`;

/** An account of a vendor that answers every request alike, and what it was sent. */
async function answering(text: string) {
  const sent: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    sent.push(body);
    const answer = body.includes('isImportRunning>') ? OVER : text;
    response.writeHead(200, { 'content-type': 'text/xml;charset=UTF-8' }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settings = vendor.settings.parse({ url, users: [{ username: 'admin', password: 'secret' }] });
  const adapter = vendor.connect('acme', settings, { log: quietLog, now: () => new Date() });
  open.push(
    () => adapter.close(),
    () => {
      server.close();
      server.closeAllConnections();
    },
  );
  return { adapter, sent };
}

const ONE = [{ numbers: ['5551208111'], name: 'John Smith' }];
const LIST = { list: 'some_list_name' };

// Guide p. 246: the answer has no `success`, which came with version 9.5 (p. 39).
test("a record is added where the answer is the guide's own, which does not say so", async () => {
  const { adapter } = await answering(PRINTED);
  expect(await adapter.contactsAdd?.(ONE, LIST, {})).toEqual([null]);
});

test('a record that such an answer counts as an error is not', async () => {
  const { adapter } = await answering(PRINTED.replace('<uploadErrorsCount>0', '<uploadErrorsCount>1'));
  expect(await adapter.contactsAdd?.(ONE, LIST, {})).toMatchObject([{ code: 'FAILED_PRECONDITION' }]);
});

test('nor one that an answer says failed, in its words', async () => {
  const failed = '<failureMessage>The list is being cleaned</failureMessage><success>false</success>';
  const { adapter } = await answering(PRINTED.replace('<return>', `<return>${failed}`));
  expect(await adapter.contactsAdd?.(ONE, LIST, {})).toMatchObject([
    { code: 'FAILED_PRECONDITION', message: 'The list is being cleaned' },
  ]);
});

// Guide p. 41, failOnFieldParseError: only "True: The record is rejected when at least one field fails validation."
test('a record is sent so that it is refused, rather than taken without a field that is wrong', async () => {
  const { adapter, sent } = await answering(PRINTED);
  await adapter.contactsAdd?.(ONE, LIST, {});
  expect(sent[0]).toContain('<failOnFieldParseError>true</failOnFieldParseError>');
});

type Answering = Awaited<ReturnType<typeof answering>>;

const importOf = ({ adapter }: Answering) => adapter.contactImport?.('list/0a2c9316', {});

const result = (more: string) =>
  PRINTED.replaceAll('addRecordToList', 'getListImportResult').replace('<return>', `<return>${more}`);

test('the result of an import that the vendor stopped half-way has the reason', async () => {
  const trouble = '<importTroubles><kind>ParseError</kind><rowNumber>2</rowNumber></importTroubles>';
  const why = '<failureMessage>Row 2 stopped it</failureMessage>';
  const stopped = await answering(result(`${why}${trouble}<success>false</success>`));
  expect(await importOf(stopped)).toMatchObject({
    ...{ failed: 1, failureMessage: 'Row 2 stopped it' },
    refused: [{ row: 2, vendorCode: 'ParseError' }],
  });
  const silent = await answering(result('<success>false</success>'));
  expect(await importOf(silent)).toMatchObject({ failureMessage: 'The vendor stopped the import' });
});

test("the result of an import in the form of the guide's example is no failure", async () => {
  expect(await importOf(await answering(result('')))).toMatchObject({ done: 1, failed: 0, failureMessage: null });
});

// Guide p. 88, importTroubleKind.
test.each([
  ['ParseError', 'INVALID_ARGUMENT'],
  ['DuplicateKey', 'ALREADY_EXISTS'],
  ['AllKeyFieldsAreEmpty', 'INVALID_ARGUMENT'],
  ['NoMatchesInContacts', 'NOT_FOUND'],
  ['OneMatchInContacts', 'ALREADY_EXISTS'],
  ['MultipleMatchesInContacts', 'FAILED_PRECONDITION'],
  ['InternalImportError', 'FAILED_PRECONDITION'],
])('a record refused for %s is %s', async (kind, code) => {
  const trouble = `<importTroubles><kind>${kind}</kind><rowNumber>1</rowNumber></importTroubles>`;
  const { adapter } = await answering(PRINTED.replace('<return>', `<return>${trouble}<success>true</success>`));
  expect(await adapter.contactsAdd?.(ONE, LIST, {})).toMatchObject([{ code, vendorCode: kind }]);
});

/** A client that answers from a list, one after the other. */
const saying = (answers: Readonly<Record<string, unknown[]>>) =>
  ({
    send: async (name: string) => {
      const said = answers[name]?.shift();
      if (said instanceof Error) throw said;
      return said;
    },
    reading: () => 'from-one',
  }) as unknown as Five9Client;

test('an import that is over before its result is there is followed until it is', async () => {
  const early = new CrosspointError('FAILED_PRECONDITION', 'not yet', { vendorCode: 'ResultIsNotReadyFault' });
  const result = { success: true, uploadErrorsCount: '0', listRecordsInserted: '3' };
  const client = saying({ isImportRunning: [false], getListImportResult: [early, result] });
  const emitted: unknown[] = [];
  const { signal } = new AbortController();
  for await (const record of progress(client).importProgress?.('list/1', { signal }) ?? []) emitted.push(record);
  expect(emitted).toMatchObject([{ running: false, done: 3, failureMessage: null }]);
});

// Guide p. 179: "getContactRecords returns a maximum of 1000 records."
test.each([
  [999, undefined],
  [1_000, true],
])('%i contacts found are cut short: %s', async (count, truncated) => {
  const records = Array.from({ length: count }, (_, at) => ({ values: [`${at}`, `${6_145_550_000 + at}`] }));
  const client = saying({ getContactRecords: [{ fields: ['contact_id', 'number1'], records }] });
  const found = await contactReads(client, () => new Date()).contacts?.({}, {});
  expect([found?.items.length, found?.truncated]).toEqual([count, truncated]);
});
