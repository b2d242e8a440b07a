// How the cost of an operation grows with the house: node bench/growth/run.mjs [agents|events|filters …]
// A log of more events, which takes minutes and 250 MB for each million: node bench/growth/run.mjs log --events 10000000
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { stopAll } from '../events/processes.mjs';
import { ROOT } from '../lib/setting.mjs';
import { agentsPage } from './agents.mjs';
import { vendorExchanges } from './exchanges.mjs';
import { distinctFilters } from './filters.mjs';
import { gatewaysOverRedis, messagesOverRedis } from './gateways.mjs';

const { values, positionals: chosen } = parseArgs({ options: { events: { type: 'string' } }, allowPositionals: true });
const rows = [];
/** Why rows of a cold list are not met, as profiles show it. */
const COLD_COST =
  'two fifths of it are the engine’s, which compiles what runs for the first time, beside the thread that reads';
const COLD_PAUSE = 'slices are of 2 ms; the longest is the first request of all, and what else the machine does';
const COLD_MEMORY =
  'the bytes of the answer, and pages that the reading filled; rows and indexes are 1.1 times the answer';
const CATCH_UP = (parsing) =>
  `JSON.parse of such an event of 1.7 kB alone takes ${parsing.toFixed(1)} µs in this run; the rest inflates it and is SQLite`;
/** Why acts and look-ups need more vendor calls. */
const HOLD =
  'the vendor’s operation names no call, so the desk is read before it; where no event of the desk named the call in time, it was read afterwards too';
const SPELLINGS =
  'Engage compares the first device of a contact with one text and says nothing of its form: one call for each of 3 spellings';
const LOOK_UP = `the guide of Five9 does not say that one criterion is enough: one call for each of 3 fields, and where nothing is found in the form of the guide for each of 3 spellings; ${SPELLINGS}`;
const UNKNOWN =
  'Engage fails a call as a whole for one id that does not exist, so the unknown ones are found by further calls; known ones alone are one call';
/** Of one gateway's queries, what two must answer. */
const MORE_GATEWAYS = 1.8;

