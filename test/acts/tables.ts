import { readFileSync } from 'node:fs';

/** The page with the result of each act in each situation. */
export const DOCUMENT = readFileSync(new URL('../../docs/acts.md', import.meta.url), 'utf8');

/** The rows of the table under a heading, by their first cells, then by column. */
export function tableUnder(heading: string, keys: number): [string, Record<string, string>][] {
  const section = DOCUMENT.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  const [head = [], , ...rows] = lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return rows.map((row) => {
    const columns = row.slice(keys).map((cell, index) => [head[index + keys] ?? '', cell]);
    return [row.slice(0, keys).join(' '), Object.fromEntries(columns)];
  });
}
