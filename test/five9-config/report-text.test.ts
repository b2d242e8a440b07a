/** One cell of a report holds what is no text of XML: its row and the others arrive, and no account counts as down. */
import { expect, test } from 'vitest';
import { standIn } from './stand-in.ts';

const row = (id: number, cell: string) => `<records><values><data>${id}</data>${cell}</values></records>`;
const report = (cell: string) =>
  `<return><header><values><data>CALL ID</data><data>COMMENTS</data></values></header>${row(1, '<data>fine</data>')}${row(2, cell)}${row(3, '<data>also fine</data>')}</return>`;

interface Report {
  readonly records: readonly { readonly values: readonly (string | null)[] }[];
}

test.each([
  ['a reference to a control character', '<data>a&#x1f;b</data>', 'a\ufffdb'],
  ['a control character', '<data>a\u000bb</data>', 'a\ufffdb'],
  ['a null character', '<data>a\u0000b</data>', 'a\ufffdb'],
  ['a reference to half a character', '<data>a&#xD83D;b</data>', 'a\ufffdb'],
  ['a character in two references', '<data>a&#xD83D;&#xDE00;b</data>', 'a\u{1f600}b'],
  ['U+FFFE', '<data>a\ufffeb</data>', 'a\ufffdb'],
  ['an entity of HTML', '<data>a&nbsp;b</data>', 'a&nbsp;b'],
  ['a bare ampersand', '<data>a & b</data>', 'a & b'],
  ['a code of Windows-1252', '<data>it\u0092s</data>', 'it\u0092s'],
  ['nothing', '<data/>', null],
])('%s in a cell costs no other cell', async (_, cell, shown) => {
  const { adapter } = await standIn(() => report(cell));
  const read = async () => (await adapter.call('getReportResult', { identifier: 'r' }, {})) as Report;
  // A breaker opens at the twentieth call; the vendor's quota allows no more in a minute.
  for (let times = 1; times < 20; times += 1) await read();
  const { records } = await read();
  expect(records.map(({ values }) => values.map((value) => value || null))).toEqual([
    ['1', 'fine'],
    ['2', shown],
    ['3', 'also fine'],
  ]);
  expect(adapter.guards?.map(({ breaker }) => breaker.state)).toEqual(['CLOSED']);
});

test.each([
  ['a document type', '<!DOCTYPE r><r/>'],
  ['half a document', '<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>'],
  ['an entity that it defines', '<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>'],
])('%s is refused', async (_, document) => {
  const { adapter } = await standIn(() => ({ status: 200, document }));
  await expect(adapter.call('getReportResult', { identifier: 'r' }, {})).rejects.toMatchObject({
    code: 'BAD_RESPONSE',
  });
});
