import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
// @ts-expect-error: a script without types.
import { packagesInParts } from '../../scripts/packages-in-parts.mjs';

const notices = readFileSync('dist/THIRD-PARTY-NOTICES.txt', 'utf8');

/** The sections of the file by the package's name and version. */
const sections = new Map(
  [...notices.matchAll(/^={100}\n(\S+ \S+) \(([^\n]+)\)\n={100}\n([\s\S]*?)(?=^={100}\n|$(?![\s\S]))/gm)].map(
    ([, name = '', , text = '']) => [name, text],
  ),
);

/** The packages that a bundle takes in, by a build of its own. */
async function packagesOf(entryPoints: string[], platform: 'node' | 'browser'): Promise<string[]> {
  const { metafile } = await build({
    ...{ entryPoints, platform, bundle: true, write: false, metafile: true, format: 'esm', logLevel: 'error' },
    ...{ mainFields: ['module', 'main'], splitting: true, plugins: [packagesInParts] },
    ...{ outdir: 'none', loader: { '.ttf': 'file' }, external: ['libsql', 'class-validator'] },
  });
  const names = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([input, { bytesInOutput }]) =>
      bytesInOutput === 0 ? [] : (/^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []),
    ),
  );
  return [...new Set(names)].map((folder) => {
    const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    return `${name} ${version}`;
  });
}

describe('the notices of third parties', () => {
  test.each([
    ['the program', ['src/cli.ts'], 'node'],
    ['the page', ['src/server/graphiql/main.ts', 'monaco-editor/esm/vs/editor/editor.worker.js'], 'browser'],
  ] as const)('have the licence text of each package of %s', async (_, entries, platform) => {
    const packages = await packagesOf([...entries], platform);
    expect(packages.length).toBeGreaterThan(20);
    expect(packages.filter((name) => (sections.get(name)?.length ?? 0) < 400)).toEqual([]);
    expect(packages.filter((name) => !/copyright|public domain|license/i.test(sections.get(name) ?? ''))).toEqual([]);
  });

  test('name LAME, which an encoder was compiled from, with the licence that it is under', () => {
    const [, text] = [...sections].find(([name]) => name.startsWith('wasm-media-encoders ')) ?? [];
    expect(text).toContain('compiled from LAME');
    expect(text).toContain('GNU LIBRARY GENERAL PUBLIC LICENSE');
    expect(text).toContain('END OF TERMS AND CONDITIONS');
  });
});
