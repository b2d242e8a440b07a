// What one caller at its worst does to the plain reads of another. The machine bears the same all the time: between its
// windows the attack goes to a second gateway, that serves nobody else.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'yaml';
import { start } from '../lib/child.mjs';
import { ATTACKS } from './attacks.mjs';

const here = new URL('.', import.meta.url).pathname;
const CLI = join(here, '..', '..', 'dist', 'cli.js');
const KEYS = { greedy: 'cpk_greedy', waiting: 'cpk_waiting', other: 'cpk_other' };
/** Milliseconds from the beginning of an attack to the first read that is measured. */
const SETTLE = 1_000;

/** Every attack. */
export const ATTACK_NAMES = [...Object.keys(ATTACKS), 'subscriptions'];

const hash = (key) => `sha256:${createHash('sha256').update(key).digest('hex')}`;
const quantile = (times, share) => times.toSorted((one, other) => one - other)[Math.floor(times.length * share)];

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

async function startGateway(place, name, accounts, silent) {
  const answering = accounts.map(({ id }) => id);
  // With the account that never answers, the caller's own lists would wait for it.
  const keys = Object.entries(KEYS).map(([id, key]) => ({
    ...{ id, hash: hash(key), scopes: ['admin'] },
    ...(id !== 'waiting' && { accounts: answering }),
  }));
  const file = join(place, `${name}.yaml`);
  const settings = { port: 0, host: '127.0.0.1', events: { file: ':memory:' }, auth: { keys } };
  await writeFile(file, JSON.stringify({ ...settings, accounts: [...accounts, silent] }));
  const child = start(CLI, ['serve', '--config', file]);
  const [, url] = await child.says(/(http:\/\/\S+\/graphql)/);
  return { child, url: url.replace('localhost', '127.0.0.1') };
}

async function startScript(script) {
  const child = start(join(here, script));
  await child.says(/ready/);
  return child;
}

/** Starts simulated contact centres, an account that never answers, two gateways, a greedy caller and another one. */
export async function startSetting() {
  const place = await mkdtemp(join(tmpdir(), 'crosspoint-fairness-'));
  const silent = await startSilent();
  const centres = [await startSimulated(), await startSimulated()];
  const served = await startGateway(place, 'served', centres[0].accounts, silent.account);
  const spare = await startGateway(place, 'spare', centres[1].accounts, silent.account);
  const [attacker, reader] = [await startScript('attacker.mjs'), await startScript('reader.mjs')];
  const five9 = centres[0].accounts.find(({ vendor }) => vendor === 'five9-config').id;
  const read = (transport, milliseconds) =>
    reader.ask({ measure: { url: served.url, key: KEYS.other, transport, milliseconds } }, 'times');
  await read('http', 2_000);
  await read('socket', 1_000);
  return {
    read,
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

async function measureUnder({ read, attack, relent }, name, transport, { milliseconds, settle = SETTLE }, isServed) {
  await attack(name, { isServed });
  await pause(settle);
  const times = await read(transport, milliseconds);
  return { times, answered: await relent() };
}

/** The p99 of plain reads with the attack elsewhere and with it here, in windows by turns: the median of the windows. */
export async function compare(setting, name, transport, windows) {
  const p99s = { without: [], during: [] };
  let answered;
  for (let turn = 0; turn < windows.turns; turn += 1) {
    const without = await measureUnder(setting, name, transport, windows, false);
    const during = await measureUnder(setting, name, transport, windows, true);
    p99s.without.push(quantile(without.times, 0.99));
    p99s.during.push(quantile(during.times, 0.99));
    ({ answered } = during);
  }
  return { without: quantile(p99s.without, 0.5), during: quantile(p99s.during, 0.5), answered };
}
