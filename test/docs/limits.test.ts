import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DEFAULT_PAGE_SIZE } from '../../src/access/page-size.ts';
import { limitsShape } from '../../src/config/limits.ts';

const ROWS = readFileSync('docs/limits.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|'));

/** A default as people write it: a number, a duration or a size. */
const spellings = (name: string, value: number) => [
  ...(name.endsWith('Milliseconds') ? [`${value / 1_000} s`] : []),
  ...(name.endsWith('Bytes') ? [`${value / 1_024} KiB`, `${value / 1_048_576} MiB`] : []),
  ...(/Bytes|Milliseconds/.test(name) ? [] : [value.toLocaleString('en')]),
];

test.each(Object.keys(limitsShape.shape))('the page of limits has %s with its default', (name) => {
  const row = ROWS.find((line) => line.includes(`\`${name}\``)) ?? '';
  const value = limitsShape.parse({})[name as keyof typeof limitsShape.shape];
  const wanted = value === undefined ? ['none'] : spellings(name, value);
  expect(wanted.filter((text) => row.split('|')[2]?.includes(text))).toHaveLength(1);
});

test('the page of limits has the usual page size', () => {
  expect(ROWS.find((line) => line.startsWith('| page size'))).toContain(`; ${DEFAULT_PAGE_SIZE} when`);
});
