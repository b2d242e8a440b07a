import { readdirSync, readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';

const FOLDER = 'docs/images/console';
const LARGEST_BYTES = 150_000;
const ALL_BYTES = 2_500_000;

const guide = readFileSync('docs/console.md', 'utf8');
// Read as text: the module imports the pages themselves.
const list = readFileSync('console/shell/pages.ts', 'utf8');
const pages = [...list.matchAll(/name: '([^']+)', title: '([^']+)'/g)].map(([, name, title]) => ({ name, title }));
// The first part of System has the picture of the page.
const parts = [
  ...readFileSync('console/pages/system/System.tsx', 'utf8').matchAll(/name: '([^']+)', title: '([^']+)'/g),
]
  .slice(1)
  .map(([, name]) => `system-${name}`);
const GRAPHIQL = { name: 'graphiql', title: 'GraphiQL' };
const shownPages = [...pages, GRAPHIQL];
const names = [...pages.map(({ name }) => name), ...parts, GRAPHIQL.name];
const inBothThemes = (name: string | undefined) => ['dark', 'light'].map((theme) => `${name}-${theme}.webp`);
const pictures = names.flatMap(inBothThemes);
const [, ...sections] = guide.split(/^## /m);

test('the list of the pages is read', () => {
  expect(pages).toHaveLength(list.split('component: lazy(').length - 1);
  expect(parts).toContain('system-alerts');
});

test('the guide of the console has a section for each page, in its order, with text and its pictures', () => {
  expect(sections.map((section) => section.split('\n')[0])).toEqual(shownPages.map(({ title }) => title));
  sections.forEach((section, at) => {
    const { name, title } = shownPages[at] as typeof GRAPHIQL;
    const shown = [...section.matchAll(/(?:src|srcset)="images\/console\/([^"]+)"/g)].map(([, file]) => file);
    expect(shown).toEqual([name, ...(name === 'system' ? parts : [])].flatMap(inBothThemes));
    expect(section).toMatch(new RegExp(` alt="${title}[:,] `));
    expect(section.replace(/<picture>[\s\S]*<\/picture>/, '').length).toBeGreaterThan(120);
  });
});

test('there is a picture of each page in both themes, and none of a page that is gone', () => {
  expect(readdirSync(FOLDER).sort()).toEqual([...pictures].sort());
  for (const picture of pictures)
    expect(readFileSync(`${FOLDER}/${picture}`).toString('latin1', 0, 12)).toMatch(/^RIFF[\s\S]{4}WEBP$/);
});

test('the pictures are small', () => {
  const sizes = readdirSync(FOLDER).map((file) => ({ file, bytes: statSync(`${FOLDER}/${file}`).size }));
  expect(sizes.filter(({ bytes }) => bytes > LARGEST_BYTES)).toEqual([]);
  expect(sizes.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(ALL_BYTES);
});
