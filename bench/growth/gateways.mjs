// How many queries two gateways over one Redis can answer, against one of them, by the CPU that a query costs at each.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { start } from '../lib/child.mjs';
import { cpuPerRequest, generator, median } from '../lib/measure.mjs';
import { configure, five9Accounts, serve } from '../lib/setting.mjs';

const VENDOR = fileURLToPath(new URL('users.mjs', import.meta.url));
const QUERY = '{ agents(first: 50) { totalCount edges { node { id name } } } }';
const USERS = 400;
const REQUESTS = 1_500;
const TURNS = 5;

async function startRedis() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  const words = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', words, { stdio: 'ignore' });
  await once(child, 'spawn');
  return { url: `redis://127.0.0.1:${port}`, stop: () => child.kill('SIGKILL') };
}

/** CPU milliseconds of a query at one gateway alone, and at each of two that answer at the same time. */
export async function gatewaysOverRedis() {
  const redis = await startRedis();
  const vendor = start(VENDOR, [String(USERS)]);
  const [, origin] = await vendor.says(/(http:\S+) (\d+) bytes/);
  const loads = [await generator(), await generator()];
  const servers = [];
  try {
    // The log is the one in Redis.
    const file = await configure('growth-gateways', five9Accounts(1, origin), {
      events: {},
      redis: { url: redis.url },
    });
    const body = JSON.stringify({ query: QUERY });
    const costOf = (at) =>
      cpuPerRequest(servers[at].child, loads[at], { url: servers[at].url, bodies: [body] }, REQUESTS);
    servers.push(await serve(file));
    await costOf(0);
    const alone = [];
    for (let turn = 0; turn < TURNS; turn += 1) alone.push(await costOf(0));
    servers.push(await serve(file));
    await costOf(1);
    const both = [];
    for (let turn = 0; turn < TURNS; turn += 1) {
      const costs = await Promise.all([costOf(0), costOf(1)]);
      both.push((costs[0] + costs[1]) / 2);
    }
    return { alone: median(alone) / 1_000, both: median(both) / 1_000 };
  } finally {
    for (const each of [...servers.map(({ child }) => child), ...loads, vendor]) await each.stop();
    redis.stop();
  }
}
