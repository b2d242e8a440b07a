// How many queries and messages of subscriptions two gateways over one Redis can send, against one of them, by the CPU that
// one costs at each.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { startFeed } from '../events/feed.mjs';
import { pause, startClients, startGateway, stop, untilCount, untilListening, used } from '../events/processes.mjs';
import { start } from '../lib/child.mjs';
import { cpuPerRequest, generator, median } from '../lib/measure.mjs';
import { configure, five9Accounts, serve } from '../lib/setting.mjs';

const VENDOR = fileURLToPath(new URL('users.mjs', import.meta.url));
const QUERY = '{ agents(first: 50) { totalCount edges { node { id name } } } }';
const USERS = 400;
const REQUESTS = 1_500;
const TURNS = 5;
/** Equal subscribers of one gateway. */
const SUBSCRIBERS = 500;
/** Events of one turn. */
const EVENTS = 800;
/** Events that are published before the earlier ones have reached every subscriber, so that no gateway waits. */
const AHEAD = 100;
const MESSAGE_TURNS = 4;

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

/**
 * CPU milliseconds of a query at one gateway alone, and at each of two that answer at the same time; in turns, so that other
 * programs of the machine disturb both.
 */
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
    for (const at of [0, 1]) {
      servers.push(await serve(file));
      await costOf(at);
    }
    const [alone, both] = [[], []];
    for (let turn = 0; turn < TURNS; turn += 1) {
      alone.push(await costOf(0));
      const costs = await Promise.all([costOf(0), costOf(1)]);
      both.push((costs[0] + costs[1]) / 2);
    }
    return { alone: median(alone) / 1_000, both: median(both) / 1_000 };
  } finally {
    for (const each of [...servers.map(({ child }) => child), ...loads, vendor]) await each.stop();
    redis.stop();
  }
}

/** Publishes events and waits until every subscriber has them; answers the CPU milliseconds of a message at these gateways. */
async function messageCost(feed, servers, clients, events) {
  const usedByAll = () => servers.reduce((sum, { pid }) => sum + used(pid), 0);
  for (const each of clients) await each.ask('reset');
  const before = usedByAll();
  const untilReceived = (count) => Promise.all(clients.map((each) => untilCount(each, count * SUBSCRIBERS)));
  for (let published = 0; published < events; published += 50) {
    await untilReceived(published - AHEAD);
    feed.publish(Math.min(50, events - published));
  }
  await untilReceived(events);
  return (usedByAll() - before) / (events * SUBSCRIBERS * clients.length);
}

/** CPU milliseconds of a message at one gateway alone, and at two that send the same events to subscribers of their own. */
export async function messagesOverRedis() {
  const redis = await startRedis();
  const feed = await startFeed();
  const started = [];
  const subscribe = async ({ url }) => {
    const clients = await startClients(url, SUBSCRIBERS);
    await pause(300);
    return clients;
  };
  try {
    for (let at = 0; at < 2; at += 1)
      started.push(await startGateway(feed, false, undefined, { events: {}, redis: { url: redis.url } }));
    await untilListening(feed);
    const first = await subscribe(started[0]);
    const [alone, both] = [[], []];
    for (let turn = 0; turn <= MESSAGE_TURNS; turn += 1) {
      alone.push(await messageCost(feed, started.slice(0, 1), [first], EVENTS));
      const second = await subscribe(started[1]);
      both.push(await messageCost(feed, started, [first, second], EVENTS));
      await second.stop();
    }
    // In the first turn code is compiled.
    await first.stop();
    return { subscribers: SUBSCRIBERS, alone: median(alone.slice(1)), both: median(both.slice(1)) };
  } finally {
    for (const each of started) await stop(each);
    feed.close();
    redis.stop();
  }
}
