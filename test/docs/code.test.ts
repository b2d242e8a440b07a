/** The YAML, shell and TypeScript snippets of the documentation. */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { vendors } from '../../src/adapters/vendors.ts';
import { readConfiguration } from '../../src/config/configuration.ts';
import { until } from '../helpers/until.ts';
import { type Program, startProgram } from '../program/process.ts';
import { inLanguages, SNIPPETS } from './fences.ts';

const folder = mkdtempSync(join(tmpdir(), 'crosspoint-docs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a snippet of YAML', () => {
  const named = ['acme-five9', 'wfo', 'floor', 'dialler', 'outreach'];
  const least = {
    accounts: named.map((id) => ({ id, vendor: 'recorder', url: 'tcp://127.0.0.1:5620' })),
    auth: { keys: [{ id: 'reader', hash: `sha256:${'0'.repeat(64)}`, scopes: ['calls:read'] }] },
  };

  test.each(inLanguages('yaml').map(({ at, code }) => [at, code]))(
    '%s is a configuration, or a part of one',
    (_, code) => {
      const file = join(folder, 'snippet.yaml');
      writeFileSync(file, stringify({ ...least, ...parse(code) }));
      const secret = `whsec_${Buffer.alloc(32).toString('base64')}`;
      const names = [...code.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => [
        name,
        name.endsWith('SECRET') ? secret : name,
      ]);
      expect(readConfiguration(file, vendors, Object.fromEntries(names)).accounts.length).toBeGreaterThan(0);
    },
  );
});

describe('a snippet of a shell', () => {
  const lines = inLanguages('sh').flatMap(({ at, code }) =>
    code.split('\n').flatMap((line) => (line.trim() ? [[at, line.replace(/\s+#.*$/, '')] as const] : [])),
  );
  /** Lines that install packages, start tools of others or follow from a file of the page: `npm run tasks` runs them. */
  const OTHERS =
    /^(cd [\w-]+|export \w+=\S+|node [\w/.-]+( \S+)?|npm (ci|start|run [\w:]+|test -- \S+|install [@\w/ -]+|create --yes vite@latest .*)|npx (graphql-codegen|hive-gateway .*))$/;
  const ofProgram = lines.filter(([, line]) => line.startsWith('npx crosspoint'));
  const ofCurl = lines.filter(([, line]) => line.startsWith('curl'));

  let centre: Program;
  let gateway: Program;
  let url: string;
  let accounts: { id: string; vendor: string; url?: string }[];
  beforeAll(async () => {
    centre = startProgram(['simulate', 'all', '--port', '0']);
    gateway = startProgram(['serve', '--seed', '3'], { PORT: '0' });
    const [, found = ''] = await centre.says(/^(accounts:\n(?:[ -].*\n)+)/m);
    accounts = parse(found).accounts.filter(({ vendor }: { vendor: string }) => vendor === 'recorder');
    url = (await gateway.says(/(http:\/\/[^"\s]+)\/graphql/))[1] ?? '';
  }, 60_000);
  afterAll(() => Promise.all([centre.stop(), gateway.stop()]));

  test('names no program that no test runs', () => {
    const known = [...ofProgram, ...ofCurl];
    expect(lines.filter((line) => !known.includes(line) && !OTHERS.test(line[1]))).toEqual([]);
    expect(known.length).toBeGreaterThan(10);
  });

  test.concurrent.each(ofProgram)('%s: %s', { timeout: 90_000 }, async (_, line) => {
    const place = mkdtempSync(join(folder, 'shell-'));
    const hash = `sha256:${'0'.repeat(64)}`;
    const auth = { keys: [{ id: 'reader', hash, scopes: ['calls:read'] }] };
    const recorder = accounts[0]?.url ?? '';
    const words = line
      .replace('tcp://10.1.2.30:5620', recorder)
      .replace(/--port \d+/, '--port 0')
      .replace(/ > .*/, '')
      .split(/\s+/)
      .slice(2);
    if (words[0] !== 'init') writeFileSync(join(place, 'crosspoint.yaml'), stringify({ accounts, auth }));
    const child = spawn(process.execPath, [resolve('dist/cli.js'), ...words], {
      ...{ cwd: place, env: { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'error' } },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const exited = once(child, 'exit');
    if (words[0] === 'serve' || words[0] === 'simulate') {
      await until(() => /(http|tcp):\/\//.test(output) || child.exitCode !== null, `${line} serves: ${output}`, 60_000);
      child.kill('SIGTERM');
    }
    const [code] = await exited;
    // A signal may arrive before the program listens to it.
    expect([code ?? 0, output]).toEqual([0, output]);
  });

  test.each(ofCurl)('%s: %s', async (_, line) => {
    const command = line.replaceAll('http://localhost:4000', url);
    const run = promisify(execFile)('sh', ['-c', `${command} -sS`], {
      cwd: folder,
      env: { ...process.env, CROSSPOINT_KEY: '' },
    });
    // A stream ends when its time is over, which curl reports as 28.
    const { code = 0, stdout } = (await run.catch((error: { code: number; stdout: string }) => error)) as {
      code?: number;
      stdout: string;
    };
    expect([0, / -m \d+ /.test(line) ? 28 : 0]).toContain(code);
    if (!line.includes(' -o ')) expect(stdout).toMatch(/"data"|event:/);
  });
});

describe('a snippet of a language', () => {
  test('has no error of types', { timeout: 60_000 }, () => {
    mkdirSync('packages/client/dist', { recursive: true });
    const place = mkdtempSync(resolve('packages/client/dist/docs-'));
    try {
      const client = (entry: string) => [resolve(`packages/client/src/${entry}.ts`)];
      const paths = {
        crosspoint: [resolve('dist/index.d.ts')],
        '@crosspoint/client': client('index'),
        '@crosspoint/client/react': client('react'),
        '@crosspoint/client/webhooks': client('webhooks'),
      };
      const compilerOptions = {
        ...{ strict: true, noEmit: true, target: 'es2022', module: 'preserve', moduleResolution: 'bundler' },
        ...{ jsx: 'react-jsx', allowImportingTsExtensions: true, skipLibCheck: true, types: ['node', 'react'], paths },
        ...{ lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'], moduleDetection: 'force' },
      };
      const snippets = inLanguages('ts', 'tsx').map(
        ({ code, language }, at) => [`snippet-${at}.${language}`, code] as const,
      );
      expect(snippets.length).toBeGreaterThan(3);
      const examples = readdirSync('examples')
        .filter((name) => name.endsWith('.tsx'))
        .map((name) => [name, readFileSync(`examples/${name}`, 'utf8')] as const);
      const files = [...snippets, ...examples];
      for (const [name, code] of files) writeFileSync(join(place, name), code);
      writeFileSync(
        join(place, 'tsconfig.json'),
        JSON.stringify({ compilerOptions, files: files.map(([name]) => name) }),
      );
      const compiler = resolve('node_modules/typescript/bin/tsc');
      const run = () => execFileSync(process.execPath, [compiler, '-p', place], { encoding: 'utf8' });
      let printed = '';
      try {
        printed = run();
      } catch (error) {
        printed = (error as { stdout: string }).stdout;
      }
      expect(printed).toBe('');
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  });

  test.each(inLanguages('js', 'json').map(({ at, language, code }) => [at, language, code]))(
    '%s is %s',
    async (_, loader, code) => {
      await transform(code ?? '', { loader: loader as 'js' | 'json' });
    },
  );

  test('is of a language that a test runs', () => {
    const known = ['graphql', 'yaml', 'sh', 'ts', 'tsx', 'js', 'json', 'text', 'python'];
    expect(SNIPPETS.filter(({ language }) => !known.includes(language))).toEqual([]);
  });
});
