/** The programs of docs/tasks and docs/embedding.md, as they are printed, against the simulated contact centre. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { transform } from 'esbuild';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blocksOf, bundle, servePage } from '../client/snippets.ts';
import { until, untilAnswer } from '../helpers/until.ts';
import { freePort, type Program, startProgram } from '../program/process.ts';
import { chromium, openPage } from '../server/chromium.ts';
import { inLanguages } from './fences.ts';

/** A block of a page: by its file, or by its place among those of its language. */
const blockOf = (page: string, language: string, index = 0) =>
  blocksOf(`docs/${page}.md`, `${language}(?: file=\\S+)?`)[index] ?? '';

let program: Program;
let gateway: string;
let folder: string;
const running: ChildProcess[] = [];
beforeAll(async () => {
  // Inside the project, so that programs find its packages.
  mkdirSync('packages/client/dist', { recursive: true });
  folder = mkdtempSync(resolve('packages/client/dist/programs-'));
  program = startProgram(['serve', '--seed', '6'], { PORT: '0' });
  gateway = (await program.says(/(http:\/\/[^"\s]+\/graphql)/))[1] ?? '';
}, 60_000);
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await program.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a program in a folder of its own; answers what it has printed. */
function start(code: string, environment: Record<string, string> = {}) {
  const place = mkdtempSync(join(folder, 'program-'));
  writeFileSync(join(place, 'program.mjs'), code);
  const child = spawn(process.execPath, ['program.mjs'], {
    ...{ cwd: place, env: { PATH: process.env.PATH, ...environment } },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      text += chunk;
    });
  return { child, place, printed: () => text };
}

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const body = JSON.stringify({ type: 'call.ended', data: { callId: 'x' } });

/** The headers of a signed message, or of one whose signature is none. */
function headersOf(isSigned: boolean) {
  const at = new Date();
  return {
    'webhook-id': 'm1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': isSigned ? new Webhook(secret).sign('m1', at, body) : 'v1,AAAA',
  };
}

test('the agent’s program prints each queue with the calls that wait in it', { timeout: 60_000 }, async () => {
  const address = gateway.replace('/graphql', '/mcp');
  const run = async () => {
    const { child, printed } = start(blockOf('tasks/ai-agent', 'js').replace('http://localhost:4000/mcp', address));
    const [code] = await once(child, 'close');
    return { code, text: printed() };
  };
  // The gateway has just begun to listen to its accounts.
  const answer = await untilAnswer(run, ({ text }) => text.includes('Support Inbound: '));
  expect(answer).toEqual({ code: 0, text: expect.stringMatching(/^(.+: (\d+|unknown)\n)+$/) });
});

test('the program that resumes stores the cursor of the last event that it printed', { timeout: 60_000 }, async () => {
  const { place, printed } = start(await bundle(blockOf('tasks/resume', 'js'), gateway, 'node'));
  const cursors = () =>
    printed()
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split(' ')[0]);
  const stored = () => readFileSync(join(place, 'cursor.txt'), 'utf8');
  // The file is written after the line is printed.
  await until(() => cursors().length > 3 && cursors().slice(-3).includes(stored()), 'the cursor of a printed event');
});

test('the receiver accepts a message that is signed, and no other', { timeout: 60_000 }, async () => {
  const port = String(await freePort());
  const code = (await bundle(blockOf('tasks/webhook', 'js'), gateway, 'node')).replaceAll('8080', port);
  const { printed } = start(code, { WEBHOOK_SECRET: secret });
  await until(() => printed().includes('listening'), 'the receiver', 30_000);
  const send = async (isSigned: boolean) =>
    (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body, headers: headersOf(isSigned) })).status;
  expect([await send(true), await send(false)]).toEqual([204, 401]);
  await until(() => /call\.ended \{ callId: 'x' \}\nrefused: /.test(printed()), 'both messages in its output');
});

test('the function of an edge runtime accepts a message that is signed', async () => {
  const file = join(folder, 'edge.mjs');
  writeFileSync(file, await bundle(blockOf('tasks/webhook', 'ts'), gateway, 'node'));
  const { POST } = (await import(file)) as { POST(request: Request): Promise<Response> };
  const request = (isSigned: boolean) =>
    new Request('http://partner.example', { method: 'POST', body, headers: headersOf(isSigned) });
  process.env.WEBHOOK_SECRET = secret;
  try {
    expect((await POST(request(true))).status).toBe(204);
    await expect(POST(request(false))).rejects.toThrow('No signature');
  } finally {
    delete process.env.WEBHOOK_SECRET;
  }
});

test('the customers and the gateway compose to a supergraph', { timeout: 60_000 }, async () => {
  const place = mkdtempSync(join(folder, 'supergraph-'));
  const sdl = execFileSync(process.execPath, ['dist/cli.js', 'schema', '--plane', 'unified', '--subgraph'], {
    maxBuffer: 64 * 1_024 * 1_024,
  });
  writeFileSync(join(place, 'crosspoint.graphql'), sdl);
  writeFileSync(join(place, 'customers.graphql'), blockOf('tasks/supergraph', 'text'));
  writeFileSync(join(place, 'compose.mjs'), blockOf('tasks/supergraph', 'js', 1));
  execFileSync(process.execPath, ['compose.mjs'], { cwd: place, stdio: 'pipe' });
  const supergraph = readFileSync(join(place, 'supergraph.graphql'), 'utf8');
  expect(supergraph).toMatch(/type Call [^}]*@join__type\(graph: CUSTOMERS/);
  expect(supergraph).toMatch(/customer: Customer @join__field\(graph: CUSTOMERS, requires: "from"\)/);
});

describe('a program that embeds the gateway', () => {
  const embedded = async (index: number) =>
    (await transform(blockOf('embedding', 'ts', index), { loader: 'ts' })).code.replace(
      '"crosspoint"',
      JSON.stringify(resolve('dist/index.js')),
    );

  test('serves its configuration until it is asked to end', { timeout: 60_000 }, async () => {
    const hash = `sha256:${'0'.repeat(64)}`;
    const { child, printed } = start(await embedded(0), { KEY_HASH: hash });
    const [, url = ''] = await until(
      () => /^(http:\S+\/graphql)$/m.exec(printed()),
      'the address of the gateway',
      30_000,
    );
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
    child.kill('SIGTERM');
    expect((await once(child, 'close'))[0]).toBe(0);
  });

  test('asks the simulated contact centre and ends', { timeout: 60_000 }, async () => {
    const { child, printed } = start(await embedded(1));
    expect([(await once(child, 'close'))[0], printed()]).toEqual([0, expect.stringContaining('accounts')]);
  });
});

test.skipIf(!chromium)('the wallboard shows the floor', { timeout: 60_000 }, async () => {
  const served = await servePage(await bundle(blockOf('tasks/wallboard', 'tsx'), gateway, 'browser'));
  const page = await openPage(served.url);
  try {
    const text = () => page.evaluate('document.body.innerText');
    const shown = /Connection: live[\s\S]*On call: [1-9][\s\S]*(CONNECTED|HELD|RINGING) /;
    await untilAnswer(text, (found) => shown.test(String(found)), 30_000);
    expect(page.problems).toEqual([]);
  } finally {
    await page.close();
    served.close();
  }
});

test('every program of a page is run: here, with its client in test/client, or by `npm run tasks`', () => {
  const pages = inLanguages('js', 'ts', 'tsx', 'python').map(({ at }) => at.replace(/:\d+$/, ''));
  const tasks = ['ai-agent', 'resume', 'supergraph', 'wallboard', 'webhook'].map((name) => `docs/tasks/${name}.md`);
  const clients = 'apollo-client event-source graphql-request graphql-sse graphql-ws python relay urql'.split(' ');
  const run = [...tasks, 'docs/embedding.md', ...clients.map((name) => `docs/clients/${name}.md`)];
  expect([...new Set(pages)].filter((page) => !run.includes(page))).toEqual([]);
});
