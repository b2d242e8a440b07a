import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const ARCHITECTURE = readFileSync('ARCHITECTURE.md', 'utf8').replace(/```[\s\S]*?```/g, '');

/** Texts in back-quotes, as `server/router.ts`. */
const quoted = (text: string) => [...text.matchAll(/`([^`\n]+)`/g)].map(([, word = '']) => word);

const FILES = ['src', 'schema', 'scripts', 'test'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
);

/** Whether a path of the document is one of the tree, written from the root, from `src/` or as the end of a path. */
function exists(path: string): boolean {
  if (existsSync(path) || existsSync(`src/${path}`)) return true;
  return FILES.some((file) => file.endsWith(`/${path}`));
}

describe('ARCHITECTURE.md', () => {
  test('names files and folders that exist', () => {
    const paths = quoted(ARCHITECTURE).filter((word) => /^[\w./-]+(\.(ts|mjs|md)|\/)$/.test(word));
    expect(paths.length).toBeGreaterThan(40);
    expect(paths.map((path) => path.replace(/\/$/, '')).filter((path) => !exists(path))).toEqual([]);
  });

  test('shows every folder of src in its tree', () => {
    const tree = /```\n(schema\/[\s\S]*?)```/.exec(readFileSync('ARCHITECTURE.md', 'utf8'))?.[1] ?? '';
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).filter((name) => !tree.includes(`${name}/`))).toEqual([]);
  });

  test.each([
    ['how long a list is cached', 'src/gateway/list-age.ts', 'const DEFAULT_LIST_AGE_MS ='],
    ['what /readyz answers', 'src/server/router.ts', "'/readyz'"],
    ['how a webhook retries', 'src/config/webhooks.ts', 'retrySeconds'],
  ])('sends the question %s to the right file', (_, file, text) => {
    expect(ARCHITECTURE).toContain(file.slice('src/'.length));
    expect(readFileSync(file, 'utf8')).toContain(text);
  });

  test('sends the question how a paused recording is confirmed to the right folder', () => {
    const folder = 'src/adapters/recorder/acts';
    expect(ARCHITECTURE).toContain(folder.slice('src/'.length));
    const sources = readdirSync(folder).map((file) => readFileSync(`${folder}/${file}`, 'utf8'));
    expect(sources.some((source) => source.includes('confirmedBy'))).toBe(true);
  });
});
