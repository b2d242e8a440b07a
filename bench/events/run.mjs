// What events cost: the built gateway against graphql-js executed for each subscriber, in one run on one machine; and
// what is lost of them where a gateway or Redis is killed.
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { inTurns, median } from '../lib/measure.mjs';
import { startFeed } from './feed.mjs';
import { parsingAlone } from './parsing.mjs';
import {
  memoryOf,
  pause,
  startBaseline,
  startClients,
  startGateway,
  stop,
  stopAll,
  untilCount,
  untilListening,
  used,
} from './processes.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const only = process.argv[2];
/** Events emitted before measuring, so that compilation in the first seconds is counted on neither side. */
const WARM = { equal: 20, filters: 5_000, ingest: 40_000 };

/** Microseconds of the server's processor for each message that reached a client. */
async function perMessage(startServer, { events, perSecond = 0, filters = 0, subscribers = 1_000 }) {
  const feed = await startFeed();
  const server = await startServer(feed);
  await untilListening(feed);
  const clients = await startClients(server.url, subscribers, filters);
  await pause(300);
  const share = filters ? subscribers / filters : subscribers;
  const publishPaced = async (count) => {
    if (!perSecond) {
      // The next chunks go out while these are still under way, so that the server never waits.
      const ahead = filters ? 1_000 : 100;
      for (let published = 0; published < count; published += 50) {
        await untilCount(clients, (published - ahead) * share);
        feed.publish(Math.min(50, count - published));
      }
      return;
    }
    const begun = performance.now();
    for (let published = 0; published < count; ) {
      await pause(5);
      const due = Math.min(count, Math.floor(((performance.now() - begun) / 1000) * perSecond)) - published;
      if (due > 0) feed.publish(due);
      published += due;
    }
  };
  const warm = filters ? WARM.filters : WARM.equal;
  feed.publish(warm);
  await untilCount(clients, warm * share);
  await clients.ask('reset');
  const before = used(server.pid);
  await publishPaced(events);
  const received = await untilCount(clients, events * share);
  const after = used(server.pid);
  await clients.stop();
  await stop(server);
  feed.close();
  return ((after - before) * 1000) / received;
}

/** How late messages are, in milliseconds, and the part of a core that the gateway uses. */
async function delays(perSecond, seconds, subscribers = 1_000) {
  const feed = await startFeed();
  const server = await startGateway(feed);
  await untilListening(feed);
  const clients = await startClients(server.url, subscribers);
  const run = async (count) => {
    const begun = performance.now();
    for (let published = 0; published < count; ) {
      await pause(2);
      const due = Math.min(count, Math.floor(((performance.now() - begun) / 1000) * perSecond)) - published;
      if (due > 0) feed.publish(due, true);
      published += due;
    }
    await untilCount(clients, count * subscribers);
  };
  await run(perSecond * 2);
  await clients.ask('reset');
  const [before, begun] = [used(server.pid), performance.now()];
  await run(perSecond * seconds);
  const core = (used(server.pid) - before) / (performance.now() - begun);
  const { delays: all } = await clients.ask('delays');
  await clients.stop();
  await stop(server);
  feed.close();
  return { core, p50: all[Math.floor(all.length / 2)], p99: all[Math.floor(all.length * 0.99)] };
}

async function ingest(count) {
  const feed = await startFeed();
  const server = await startGateway(feed);
  await untilListening(feed);
  // One device in fifty is followed, to see how far the log is without much executing.
  const clients = await startClients(server.url, 1, 50);
  const slice = 1_000;
  const publishUntil = async (end) => {
    while (feed.number < end) {
      // The next slice goes out while the last one is still under way, so that the server never waits.
      await untilCount(clients, (feed.number - slice) / 50);
      feed.publish(slice);
    }
    await untilCount(clients, end / 50);
  };
  await publishUntil(WARM.ingest);
  const [before, begun] = [used(server.pid), performance.now()];
  await publishUntil(WARM.ingest + count);
  const seconds = (performance.now() - begun) / 1000;
  const cpu = ((used(server.pid) - before) * 1000) / count;
  await clients.stop();
  await stop(server);
  feed.close();
  return { perSecond: count / seconds, cpu };
}

async function memoryEach(startServer, bare = '') {
  const count = 2_000;
  const feed = await startFeed();
  const server = await startServer(feed);
  const first = await startClients(server.url, 200, 0, bare);
  await pause(500);
  const before = await memoryOf(server);
  const clients = await startClients(server.url, count, 0, bare);
  await pause(1_000);
  const after = await memoryOf(server);
  await clients.stop();
  await first.stop();
  await stop(server);
  feed.close();
  return (after - before) / count;
}

