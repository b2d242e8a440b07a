import { expect, test } from 'vitest';
import { rangeOf } from '../../src/server/range.ts';

const cases: [string, Record<string, string>, unknown][] = [
  ['no range is the whole', {}, undefined],
  ['the first byte', { range: 'bytes=0-0' }, { start: 0, end: 0 }],
  ['from a byte to the end', { range: 'bytes=10-' }, { start: 10, end: 99 }],
  ['the last bytes', { range: 'bytes=-5' }, { start: 95, end: 99 }],
  ['more last bytes than there are', { range: 'bytes=-500' }, { start: 0, end: 99 }],
  ['an end beyond the last byte is cut', { range: 'bytes=90-500' }, { start: 90, end: 99 }],
  ['a start beyond the last byte', { range: 'bytes=100-' }, 'unsatisfiable'],
  ['no last bytes at all', { range: 'bytes=-0' }, 'unsatisfiable'],
  ['several ranges are answered whole', { range: 'bytes=0-1,5-6' }, undefined],
  ['an end before the start is ignored', { range: 'bytes=9-3' }, undefined],
  ['another unit is ignored', { range: 'items=0-1' }, undefined],
  ['the same bytes as before continue', { range: 'bytes=5-', 'if-range': '"a"' }, { start: 5, end: 99 }],
  ['other bytes than before start anew', { range: 'bytes=5-', 'if-range': '"b"' }, undefined],
];

test.each(cases)('%s', (_, headers, expected) => {
  expect(rangeOf(headers, 100, '"a"')).toEqual(expected);
});
