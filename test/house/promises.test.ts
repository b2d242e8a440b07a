import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MEASUREMENTS } from '../../scripts/promises/rows.mjs';

const page = readFileSync('docs/promises.md', 'utf8');
const rows = page.split('\n').flatMap((line) => {
  const [, promise, figure, verdict, command] =
    /^\| (.+) \| (.+) \| (yes|NO|not judged) \| `(.+)` \|$/.exec(line) ?? [];
  return promise ? [{ promise, figure, verdict, command }] : [];
});

test('the page of promises has the rows of the command, each with the command that measured it', () => {
  const measured = MEASUREMENTS.flatMap(({ rows: promised, short, long }) =>
    promised.map(({ promise }) => [promise, [short, long].map((words) => `npm run ${words.join(' ')}`)] as const),
  );
  expect(rows.map(({ promise }) => promise)).toEqual(measured.map(([promise]) => promise));
  for (const [at, [promise, commands]] of measured.entries()) expect(commands, promise).toContain(rows[at]?.command);
});

test('a figure is read from what its command prints, and none is made up', () => {
  const [chaos] = MEASUREMENTS;
  const row = chaos?.rows.find(
    ({ promise }) => promise === 'An act is sent once, and its answer is true of the vendor',
  );
  const output = '| An act is sent once, and its answer is true of the vendor | 9 acts | BROKEN 1 times |';
  expect([row?.figure(output), row?.holds(output), row?.figure('')]).toEqual(['9 acts', false, null]);
});
