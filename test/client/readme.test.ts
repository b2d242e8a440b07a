import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until, untilAnswer } from '../helpers/until.ts';
import { type Program, startProgram } from '../program/process.ts';
import { chromium, openPage } from '../server/chromium.ts';
import { blocksOf, bundle, servePage } from './snippets.ts';

const README = 'packages/client/README.md';
const [wallboard = ''] = blocksOf(README, 'tsx');
const [request = '', subscription = '', webhook = ''] = blocksOf(README, 'ts');

let program: Program;
let gateway: string;
let folder: string;
beforeAll(async () => {
  mkdirSync('packages/client/dist', { recursive: true });
  folder = mkdtempSync(resolve('packages/client/dist/readme-'));
  program = startProgram(['serve', '--seed', '6'], { PORT: '0' });
  gateway = (await program.says(/(http:\/\/\S+\/graphql)/))[1] ?? '';
}, 30_000);
afterAll(async () => {
  await program.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a snippet as a program of its own until it has written a line, or to its end. */
async function run(code: string): Promise<string> {
  const file = join(folder, `${Math.random().toString(36).slice(2)}.mjs`);
  writeFileSync(file, await bundle(code, gateway, 'node'));
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH } });
  let output = '';
  let exit: number | null | undefined;
  child.stdout.on('data', (text) => {
    output += text;
  });
  child.stderr.on('data', (text) => {
    output += text;
  });
  child.on('exit', (exitCode) => {
    exit = exitCode;
  });
  await until(() => output.includes('\n') || exit !== undefined, 'a line or the end of a snippet', 15_000);
  if (exit !== undefined) expect([exit, output]).toEqual([0, output]);
  child.kill();
  return output;
}

test('the snippets have no error of types', { timeout: 60_000 }, () => {
  const paths = Object.fromEntries(
    ['index', 'react', 'webhooks'].map((entry) => [
      `@crosspoint/client${entry === 'index' ? '' : `/${entry}`}`,
      [resolve(`packages/client/src/${entry}.ts`)],
    ]),
  );
  const compilerOptions = {
    ...{
      strict: true,
      noEmit: true,
      target: 'es2022',
      module: 'preserve',
      moduleResolution: 'bundler',
      jsx: 'react-jsx',
    },
    ...{ allowImportingTsExtensions: true, skipLibCheck: true, types: ['node', 'react'], paths },
    lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
  };
  const snippets = {
    'wallboard.tsx': wallboard,
    'request.ts': request,
    'subscription.ts': subscription,
    'webhook.ts': webhook,
  };
  for (const [name, code] of Object.entries(snippets)) writeFileSync(join(folder, name), code);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: Object.keys(snippets) }));
  const compiler = resolve('node_modules/typescript/bin/tsc');
  const compile = () => execFileSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' });
  expect(compile()).toBe('');
});

test('the wallboard has 30 lines at most', () => {
  expect(wallboard.trim().split('\n').length).toBeLessThanOrEqual(30);
});

if (!chromium) console.warn('SKIPPED: the wallboard is not tried, since there is no Chromium on this machine');

describe.skipIf(!chromium)('the wallboard in a browser', () => {
  test('shows the floor of the gateway', { timeout: 60_000 }, async () => {
    const served = await servePage(await bundle(wallboard.replace(", key: 'cpk_…'", ''), gateway, 'browser'));
    const page = await openPage(served.url);
    try {
      const text = () => page.evaluate('document.body.innerText');
      await untilAnswer(
        text,
        (found) => /live[\s\S]*On call: [1-9][\s\S]*(CONNECTED|HELD|RINGING) /.test(String(found)),
        30_000,
      );
      expect(page.problems).toEqual([]);
    } finally {
      await page.close();
      served.close();
    }
  });
});

test('the request holds a call', async () => {
  expect(await run(`${request}\nconsole.log('calls', data.calls.edges.length, errors.length);`)).toMatch(
    /^calls [1-9]\d* 0$/m,
  );
});

test('the subscription prints calls that ended', { timeout: 30_000 }, async () => {
  // The centre ends calls rarely; every kind of change shows that the subscription runs.
  expect(await run(subscription.replace('filter: { types: ["CALL.ENDED"] }', 'filter: { kinds: [CALL] }'))).toMatch(
    /^\S{8,} /,
  );
});

test('the webhook accepts a message that is signed, and no other', async () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const file = join(folder, 'webhook.mjs');
  writeFileSync(file, await bundle(webhook, gateway, 'node'));
  const { POST } = (await import(file)) as { POST(request: Request): Promise<Response> };
  const body = JSON.stringify({ type: 'call.ended', data: { callId: 'x' } });
  const at = new Date();
  const send = (signature: string) => {
    const headers = {
      'webhook-id': 'm1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': signature,
    };
    return POST(new Request('http://partner.example', { method: 'POST', body, headers }));
  };
  process.env.WEBHOOK_SECRET = secret;
  expect((await send(new Webhook(secret).sign('m1', at, body))).status).toBe(204);
  await expect(send('v1,AAAA')).rejects.toThrow('No signature');
  delete process.env.WEBHOOK_SECRET;
});
