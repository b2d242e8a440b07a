// The console in Chromium over the simulated contact centre, for as long as an hour of calls takes:
// `npm run soak -- [--minutes 6] [--pace 10] [--seed 7]`, after a build. Minutes × pace is the time that people see. Every ten
// seconds the calls of the floor are compared with those of the API; every so often another page is visited and the memory of
// the page and of the gateway is measured after a collection. Exits with 1 when a call is stuck, the floor and the API differ at
// the end, or memory grows. The simulated contact centre runs in a process of its own and is not measured.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { heapOf, INSPECTOR_LINE } from './soak/inspector.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '6' },
    pace: { type: 'string', default: '10' },
    seed: { type: 'string', default: '7' },
  },
});
const minutes = Number(values.minutes);
const pace = Number(values.pace);
/** Longest life of a simulated call: ringing, talk, a hold until its end, wrap-up. */
const LONGEST_CALL_MS = 1_200_000 / pace;
const COMPARE_EVERY_MS = 10_000;
const SAMPLES = 24;
/** Share by which memory may grow, and what a heap varies by in any case. */
const GROWTH = { share: 0.05, bytes: 1_500_000 };
const IN_PROGRESS = 'QUEUED RINGING CONNECTED HELD PARKED CONFERENCED TRANSFERRING WRAP_UP UNKNOWN';

const folder = mkdtempSync(join(tmpdir(), 'crosspoint-soak-'));
const key = `cpk_${randomBytes(24).toString('base64url')}`;
const children = [];

/** Starts the program and answers the first match in what it prints, and the address of its inspector. */
async function start(words, pattern) {
  const child = spawn(process.execPath, ['--inspect=127.0.0.1:0', 'dist/cli.js', ...words], {
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let text = '';
  let inspector = null;
  createInterface(child.stderr).on('line', (line) => {
    inspector ??= /ws:\/\/\S+/.exec(line)?.[0] ?? null;
    if (!INSPECTOR_LINE.test(line)) console.error(line);
  });
  return new Promise((found, failed) => {
    child.on('exit', () => failed(new Error(`crosspoint ${words[0]} ended: ${text}`)));
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const match = pattern.exec(text);
      if (match) found({ child, match, inspector });
    });
  });
}

async function startGateway() {
  const simulate = ['simulate', 'all', '--port', '0', '--pace', values.pace, '--seed', values.seed];
  const { match } = await start(simulate, /^accounts:\n[\s\S]*(?=# ready)/m);
  const hash = `sha256:${createHash('sha256').update(key).digest('hex')}`;
  const file = join(folder, 'crosspoint.yaml');
  const auth = `auth:\n  keys:\n    - { id: console, hash: "${hash}", scopes: [admin] }\n`;
  writeFileSync(file, `${match[0]}${auth}events: { file: ":memory:" }\n`);
  const gateway = await start(['serve', '--config', file], /(http:\/\/[^"\s]+)\/graphql/);
  return { url: gateway.match[1], pid: gateway.child.pid, inspector: gateway.inspector };
}

/** The calls in progress by the API: their id and when they began. */
async function listedCalls(url) {
  const calls = new Map();
  for (let after = null; ; ) {
    const query = `query ($after: Cursor) { calls(first: 100, after: $after, filter: { states: [${IN_PROGRESS}] }) {
      edges { node { id state startedAt } } pageInfo { hasNextPage endCursor } sources { error { code } } } }`;
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query, variables: { after } }),
    });
    const { data, errors } = await response.json();
    if (errors) throw new Error(JSON.stringify(errors));
    for (const { node } of data.calls.edges) calls.set(node.id, node);
    // A list without one of its accounts shows nothing about that account's calls.
    if (data.calls.sources.some(({ error }) => error)) return null;
    if (!data.calls.pageInfo.hasNextPage) return calls;
    after = data.calls.pageInfo.endCursor;
  }
}

/** Resident memory of a process in bytes. */
function residentBytes(pid) {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1_024;
}

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];

/** The console on its floor, tall enough to draw every call. */
class Floor {
  static async open(browser, url) {
    const page = await (await browser.newContext({ viewport: { width: 1_440, height: 6_000 } })).newPage();
    const floor = new Floor(page, await page.context().newCDPSession(page));
    page.on('pageerror', ({ message }) => floor.problems.push(message));
    page.on('console', (message) => message.type() === 'error' && floor.problems.push(message.text()));
    await page.goto(url);
    await page.getByLabel('API key or token').fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('.calls tbody tr').first().waitFor();
    // The first question, which finds out whether a key is needed, is refused.
    floor.problems.length = 0;
    return floor;
  }

  problems = [];

  constructor(page, session) {
    this.page = page;
    this.session = session;
  }

  async calls() {
    return this.page.locator('.calls tbody tr[data-id]').evaluateAll((rows) => rows.map((row) => row.dataset.id));
  }

