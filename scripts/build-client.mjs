// Builds packages/client: one module for each entry, with declarations. `node scripts/build-client.mjs [folder]` writes elsewhere.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'packages', 'client');
const output = resolve(process.argv[2] ?? join(source, 'dist'));

rmSync(output, { recursive: true, force: true });
await build({
  absWorkingDir: source,
  entryPoints: ['src/index.ts', 'src/react.ts', 'src/webhooks.ts'],
  outdir: output,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  minify: true,
  mainFields: ['module', 'main'],
  chunkNames: 'chunks/[name]-[hash]',
  external: ['react'],
  logLevel: 'warning',
});
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
execFileSync(process.execPath, [compiler, '-p', source, '--outDir', output], { stdio: 'inherit' });

// The compiler leaves the endings of the sources in declarations.
for (const file of readdirSync(output, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.d.ts'),
)) {
  const text = readFileSync(join(output, file), 'utf8');
  writeFileSync(join(output, file), text.replace(/(from |import\()'(\.[^']+)\.ts'/g, "$1'$2.js'"));
}
