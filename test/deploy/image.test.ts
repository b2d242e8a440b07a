import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { COMMANDS } from '../../src/commands/commands.ts';
import { freePort, startProgram } from '../program/process.ts';
import { writeFilledFile } from './filled-file.ts';

const dockerfile = readFileSync('Dockerfile', 'utf8').replaceAll(/\s*\\\n\s*/g, ' ');
const stages = dockerfile.split(/^FROM /m).slice(1);
const [build = '', image = ''] = stages;
/** The words of an instruction that is a list. */
const listOf = (instruction: string): string[] =>
  JSON.parse(new RegExp(`^${instruction}\\s.*?(\\[.*\\])$`, 'm').exec(image)?.[1] ?? '[]');
/** What the build puts into the image, below the folder of the project. */
const copied = [...build.matchAll(/cp -r --parents (.*?) runtime\//g)].flatMap(([, paths = '']) => paths.split(' '));

/** Whether a command line is one of the program. */
function isKnown([, ...line]: readonly string[]): boolean {
  const [script = '', name, ...words] = line.slice(line.findIndex((word) => !word.startsWith('--')));
  const command = COMMANDS.find((entry) => entry.name === name);
  const flags = words.filter((word) => word.startsWith('--')).map((word) => word.slice(2));
  return script.endsWith('dist/cli.js') && flags.every((flag) => command?.flags.includes(flag) === true);
}

/** Node's flag that limits what a process may write, which had another name before Node 23. */
const PERMISSION = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission';

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'crosspoint-image-'));
  for (const path of copied) cpSync(path, join(root, path), { recursive: true });
  mkdirSync(join(root, 'data'));
  mkdirSync(join(root, 'tmp'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the image', () => {
  test('is built in stages, of which the last has no tools of the build and no root', () => {
    expect(stages).toHaveLength(2);
    expect(image).not.toMatch(/npm|apt/);
    const users = [...image.matchAll(/^USER (\S+)/gm)].map(([, user]) => user);
    expect(users).toEqual(['node']);
    expect(image.indexOf('USER')).toBeGreaterThan(image.lastIndexOf('COPY'));
    for (const path of [...copied, 'packages/client/package.json']) expect(existsSync(path)).toBe(true);
  });

  test('runs commands of the program', () => {
    const entry = listOf('ENTRYPOINT');
    expect([isKnown([...entry, ...listOf('CMD')]), isKnown(listOf('HEALTHCHECK'))]).toEqual([true, true]);
  });

  test('serves from what is copied alone, writes to its data and temporary folders only, and is found alive', async () => {
    const port = await freePort();
    const text = [
      'host: 127.0.0.1',
      "auth: { keys: [{ id: admin, hash: '${file:/run/secrets/admin_key_hash}', scopes: [admin] }] }",
      'accounts: [{ id: wfo, vendor: recorder, url: "tcp://127.0.0.1:9" }]',
      `events: { file: ${join(root, 'data', 'events.db')} }`,
      `media: { folder: ${join(root, 'tmp')} }`,
    ];
    const { file } = writeFilledFile(text.join('\n'), '/run/secrets');
    const writable = ['data', 'tmp'].map((name) => `--allow-fs-write=${join(root, name)}/`);
    const options = [PERMISSION, '--allow-fs-read=*', '--allow-addons', '--allow-worker', ...writable];
    const environment = { PORT: String(port), NODE_OPTIONS: options.join(' ') };
    const health = () =>
      spawnSync(process.execPath, ['dist/cli.js', 'health', '--config', file], {
        ...{ cwd: root, env: { PORT: String(port) }, encoding: 'utf8' as const },
      });
    const program = startProgram(['serve', '--config', file], environment, join(root, 'dist/cli.js'));
    onTestFinished(async () => void (await program.stop()));
    await program.says(/http:\S+\/graphql/);
    expect(health()).toMatchObject({ status: 0, stdout: 'alive\n' });
    expect(existsSync(join(root, 'data', 'events.db'))).toBe(true);
    expect(await program.stop()).toBe(0);
    expect(health()).toMatchObject({ status: 1 });
  }, 60_000);
});

describe('the systemd unit', () => {
  const unit = readFileSync('deploy/systemd/crosspoint.service', 'utf8');
  const setting = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1] ?? '';

  test('runs a command of the program in its own state folder, and reloads it with SIGHUP', () => {
    expect(isKnown(setting('ExecStart').split(' '))).toBe(true);
    expect(setting('ExecReload')).toBe('/bin/kill -HUP $MAINPID');
    expect(setting('WorkingDirectory')).toBe(`/var/lib/${setting('StateDirectory')}`);
    expect(Number(setting('TimeoutStopSec'))).toBeGreaterThanOrEqual(6 + 8);
  });

  test.skipIf(spawnSync('systemd-analyze', ['--version']).status !== 0)('is a unit that systemd takes', () => {
    execFileSync('systemd-analyze', ['verify', 'deploy/systemd/crosspoint.service'], { stdio: 'pipe' });
  });
});

test('the image, the unit, `npm start` and the benches run Node with the same flags', () => {
  const read = (path: string) => readFileSync(path, 'utf8');
  const flagsIn = (text: string) => text.match(/--(?:heap-growing|max-semi|v8|no-spark)[\w-]+(?:=\d+)?/g);
  const { scripts } = JSON.parse(read('package.json')) as { scripts: { start: string } };
  const flags = flagsIn(read('bench/lib/flags.mjs'));
  expect(flags).toHaveLength(4);
  const page = read('docs/operations/deployment.md');
  const others = [dockerfile, read('deploy/systemd/crosspoint.service'), scripts.start, page].map(flagsIn);
  expect(others).toEqual([flags, flags, flags, flags]);
});