  /** Visits another page and returns, as people do. */
  async visit(index) {
    const links = this.page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
    await links.nth(1 + (index % ((await links.count()) - 1))).click();
    await this.page.waitForTimeout(1_500);
    await links.first().click();
    await this.page.locator('.calls tbody tr').first().waitFor();
  }

  async memory() {
    await this.session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.session.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await this.session.send('Memory.getDOMCounters');
    return { heap: usedSize, nodes, jsEventListeners };
  }
}

/** Follows the floor until the time is over; answers what was seen. */
async function follow(floor, { url, pid, inspector }) {
  const endsAt = Date.now() + minutes * 60_000;
  const seen = { calls: new Set(), comparisons: 0, stuck: new Set(), samples: [] };
  let suspects = new Set();
  let sampledAt = 0;
  while (Date.now() < endsAt) {
    const shown = await floor.calls();
    const listed = await listedCalls(url);
    if (!listed) {
      await wait(COMPARE_EVERY_MS);
      continue;
    }
    seen.comparisons += 1;
    for (const id of shown) seen.calls.add(id);
    // A call that ends between the two lists is in one of them; ten seconds later it is in none.
    const absent = new Set(shown.filter((id) => !listed.has(id)));
    for (const id of absent) if (suspects.has(id)) seen.stuck.add(`${id} is shown and not listed`);
    suspects = absent;
    for (const { id, state, startedAt } of listed.values()) {
      if (Date.now() - Date.parse(startedAt) > LONGEST_CALL_MS) seen.stuck.add(`${id} is ${state} since ${startedAt}`);
    }
    if (Date.now() - sampledAt > (minutes * 60_000) / SAMPLES) {
      sampledAt = Date.now();
      await floor.visit(seen.samples.length);
      const gateway = await heapOf(inspector);
      const sample = { ...(await floor.memory()), gateway, resident: residentBytes(pid), shown: shown.length };
      seen.samples.push(sample);
      const left = Math.ceil((endsAt - Date.now()) / 60_000);
      console.log(
        `${shown.length} calls shown, ${seen.calls.size} so far; heap ${megabytes(sample.heap)}, ${sample.nodes} nodes, ` +
          `${sample.jsEventListeners} listeners; gateway ${megabytes(sample.gateway)} of ${megabytes(sample.resident)}; ${left} min left`,
      );
    }
    await wait(COMPARE_EVERY_MS);
  }
  return seen;
}

/** Whether the floor shows the calls that the API lists just before and just after, at some moment of the next minute. */
async function agreesAtTheEnd(floor, url) {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const before = await listedCalls(url);
    const shown = new Set(await floor.calls());
    const after = await listedCalls(url);
    if (!before || !after) continue;
    const isListed = (id) => before.has(id) || after.has(id);
    const all = [...before.keys()].filter((id) => after.has(id)).every((id) => shown.has(id));
    if (shown.size > 0 && all && [...shown].every(isListed)) return shown.size;
    await wait(200);
  }
  return null;
}

/** Compares the second quarter of the samples, when all pages were loaded, with the last. */
function growthOf(samples, figure) {
  const quarter = Math.max(1, Math.floor(samples.length / 4));
  const numbers = samples.map((sample) => sample[figure]);
  return [median(numbers.slice(quarter, 2 * quarter)), median(numbers.slice(-quarter))];
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});
try {
  const gateway = await startGateway();
  const { url } = gateway;
  const floor = await Floor.open(browser, url);
  const seen = await follow(floor, gateway);
  const agreed = await agreesAtTheEnd(floor, url);
  const [early, late] = growthOf(seen.samples, 'heap');
  const [firstNodes, lastNodes] = growthOf(seen.samples, 'nodes');
  const [before, after] = growthOf(seen.samples, 'gateway');
  const grows = late - early > Math.max(GROWTH.bytes, early * GROWTH.share);
  console.log(
    `${minutes} min at pace ${pace}: ${minutes * pace} min of calls, ${seen.calls.size} calls shown, ${seen.comparisons} comparisons\n` +
      `calls at the end: ${agreed === null ? 'the floor and the API differ' : `${agreed}, those of the API`}\n` +
      `stuck calls: ${[...seen.stuck].join('; ') || 'none'}\n` +
      `heap: ${megabytes(early)}, then ${megabytes(late)}; nodes: ${firstNodes}, then ${lastNodes}\n` +
      `heap of the gateway: ${megabytes(before)}, then ${megabytes(after)}\n` +
      `errors of the page: ${[...new Set(floor.problems)].join('; ') || 'none'}`,
  );
  if (agreed === null || seen.stuck.size > 0 || grows || floor.problems.length > 0) process.exitCode = 1;
} finally {
  await browser.close();
  for (const child of children) {
    child.removeAllListeners('exit');
    child.kill();
  }
  rmSync(folder, { recursive: true, force: true });
}