/** How a cost grows with a size: 0 where it does not, 1 where both double together. Fitted by least squares. */
function exponent(points) {
  const logs = points.map(([size, cost]) => [Math.log(size), Math.log(Math.max(cost, 1e-6))]);
  const mean = (at) => logs.reduce((sum, point) => sum + point[at], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const [above, below] = logs.reduce(([one, other], [a, b]) => [one + (a - x) * (b - y), other + (a - x) ** 2], [0, 0]);
  return below === 0 ? Number.NaN : above / below;
}

/** A row over sizes; a cost that is a text could not be measured. */
function row(what, points, { unit, was, most, reason }) {
  const measured = points.filter(([, cost]) => typeof cost === 'number');
  const met = measured.length === points.length && measured.every(([, cost]) => cost <= most);
  const digits = (cost) => (typeof cost === 'number' ? Number(cost.toPrecision(3)).toLocaleString('en-US') : cost);
  const sizes = points.map(([size]) => size.toLocaleString('en-US')).join(' / ');
  const now = `${points.map(([, cost]) => digits(cost)).join(' / ')} ${unit}`;
  const bySize = points.every(([size]) => typeof size === 'number');
  const growth = bySize && measured.length > 1 ? exponent(measured).toFixed(2) : '';
  rows.push(met);
  const verdict = met ? 'met' : `NOT MET${reason ? `: ${reason}` : ''}`;
  console.log(`| ${what} | ${sizes} | ${now} | ${was} | ${growth} | at most ${most} ${unit} | ${verdict} |`);
}

/**
 * A row of two gateways against one, by CPU, since on few cores the load generators and the vendor take their share of the
 * machine: what a core each could do in a second, and one alone.
 */
function twice(unit, what, { alone, both }) {
  const times = (2 * alone) / both;
  const isMet = times >= MORE_GATEWAYS;
  rows.push(isMet);
  const perSecond = (cost) => Math.round(1_000 / cost).toLocaleString('en-US');
  const now = `${times.toFixed(2)} times (${perSecond(both / 2)} and ${perSecond(alone)} ${unit}/s of a core each)`;
  const verdict = isMet ? 'met' : 'NOT MET';
  console.log(`| ${what} | 2 | ${now} | not tried | | at least ${MORE_GATEWAYS} times | ${verdict} |`);
}

const STEPS = {
  async filters() {
    const points = [];
    for (const subscriptions of [500, 5_000, 50_000])
      points.push([subscriptions, await distinctFilters(subscriptions)]);
    const costs = points.map(([size, { milliseconds }]) => [size, milliseconds]);
    row('an event, by subscriptions with a filter of their own', costs, {
      ...{ unit: 'ms', was: '8.8 at 5,000', most: 0.2 },
      reason:
        'the same for few as for many: it is what receiving, storing and sending one event costs, more where other programs use the machine',
    });
    const memory = points.map(([size, { bytes }]) => [size, bytes / 1024]);
    row('memory of such a subscription', memory, {
      ...{ unit: 'kB', was: '33 to 61', most: 10 },
      reason: 'see the heap snapshots of bench:events memory',
    });
  },
  async agents() {
    const points = [];
    for (const users of [40, 4_000, 20_000, 100_000]) points.push([users, await agentsPage(users)]);
    const of = (name) => points.map(([users, measured]) => [users, measured.failed || measured[name]]);
    const was = '2.3 / 25 / 157 / fails';
    row('agents(first: 50) warm, by users of the domain', of('warm'), { unit: 'ms', was, most: 1.5 });
    row('the same from a cold list', of('cold').slice(0, 3), {
      unit: 'ms',
      was: '600 at 20,000',
      most: 400,
      reason: COLD_COST,
    });
    row('event loop blocked by it', of('blocked').slice(0, 3), {
      unit: 'ms',
      was: '500 at 20,000',
      most: 30,
      reason: COLD_PAUSE,
    });
    row('memory, in sizes of the vendor’s answer', of('memory').slice(2), {
      unit: 'times',
      was: 'fails at 100,000',
      most: 3,
      reason: COLD_MEMORY,
    });
  },
  async exchanges() {
    const { desks, hold, lookUps, lookUpsByAny, nodes, nodesByName } = await vendorExchanges();
    const unit = 'vendor calls';
    row('callHold, by desks', [[desks, hold.calls]], { unit, was: '29', most: 2, reason: HOLD });
    row('looking up a number at one vendor', lookUps, { unit, was: '6 to 9', most: 2, reason: LOOK_UP });
    row('the same with `lookup-criteria: any`', lookUpsByAny, { unit, was: '6 to 9', most: 2, reason: SPELLINGS });
    row('nodes of 100 calls of Engage', nodes, { unit, was: '100', most: 1, reason: UNKNOWN });
    row('the same where the fault names the id', nodesByName, { unit, was: '100', most: 1, reason: UNKNOWN });
    for (const [labels, count] of hold.operations) console.error(`  hold: ${count} ${labels}`);
  },
  async gateways() {
    twice('queries', 'queries of two gateways over one Redis, against one', await gatewaysOverRedis());
    const { subscribers, ...costs } = await messagesOverRedis();
    twice('messages', `messages of two to ${subscribers} equal subscribers each, against one`, costs);
  },
  events: () => eventLogs([1_000, 10_000, 100_000]),
  log: () => eventLogs([100_000, Number(values.events ?? 10_000_000)]),
};

/** The rows of a log by the number of its events. */
async function eventLogs(counts) {
  const { logOf, parsingAlone } = await compiled('events');
  const points = [];
  for (const count of counts) points.push([count, await logOf(count)]);
  const of = (name) => points.map(([count, measured]) => [count, measured[name]]);
  row('events(filter) that matches nothing, by stored events', of('find'), { unit: 'ms', was: '500', most: 20 });
  // As a cost: 100,000 events a second.
  row('an event read after a cursor', of('catching'), {
    unit: 'µs',
    was: 'not tried',
    most: 10,
    reason: CATCH_UP(parsingAlone()),
  });
  row('an event on disk, with its indexes', of('bytes').slice(-1), { unit: 'B', was: '1,500', most: 400 });
  row('opening the log', of('start'), { unit: 'ms', was: 'not tried', most: 1_000 });
  const processor = of('processor').map(([, milliseconds]) => milliseconds.toFixed(1));
  const reason = `the processor's part of it is ${processor.join(' / ')} ms; the rest is the disk and other programs`;
  row('longest wait while old events are removed', of('blocked'), { unit: 'ms', was: 'not tried', most: 20, reason });
  for (const [count, { append }] of points) console.error(`  an append to ${count} events: ${append.toFixed(1)} µs`);
}

/** A module of this folder that is TypeScript. */
async function compiled(name) {
  // Among the packages, from where its imports are found.
  const outfile = join(ROOT, 'node_modules', '.bench', `growth-${name}.mjs`);
  const entryPoints = [join(ROOT, 'bench', 'growth', `${name}.ts`)];
  await build({
    ...{ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20' },
    ...{ packages: 'external', logLevel: 'warning' },
  });
  return import(outfile);
}

process.on('exit', stopAll);
execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT, stdio: 'inherit' });
console.log('| what | size | now | was | exponent | required | |\n|---|---|---|---|---|---|---|');
const usual = Object.keys(STEPS).filter((name) => name !== 'log');
for (const name of chosen.length ? chosen : usual) await STEPS[name]();
process.exit(rows.every(Boolean) ? 0 : 1);
