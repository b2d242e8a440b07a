import { describe, expect, test } from 'vitest';
import { csvOf } from '../../console/parts/csv.ts';

const cellOf = (value: string | number | null | undefined) =>
  csvOf([{ title: 'A', value: () => value }], [{}]).split('\r\n')[1];

describe('exported files of the console', () => {
  test.each([
    ['=HYPERLINK("https://evil.example")', '"\'=HYPERLINK(""https://evil.example"")"'],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['+cmd|calc', "'+cmd|calc"],
    ['-2+3+cmd', "'-2+3+cmd"],
    ['\tx', "'\tx"],
  ])('%s is no formula in a spreadsheet', (value, cell) => expect(cellOf(value)).toBe(cell));

  test.each([
    ['+14155550100', '+14155550100'],
    ['+1 (415) 555-0100', '+1 (415) 555-0100'],
    [-3, '-3'],
    [0, '0'],
    [null, ''],
    [undefined, ''],
    ['Sales, inbound', '"Sales, inbound"'],
    ['two\nlines', '"two\nlines"'],
  ])('%s is written as it is', (value, cell) => expect(cellOf(value)).toBe(cell));

  test('has a line for its titles and one for each row', () =>
    expect(csvOf([{ title: 'Number', value: (row: { n: number }) => row.n }], [{ n: 1 }, { n: 2 }])).toBe(
      'Number\r\n1\r\n2\r\n',
    ));
});
