// What one caller at its worst does to the plain reads of another.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'yaml';
import { start } from '../lib/child.mjs';
import { FLAGS } from '../lib/flags.mjs';
import { ATTACKS } from './attacks.mjs';
import { pooledRatio, quantile, ratioOf } from './interval.mjs';
import { separate } from './placement.mjs';

const here = new URL('.', import.meta.url).pathname;
const CLI = join(here, '..', '..', 'dist', 'cli.js');
const KEYS = { greedy: 'cpk_greedy', waiting: 'cpk_waiting', other: 'cpk_other' };

/** Every attack. */
export const ATTACK_NAMES = Object.keys(ATTACKS);

const certificate = (name) => readFileSync(join(here, '..', '..', 'test', 'fixtures', 'tls', `first.${name}`), 'utf8');

const hash = (key) => `sha256:${createHash('sha256').update(key).digest('hex')}`;

/** A vendor that takes every call and answers none. */
async function startSilent() {
  const server = createServer((request) => request.resume()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const users = Array.from({ length: 5 }, (_, at) => ({ username: `silent${at}`, password: 'secret' }));
  return {
    account: { id: 'silent', vendor: 'five9-config', url: `http://127.0.0.1:${server.address().port}/v14`, users },
    stop: () => server.close().closeAllConnections(),
  };
}

async function startSimulated() {
  const child = start(CLI, ['simulate', 'all', '--port', '0']);
  await child.says(/# ready/);
  return { child, accounts: parse(child.output()).accounts };
}

async function startGateway(place, name, accounts, silent, isTls) {
  const answering = accounts.map(({ id }) => id);
  // With the account that never answers, the caller's own lists would wait for it.
  const keys = Object.entries(KEYS).map(([id, key]) => ({
    ...{ id, hash: hash(key), scopes: ['admin'] },
    ...(id !== 'waiting' && { accounts: answering }),
  }));
  const file = join(place, `${name}.yaml`);
  const settings = { port: 0, host: '127.0.0.1', events: { file: ':memory:' }, auth: { keys } };
  const tls = isTls && { tls: { certificate: certificate('crt'), key: certificate('key') } };
  await writeFile(file, JSON.stringify({ ...settings, ...tls, accounts: [...accounts, silent] }));
  const child = start(CLI, ['serve', '--config', file], {}, FLAGS);
  const [, url] = await child.says(/(https?:\/\/\S+\/graphql)/);
  return { child, url: url.replace('localhost', '127.0.0.1') };
}

async function startScript(script) {
  // The certificate of the fixtures has no issuer.
  const child = start(join(here, script), [], { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' });
  await child.says(/ready/);
  return child;
}

/**
 * Starts simulated contact centres, an account that never answers, two gateways, a greedy caller and another one; for a
 * measurement, each where the others do not take its time.
 */
export async function startSetting({ isMeasured = false, isTls = false } = {}) {
  const place = await mkdtemp(join(tmpdir(), 'crosspoint-fairness-'));
  const silent = await startSilent();
  const centres = [await startSimulated(), await startSimulated()];
  const served = await startGateway(place, 'served', centres[0].accounts, silent.account, isTls);
  const spare = await startGateway(place, 'spare', centres[1].accounts, silent.account, isTls);
  const [attacker, reader] = [await startScript('attacker.mjs'), await startScript('reader.mjs')];
  const five9 = centres[0].accounts.find(({ vendor }) => vendor === 'five9-config').id;
  const read = (milliseconds) => reader.ask({ measure: { url: served.url, key: KEYS.other, milliseconds } }, 'times');
  const vendors = centres.map(({ child }) => child);
  const placed = { served: served.child, reader, vendors, spare: spare.child, attacker };
  const isSeparate = isMeasured && separate(placed);
  await read(2_000);
  return {
    read,
    isSeparate,
    probe: () => served.child.probe(),
    attack(attack, { isServed }) {
      const key = attack === 'operations' ? KEYS.waiting : KEYS.greedy;
      const { url } = isServed ? served : spare;
      return attacker.ask({ start: { url, key, attack, names: { five9 } } }, 'started');
    },
    relent: () => attacker.ask({ stop: true }, 'stopped'),
    async stop() {
      const children = [attacker, reader, served.child, spare.child, ...centres.map(({ child }) => child)];
      await Promise.all(children.map((child) => child.stop()));
      silent.stop();
      await rm(place, { recursive: true, force: true });
    },
  };
}

/** The times of reads while there is no attack, while the attack goes to the spare gateway, and while it goes to the served one. */
async function slice({ read, attack, relent }, name, where, { milliseconds, settle }) {
  if (where !== 'nowhere') await attack(name, { isServed: where === 'here' });
  await pause(settle);
  const times = await read(milliseconds);
  return { times, answered: where === 'nowhere' ? {} : await relent() };
}

/**
 * The p99 of plain reads in two conditions, in pairs of short windows whose order alternates: what disturbs the machine
 * disturbs both. Each condition is the place of the attack: `nowhere`, `elsewhere` (at a gateway without other callers) or
 * `here`.
 */
export async function compare(setting, name, { without = 'nowhere', during = 'here', slices, ...lengths }) {
  const windows = { http: [], socket: [] };
  const answered = {};
  const measure = async (where) => {
    const measured = await slice(setting, name, where, lengths);
    for (const [status, count] of Object.entries(measured.answered)) answered[status] = (answered[status] ?? 0) + count;
    return measured.times;
  };
  for (let turn = 0; turn < slices; turn += 1) {
    const first = await measure(turn % 2 ? during : without);
    const second = await measure(turn % 2 ? without : during);
    const [times, timesDuring] = turn % 2 ? [second, first] : [first, second];
    for (const transport of ['http', 'socket'])
      windows[transport].push({ without: times[transport], during: timesDuring[transport] });
  }
  const reads = windows.http.reduce((sum, window) => sum + window.during.length, 0);
  return { http: resultOf(windows.http), socket: resultOf(windows.socket), reads, answered };
}

function resultOf(windows) {
  const p99 = (times) => quantile(times, 0.99);
  const ofAll = (name) => p99(windows.flatMap((window) => window[name]));
  const pairs = windows.map((window) => ({ without: p99(window.without), during: p99(window.during) }));
  return {
    without: ofAll('without'),
    during: ofAll('during'),
    single: ratioOf(pairs),
    pooled: pooledRatio(windows),
    pairs: windows.length,
  };
}
