import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { vendor } from '../../src/adapters/five9-config/index.ts';
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

test('the result of an import that the vendor stopped half-way says why', async () => {
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

test("the result of an import is none of a failure where it is told as in the guide's example", async () => {
  expect(await importOf(await answering(result('')))).toMatchObject({ done: 1, failed: 0, failureMessage: null });
});
