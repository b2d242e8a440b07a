// Bundles the gateway and GraphiQL into dist/: one file to start quickly, and a page that loads nothing from elsewhere.
import { rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const shared = { bundle: true, format: 'esm', logLevel: 'warning', sourcemap: false };

await rm('dist', { recursive: true, force: true });
await Promise.all([
  build({
    ...shared,
    entryPoints: { cli: 'src/cli.ts' },
    outdir: 'dist',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    banner: { js: '#!/usr/bin/env node' },
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
    platform: 'browser',
    minify: true,
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
    define: { 'process.env.NODE_ENV': '"production"' },
  }),
]);
await writeFile('dist/package.json', JSON.stringify({ type: 'module' }));