const rows = [];
function row(name, measured, required, met, reason = '') {
  rows.push({ name, measured, required, met });
  console.log(`| ${name} | ${measured} | ${required} | ${met ? 'met' : `NOT MET${reason && `: ${reason}`}`} |`);
}

async function ratio(name, options, times, baselineEvents) {
  const costs = await inTurns(
    [() => perMessage(startGateway, options), () => perMessage(startBaseline, { ...options, events: baselineEvents })],
    3,
  );
  const [ours, theirs] = costs.map(median);
  const factor = theirs / ours;
  const measured = `${ours.toFixed(1)} µs against ${theirs.toFixed(1)}: ${factor.toFixed(1)} times less`;
  row(name, measured, `${times} times less`, factor >= times);
}

/** A module of this folder that is TypeScript. */
async function compiled(name) {
  // Among the packages, from where its imports are found.
  const outfile = join(root, 'node_modules', '.bench', `${name}.mjs`);
  const entryPoints = [join(here, `${name}.ts`)];
  await build({
    ...{ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20' },
    ...{ packages: 'external', logLevel: 'warning' },
  });
  return import(outfile);
}

async function killed(name, scenario, resumesWithin = Number.POSITIVE_INFINITY) {
  const seen = await (await compiled('killed'))[scenario]();
  if (!seen) return row(name, 'not measured: there is no redis-server here', '0 lost, 0 doubled', false);
  const { published, lost, doubled, gaps, resumedAfter } = seen;
  const measured = `of ${published} for each of 12: ${lost} lost, ${doubled} doubled, ${gaps} gaps; all continue after ${(resumedAfter / 1000).toFixed(1)} s`;
  const bound = Number.isFinite(resumesWithin) ? `, all continue within ${resumesWithin / 1000} s` : '';
  row(name, measured, `0 lost, 0 doubled${bound}`, lost + doubled + gaps === 0 && resumedAfter <= resumesWithin);
}

const STEPS = {
  fast: () => ratio('1,000 equal subscriptions, as fast as it goes', { events: 600 }, 15, 100),
  steady: () => ratio('the same at a steady 40 events/s', { events: 240, perSecond: 40 }, 4, 240),
  filters: () => ratio('50 distinct filters over 1,000 subscriptions', { events: 20_000, filters: 50 }, 8, 5_000),
  async delay() {
    const { p50, p99 } = await delays(100, 6);
    row('event to client, 100 events/s × 1,000', `p50 ${p50} ms, p99 ${p99} ms`, 'p99 under 100 ms', p99 < 100);
  },
  async many() {
    const equal = async (perSecond, part, late) => {
      const { core, p99 } = await delays(perSecond, 6, 10_000);
      const measured = `${Math.round(core * 100)} % of a core, p99 ${p99} ms`;
      const required = `at most ${part * 100} %${late ? `, ${late} ms` : ''}`;
      row(
        `10,000 equal subscriptions at ${perSecond} events/s`,
        measured,
        required,
        core <= part && (!late || p99 <= late),
      );
    };
    await equal(40, 0.5, 200);
    await equal(10, 0.25);
  },
  async ingest() {
    const turns = [() => parsingAlone(5_000), () => ingest(40_000)];
    const [parsing, ingests] = await inTurns(turns, 3);
    const alone = median(parsing);
    const cpu = median(ingests.map((each) => each.cpu));
    const perSecond = median(ingests.map((each) => each.perSecond));
    const times = cpu / alone;
    const measured = `${Math.round(perSecond)}/s; ${cpu.toFixed(0)} µs, ${times.toFixed(1)} times parsing (${alone.toFixed(0)})`;
    row('recorder events to the durable log', measured, '5,000/s; at most 3 times', perSecond >= 5_000 && times <= 3);
  },
  async memory() {
    const bare = await memoryEach((feed) => startBaseline(null, true, 'bare', feed), 'bare');
    const ours = await memoryEach((feed) => startGateway(feed, true));
    const measured = `${(ours / 1024).toFixed(1)} kB against ${(bare / 1024).toFixed(1)}: ${(ours / bare).toFixed(1)} times`;
    row('memory per idle subscription', measured, 'at most 1.5 times', ours / bare <= 1.5);
  },
  async figures() {
    const cost = (await compiled('figures')).figuresAlone(20);
    row('figures of an event, beside the log', `${cost.toFixed(1)} µs`, 'at most 5 µs', cost <= 5);
  },
  gateway: () => killed('kill -9 of one of two gateways under 500 events/s', 'publisherKilled', 1_000),
  redis: () => killed('redis-server killed and started again under 500 events/s', 'redisKilled'),
};

process.on('exit', stopAll);
execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' });
console.log('| what | measured | required | |\n|---|---|---|---|');
for (const [name, step] of Object.entries(STEPS)) if (!only || only === name) await step();
process.exit(rows.every(({ met }) => met) ? 0 : 1);
