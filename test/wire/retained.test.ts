/** Values outlive their documents: calls, for example, are remembered for a day. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { list, optional, string, struct } from '../../src/adapters/contract.ts';
import { decodeXml } from '../../src/adapters/xml/decode.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const DOCUMENTS = 200;
const PADDING = 'x'.repeat(100_000);
const MOST_BYTES = 5_000_000;

const row = struct('row', 'A row.', { id: optional(string, '') });
const rows = list(row, 'row');
const idOf = (at: number) => `${String(at).padStart(4, '0')}-4711-20260302-150000`;

test.each([
  ['in a row', (id: string) => `<row><id>${id}</id></row>`],
  ['beside attributes', (id: string) => `<row a="b"><id c="d">${id}</id></row>`],
])('a stored value %s does not retain its document', (_, written) => {
  const values: unknown[] = [];
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let at = 0; at < DOCUMENTS; at += 1) {
    // From bytes, as documents come from a socket.
    const text = Buffer.from(`<rows>${written(idOf(at))}<other>${PADDING}</other></rows>`).toString();
    values.push(decodeXml(rows, text, { timeZone: 'UTC' }));
  }
  collect();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(MOST_BYTES);
  expect(values).toEqual(values.map((_, at) => [{ id: idOf(at) }]));
});
