/** The memory of a report's result: a process of its own, since others' garbage would be counted. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test } from 'vitest';
import { vendor } from '../../src/adapters/five9-config/index.ts';
import { quiet } from '../five9-cti/scripted.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const ROWS = 50_000;
const COLUMNS = 12;
const MOST_TIMES_THE_ANSWER = 3;
const CHUNK = 500;
const valuesOf = (row: number) => Array.from({ length: COLUMNS }, (_, column) => `value ${column} of row ${row}`);

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const ENVELOPE = [
  '<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>',
  '</env:Body></env:Envelope>',
];
const NAMESPACE = 'xmlns:ns2="http://service.admin.ws.five9.com/"';
const row = (values: readonly string[]) =>
  `<values>${values.map((value) => `<data>${value}</data>`).join('')}</values>`;

/** A vendor that writes its answer piece by piece, so that it is never whole in this process. */
async function vendorOf(begin: string, piece: (at: number) => string, end: string) {
  let bytes = 0;
  const server = createServer(async (request, response) => {
    for await (const _ of request);
    response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' });
    const write = async (text: string) => {
      bytes += Buffer.byteLength(text);
      if (!response.write(text)) await new Promise((drained) => response.once('drain', drained));
    };
    await write(ENVELOPE[0] + begin);
    for (let at = 0; at < ROWS; at += CHUNK)
      await write(Array.from({ length: CHUNK }, (_, more) => piece(at + more)).join(''));
    await write(end + ENVELOPE[1]);
    response.end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/wsadmin/v13/AdminWebService`;
  const settings = vendor.settings.parse({ url, users: [{ username: 'u', password: 'p' }], deadline: 120_000 });
  const adapter = vendor.connect('office', settings, quiet);
  closing.push(
    () => server.close(),
    () => adapter.close(),
  );
  return { adapter, bytes: () => bytes };
}

function used(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** The most memory in use above that before, garbage left aside. */
async function mostUsed<Value>(run: (look: () => void) => Promise<Value>): Promise<{ value: Value; most: number }> {
  await new Promise(setImmediate);
  const before = used();
  let most = 0;
  const look = () => {
    most = Math.max(most, used() - before);
  };
  const timer = setInterval(look, 20);
  const value = await run(look);
  look();
  clearInterval(timer);
  return { value, most };
}

test('a table of 50,000 rows takes at most three times its answer', { timeout: 120_000 }, async () => {
  const { adapter, bytes } = await vendorOf(
    `<ns2:getReportResultResponse ${NAMESPACE}><return><header>${row(valuesOf(-1))}</header>`,
    (at) => `<records>${row(valuesOf(at))}</records>`,
    '</return></ns2:getReportResultResponse>',
  );
  const { value, most } = await mostUsed(async () => adapter.reportTable?.('1', { deadline: 120_000 }));
  expect(value?.rows.length).toBe(ROWS);
  expect(value?.rows[49_999]).toEqual(valuesOf(49_999));
  expect(most / bytes()).toBeLessThan(MOST_TIMES_THE_ANSWER);
});

test('its text of 50,000 rows takes at most three times its answer', { timeout: 120_000 }, async () => {
  const { adapter, bytes } = await vendorOf(
    `<ns2:getReportResultCsvResponse ${NAMESPACE}><return>`,
    (at) => `${valuesOf(at).join(',')}\n`,
    '</return></ns2:getReportResultCsvResponse>',
  );
  const { value, most } = await mostUsed(async (look) => {
    const media = await adapter.reportCsv?.('1', { deadline: 120_000 });
    look();
    let read = 0;
    for await (const piece of media?.body ?? []) read += piece.length;
    return read;
  });
  expect(value).toBeGreaterThan(ROWS * COLUMNS * 10);
  expect(most / bytes()).toBeLessThan(MOST_TIMES_THE_ANSWER);
});
