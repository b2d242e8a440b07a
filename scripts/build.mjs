// Bundles the gateway, the console and GraphiQL into dist/: one file to start quickly, and pages that load nothing from elsewhere.
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';
import { embeddingTypes } from './embedding-types.mjs';
import { thirdPartyNotices } from './notices.mjs';
import { packagesInParts } from './packages-in-parts.mjs';

const shared = { bundle: true, format: 'esm', logLevel: 'warning', sourcemap: false, metafile: true };

const page = {
  platform: 'browser',
  minify: true,
  jsx: 'automatic',
  target: 'es2022',
  loader: { '.ttf': 'file', '.woff2': 'file' },
  assetNames: '[name]',
  define: { 'process.env.NODE_ENV': '"production"' },
};

/** Types of the schema have the names of their classes, which a bundle may rename where a package has the same name. */
const typesKeepTheirNames = {
  name: 'types keep their names',
  setup({ onLoad }) {
    onLoad({ filter: /\/schema\/[\w/-]+\.ts$/ }, async ({ path }) => {
      const tsconfigRaw = { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } };
      const source = await readFile(path, 'utf8');
      const { code } = await transform(source, { loader: 'ts', keepNames: true, sourcefile: path, tsconfigRaw });
      return { contents: code };
    });
  },
};

/**
 * What a module requires when it is first needed is bundled too, since the package is installed without it: each in a file
 * beside the chunks, which a start does not read.
 */
const REQUIRED = {
  'libphonenumber-js/min': { file: 'numbering-plans', used: 'parsePhoneNumberFromString' },
  re2js: { file: 'linear-time', used: 'RE2JS' },
};
const requiredWhenNeeded = {
  name: 'required when needed',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replace(/createRequire\(import\.meta\.url\)\('/g, "require('");
      return contents === source ? null : { contents, loader: 'ts' };
    });
    onResolve({ filter: /./ }, ({ kind, path, importer }) =>
      kind === 'require-call' && REQUIRED[path] && /\/src\//.test(importer)
        ? { path: `./${REQUIRED[path].file}.cjs`, external: true }
        : null,
    );
  },
};

/** What is not used of a package is left out of its file, which is read in one turn. */
const usedAlone = {
  name: 'used alone',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /./ }, ({ kind, path }) => (kind === 'entry-point' ? { path, namespace: 'used' } : null));
    onLoad({ filter: /./, namespace: 'used' }, ({ path }) => ({
      contents: `export { ${REQUIRED[path].used} } from '${path}'`,
      resolveDir: process.cwd(),
    }));
  },
};

const [program, required, ...pages] = await Promise.all([
  build({
    ...shared,
    entryPoints: { cli: 'src/cli.ts', index: 'src/index.ts' },
    outdir: 'dist',
    platform: 'node',
    target: 'node20',
    // One file starts faster and uses less memory than a thousand; packages with native code remain separate.
    external: ['libsql', 'libsql/promise', 'class-validator'],
    plugins: [packagesInParts, typesKeepTheirNames, requiredWhenNeeded],
    mainFields: ['module', 'main'],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'linked',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    banner: {
      js: "#!/usr/bin/env node\nimport{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);",
    },
  }),
  build({
    ...shared,
    entryPoints: Object.fromEntries(Object.entries(REQUIRED).map(([name, { file }]) => [file, name])),
    outdir: 'dist/chunks',
    plugins: [usedAlone],
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'linked',
  }),
  build({
    ...shared,
    entryPoints: {
      app: 'src/server/graphiql/main.ts',
      'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
      'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
      'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
    },
    outdir: 'dist/graphiql',
    ...page,
    splitting: true,
    chunkNames: '[name]-[hash]',
  }),
  build({
    ...shared,
    entryPoints: { app: 'console/main.tsx' },
    outdir: 'dist/console',
    ...page,
    splitting: true,
    chunkNames: '[name]-[hash]',
  }),
]);

// A package that is required under another name would be absent where this one is installed.
for (const file of Object.keys(program.metafile.outputs)) {
  const text = await readFile(file, 'utf8');
  const [, name] = /createRequire\(import\.meta\.url\)\("([^"]+)/.exec(text) ?? [];
  if (name) throw new Error(`${file} requires ${name}, which is not bundled`);
  const beside = Object.values(REQUIRED).find((one) => text.includes(`("./${one.file}.cjs")`));
  if (beside && !file.startsWith('dist/chunks/'))
    throw new Error(`${file} requires ${beside.file}.cjs, which is in chunks`);
}

// `import { z }` of zod would bundle its messages in every language, which each start would read.
const bundled = Object.values(program.metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
const language = bundled.find((file) => /zod\/.*\/locales\/(?!en\.|index\.)/.test(file));
if (language) throw new Error(`${language} is bundled: import zod as a namespace`);

// What a start reads: large packages that few configurations use, or parts that none does, are not among it.
const { outputs } = program.metafile;
const read = new Set(Object.keys(outputs).filter((file) => outputs[file].entryPoint === 'src/commands/serve.ts'));
// Grows while it is read.
for (const file of read)
  for (const { path, kind } of outputs[file].imports) if (kind === 'import-statement' && outputs[path]) read.add(path);
const unused = /node_modules\/(re2js|libphonenumber-js|ioredis|semver|sha\.js|@graphql-tools|@opentelemetry\/sdk\S+)\//;
const early = [...read].flatMap((file) => Object.keys(outputs[file].inputs)).find((file) => unused.test(file));
if (early || read.size === 0) throw new Error(`a start reads ${early}: see scripts/packages-in-parts.mjs`);

// The pages' files are compressed once, here, instead of at each request.
const assets = pages
  .flatMap(({ metafile }) => Object.keys(metafile.outputs))
  .filter((file) => /\.(js|css)$/.test(file));
for (const file of assets) await writeFile(`${file}.gz`, gzipSync(await readFile(file), { level: 9 }));
await writeFile('dist/package.json', JSON.stringify({ type: 'module' }));
await writeFile('dist/index.d.ts', embeddingTypes());
await writeFile(
  'dist/THIRD-PARTY-NOTICES.txt',
  thirdPartyNotices([program, required, ...pages].map(({ metafile }) => metafile)),
);

// Files of earlier builds go once no program that was started from them can still be loading them.
const AN_HOUR = 3_600_000;
const made = new Set([
  'dist/package.json',
  'dist/index.d.ts',
  'dist/THIRD-PARTY-NOTICES.txt',
  ...assets.map((file) => `${file}.gz`),
  ...[program, required, ...pages].flatMap(({ metafile }) => Object.keys(metafile.outputs)),
]);
for (const entry of await readdir('dist', { recursive: true, withFileTypes: true })) {
  const file = relative('.', join(entry.parentPath, entry.name));
  // The documentation is built by `npm run docs`.
  if (!entry.isFile() || made.has(file) || file.startsWith(join('dist', 'docs'))) continue;
  if (Date.now() - (await stat(file)).mtimeMs > AN_HOUR) await rm(file);
}
