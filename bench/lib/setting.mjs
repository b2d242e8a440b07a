// What the measured processes are started with: bundles of the benches, a configuration, simulators.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { start } from './child.mjs';
import { FLAGS } from './flags.mjs';

export const KEY = 'cpk_bench';
export const HERE = new URL('..', import.meta.url).pathname;
export const ROOT = join(HERE, '..');
/** Inside the ignored packages, from where their imports are found. */
const BUILT = join(HERE, 'node_modules', '.built');

const ENTRIES = [
  'http/gateway',
  'http/traced',
  'http/apollo',
  'http/mercurius',
  'http/plain',
  'http/apollo-soap',
  'http/wsdl',
  'decode/backend',
  'decode/caller',
  'schema/build',
  'differences/compare',
];

/** Installs the peers where they are missing, and builds the gateway and the benches. */
export async function prepare() {
  if (!existsSync(join(HERE, 'node_modules', 'mercurius'))) {
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: HERE, stdio: 'inherit' });
  }
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT, stdio: 'inherit' });
  await build({
    entryPoints: Object.fromEntries(ENTRIES.map((entry) => [entry, join(HERE, `${entry}.ts`)])),
    ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', outdir: BUILT },
    ...{
      outExtension: { '.js': '.mjs' },
      splitting: false,
      logLevel: 'warning',
      tsconfig: join(ROOT, 'tsconfig.json'),
    },
  });
}

/** A built bench. */
export const built = (entry) => join(BUILT, `${entry}.mjs`);

/** Writes a configuration of these accounts, and of more sections; answers its path. */
export async function configure(name, accounts, more = {}) {
  await mkdir(BUILT, { recursive: true });
  const hash = `sha256:${createHash('sha256').update(KEY).digest('hex')}`;
  const file = join(BUILT, `${name}.yaml`);
  const configuration = {
    ...{ port: 0, host: '127.0.0.1', accounts, events: { file: ':memory:' } },
    auth: { keys: [{ id: 'bench', hash, scopes: ['admin'], sockets: 1_000_000 }] },
    // One caller represents many: the share of a single caller is not measured here.
    limits: { lookupsPerMinute: 1_000_000, operationsPerCaller: 2_000 },
    ...more,
  };
  await writeFile(file, JSON.stringify(configuration));
  return file;
}

/** Starts the built program; answers the process and its address. */
export async function serve(configuration, environment = {}) {
  const child = start(join(ROOT, 'dist', 'cli.js'), ['serve', '--config', configuration], environment, FLAGS);
  const [, url] = await child.says(/(http:\/\/\S+\/graphql)/);
  return { child, url: url.replace('localhost', '127.0.0.1') };
}

/** Accounts of Five9 at one backend, each with its own user and the vendor's quotas. */
export function five9Accounts(count, url) {
  const users = (at) => [{ username: `api${at}`, password: 'secret' }];
  return Array.from({ length: count }, (_, at) => ({
    id: `account${at}`,
    vendor: 'five9-config',
    url,
    users: users(at),
  }));
}

/**
 * Starts every vendor's simulator as a separate process, each with the readings given for it, as in `simulate --reading`;
 * returns them and the accounts that connect to them.
 */
export async function simulateAll(readings = {}) {
  const { parse } = await import('yaml');
  const vendors = ['five9-config', 'five9-cti', 'remote-control', 'recorder', 'engage'];
  const children = vendors.map((vendor) => {
    const played = (readings[vendor] ?? []).flatMap((reading) => ['--reading', reading]);
    return start(join(ROOT, 'dist', 'cli.js'), ['simulate', vendor, '--port', '0', ...played]);
  });
  const accounts = [];
  for (const child of children) {
    await child.says(/# ready/);
    accounts.push(...parse(child.output()).accounts);
  }
  return { accounts, stop: () => Promise.all(children.map((child) => child.stop())) };
}
