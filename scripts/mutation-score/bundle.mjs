// Bundles test files with the program's modules, the mutants in them, so that one process runs the tests of all mutants.
import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, transform } from 'esbuild';
import { instrumented } from './instrument.mjs';

const HERE = import.meta.dirname;
/** What `vitest` exports to the tests. */
const RUNNER = resolve(HERE, 'registry.mjs');

const TESTS = resolve('test', '_').slice(0, -1);

/** Sources as TypeScript has them, with their mutants and their true places. */
function sources(mutantsByFile) {
  return {
    name: 'sources',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^vitest$/ }, () => ({ path: RUNNER, external: true }));
      onResolve({ filter: /^[./].*\.ts$/ }, ({ path, resolveDir, pluginData }) =>
        ofTest(resolve(resolveDir, path), pluginData),
      );
      onResolve({ filter: /^graphql$/ }, () => ({ path: 'graphql/index.js', external: true }));
      onLoad({ filter: /\/(src|schema|test|packages|bench|scripts)\/.*\.(ts|mts)$/ }, async ({ path, pluginData }) => {
        if (path.includes('/node_modules/')) return undefined;
        const text = await readFile(path, 'utf8');
        const source = instrumented(text, mutantsByFile.get(relative('.', path)) ?? []);
        const tsconfigRaw = { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } };
        const place = {
          'import.meta.url': JSON.stringify(pathToFileURL(path).href),
          'import.meta.dirname': JSON.stringify(join(path, '..')),
          'import.meta.filename': JSON.stringify(path),
        };
        const options = {
          loader: 'ts',
          keepNames: true,
          sourcefile: path,
          tsconfigRaw,
          define: place,
          target: 'node20',
        };
        return { contents: (await transform(source, options)).code, pluginData };
      });
    },
  };
}

/** Modules of the tests are evaluated anew for each test file, since their hooks and their state belong to one file. */
function ofTest(path, pluginData) {
  if (!path.startsWith(TESTS)) return undefined;
  const test = pluginData?.test ?? relative('.', path);
  return { path, suffix: `?${test}`, pluginData: { test } };
}

/** Writes the bundle into a folder; answers its file, which exports `files`: how each test file is loaded. */
export async function bundleTests(folder, tests, mutants) {
  const mutantsByFile = grouped(mutants);
  const files = tests.map((file) => `${JSON.stringify(file)}: () => import(${JSON.stringify(resolve(file))})`);
  await build({
    stdin: {
      contents: `export const files = {${files.join(',\n')}};`,
      resolveDir: process.cwd(),
      sourcefile: 'tests.mjs',
    },
    ...{ outdir: folder, bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20' },
    ...{ packages: 'external', logLevel: 'error', entryNames: 'tests', outExtension: { '.js': '.mjs' } },
    loader: { '.css': 'empty', '.svg': 'text', '.html': 'text' },
    plugins: [sources(mutantsByFile)],
  });
  return join(folder, 'tests.mjs');
}

function grouped(mutants) {
  const byFile = new Map();
  for (const mutant of mutants) byFile.set(mutant.file, [...(byFile.get(mutant.file) ?? []), mutant]);
  return byFile;
}
