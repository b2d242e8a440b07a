/** Text of reports that a spreadsheet may open (X13). */
import { expect, test } from 'vitest';
import { safeCsv } from '../../src/adapters/five9-config/reads/safe-csv.ts';

async function safe(text: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of safeCsv(text)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

test.each([
  ['=1+1', "'=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-2+3+cmd', "'-2+3+cmd"],
  ['+1 614 555', "'+1 614 555"],
  ['\t=1', "'\t=1"],
  ['＝1', "'＝1"],
  ['"=HYPERLINK(""http://x"",""a"")"', '"\'=HYPERLINK(""http://x"",""a"")"'],
  ['"=1\r\n2"', '"\'=1\r\n2"'],
])('a value that a spreadsheet takes for a formula, %j, becomes %j', async (cell, expected) => {
  expect(await safe(`a,${cell},b\n${cell}`)).toBe(`a,${expected},b\n${expected}`);
});

test.each(['+16145550143', '-12.50', '"Smith, ""Jo"""', 'a=b', "O'Neil", '"two\nlines"', '', 'é'])(
  '%j stays as the vendor sent it',
  async (cell) => {
    const text = `ID,NAME\r\n${cell},${cell}\r\n,${cell}\r\n`;
    expect(await safe(text)).toBe(text);
  },
);

test('a formula after a quotation mark that is never closed is none either', async () => {
  expect(await safe('a,"=1+1')).toBe('a,\'"=1+1');
});

test('a text of many pieces loses nothing between them', async () => {
  const row = '1,"a, ""b""",=x,+16145550143\n';
  const text = row.repeat(20_000);
  expect(await safe(text)).toBe(text.replaceAll('=x', "'=x"));
});
