// The processes of the event bench: gateways, the baseline and the subscribers.
import { fork, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FLAGS } from '../lib/flags.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const place = mkdtempSync(join(tmpdir(), 'crosspoint-bench-'));
/** The key of the bench's caller. */
export const KEY = 'bench-key-0123456789-0123456789';
/** Waits for some milliseconds. */
export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const children = new Set();

/** Milliseconds of processor time a process has used. */
export function used(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function start(words, memory = false) {
  const flags = memory ? ['--expose-gc', '--import', join(here, 'probe.mjs')] : [];
  const child = spawn(process.execPath, [...flags, ...words], {
    cwd: root,
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'error', NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  let text = '';
  return new Promise((resolve, reject) => {
    const onOutput = (chunk) => {
      text += chunk;
      const url = /(http:\/\/\S+\/graphql)/.exec(text)?.[1];
      if (url) resolve({ child, pid: child.pid, url, said: () => text });
    };
    child.stdout.on('data', onOutput);
    child.stderr.on('data', onOutput);
    child.once('exit', () => reject(new Error(`it ended: ${text}`)));
  });
}

let runs = 0;
/** Starts a gateway over the feed, or over other accounts, with more sections of the configuration. */
export function startGateway(feed, memory, accounts = [{ id: 'wfo', vendor: 'recorder', url: feed.url }], more = {}) {
  runs += 1;
  const file = join(place, `${runs}.yaml`);
  const hash = `sha256:${createHash('sha256').update(KEY).digest('hex')}`;
  const settings = {
    host: '127.0.0.1',
    accounts,
    auth: { keys: [{ id: 'bench', hash, scopes: ['admin'], sockets: 1_000_000 }] },
    events: { file: join(place, `${runs}.db`) },
    // One caller represents many: the share of a single caller is not measured here.
    limits: { lookupsPerMinute: 1_000_000, operationsPerCaller: 100_000 },
    ...more,
  };
  writeFileSync(file, JSON.stringify(settings));
  return start([...FLAGS, 'dist/cli.js', 'serve', '--config', file], memory);
}

/** Starts the baseline to compare with. */
export function startBaseline(feed, memory, mode = 'graphql') {
  return start(['bench/events/baseline.mjs', mode, feed?.url ?? ''], memory);
}

/** Bytes in use in a process that was started with `memory`, after a collection of garbage. */
export async function memoryOf(server) {
  const before = server.said().length;
  server.child.kill('SIGUSR2');
  for (;;) {
    const found = /MEMORY (\d+)/.exec(server.said().slice(before));
    if (found) return Number(found[1]);
    await pause(20);
  }
}

/** Starts a process of subscribers. */
export const startClients = (url, count, filters = 0, bare = '') =>
  startSubscribers(join(here, 'clients.mjs'), [url, count, filters, bare]);

/** Starts a script of subscribers, which says when it is ready and answers questions. */
export async function startSubscribers(script, words) {
  const child = fork(script, words, { env: { ...process.env, BENCH_KEY: KEY } });
  children.add(child);
  const waiting = [];
  let closed = 0;
  let readyNow;
  const ready = new Promise((done) => (readyNow = done));
  child.on('message', (message) => {
    if (message.ready) readyNow();
    else if (message.closed) closed += 1;
    else waiting.shift()?.(message);
  });
  await ready;
  const ask = (word) =>
    new Promise((done) => {
      waiting.push(done);
      child.send(word);
    });
  return {
    ask,
    count: async () => (await ask('count')).received,
    stop: () => stop({ child }),
    closed: () => closed,
    pid: child.pid,
  };
}

/** Ends a process. */
export function stop({ child }) {
  children.delete(child);
  child.removeAllListeners('exit');
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  return gone;
}

/** Waits until the clients have received so many messages. */
export async function untilCount(clients, wanted, milliseconds = 120_000) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const count = await clients.count();
    if (count >= wanted) return count;
    if (Date.now() > end) throw new Error(`${count} of ${wanted} messages came; ${clients.closed()} sockets closed`);
    await pause(20);
  }
}

/** Waits until a server receives the feed. */
export async function untilListening(feed) {
  while (feed.listeners === 0) await pause(20);
  await pause(300);
}

/** Ends every process and removes their files. */
export function stopAll() {
  for (const child of children) child.kill('SIGKILL');
  rmSync(place, { recursive: true, force: true });
}
