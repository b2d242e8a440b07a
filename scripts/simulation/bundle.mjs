// Bundles the simulation with the program's own modules; packages that reach outside of the process have stand-ins.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { build, transform } from 'esbuild';

const STAND_INS = {
  ioredis: 'ioredis.ts',
  undici: 'undici.ts',
  libsql: 'libsql.ts',
  'node:crypto': 'crypto.ts',
  'node:timers/promises': 'timers-promises.ts',
  './create-media.ts': 'create-media.ts',
};
const { resolve: locate } = createRequire(import.meta.url);

/** Leads the program to the simulated edges, and `real:` modules of these to the true ones. */
const standIns = {
  name: 'stand-ins',
  setup({ onResolve }) {
    onResolve({ filter: /^real:/ }, ({ path }) => {
      const name = path.slice('real:'.length);
      return { path: name === 'crypto' ? 'node:crypto' : locate(name), external: true };
    });
    onResolve(
      { filter: /^(ioredis|undici|libsql|node:crypto|node:timers\/promises|\.\/create-media\.ts)$/ },
      ({ path }) => ({
        path: resolve('test/simulation/packages', STAND_INS[path]),
      }),
    );
  },
};

/** Sources of the program, with one place changed where a mutation is asked for; classes of the schema keep their names. */
function sources(mutation) {
  return {
    name: 'sources',
    setup({ onLoad }) {
      onLoad({ filter: /\/(src|schema)\/[\w/-]+\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const source = mutation && relative('.', path) === mutation.file ? mutated(text, mutation) : text;
        const tsconfigRaw = { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } };
        const { code } = await transform(source, { loader: 'ts', keepNames: true, sourcefile: path, tsconfigRaw });
        return { contents: code };
      });
    },
  };
}

function mutated(text, { file, from, to }) {
  if (text.split(from).length !== 2) throw new Error(`${file} does not contain once: ${from}`);
  return text.replace(from, () => to);
}

/** Writes the bundle into a folder; answers its file. */
export async function bundleSimulation(folder, mutation = null) {
  const outfile = join(folder, `simulation${mutation ? `-${mutation.name.replace(/\W+/g, '-')}` : ''}.mjs`);
  await build({
    entryPoints: ['test/simulation/main.ts'],
    ...{ outfile, bundle: true, format: 'esm', platform: 'node', target: 'node20', logLevel: 'error' },
    external: ['class-validator'],
    mainFields: ['module', 'main'],
    plugins: [standIns, sources(mutation)],
    banner: { js: "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);" },
  });
  return outfile;
}
