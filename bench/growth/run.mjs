// How the cost of an operation grows with the house: node bench/growth/run.mjs [agents|events|filters …]
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { stopAll } from '../events/processes.mjs';
import { ROOT } from '../lib/setting.mjs';
import { agentsPage } from './agents.mjs';
import { distinctFilters } from './filters.mjs';

const chosen = process.argv.slice(2);
const rows = [];

/** How a cost grows with a size: 0 where it does not, 1 where both double together. Fitted by least squares. */
function exponent(points) {
  const logs = points.map(([size, cost]) => [Math.log(size), Math.log(Math.max(cost, 1e-6))]);
  const mean = (at) => logs.reduce((sum, point) => sum + point[at], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const [above, below] = logs.reduce(([one, other], [a, b]) => [one + (a - x) * (b - y), other + (a - x) ** 2], [0, 0]);
  return below === 0 ? Number.NaN : above / below;
}

/** A row over sizes; a cost that is a text could not be measured. */
function row(what, points, { unit, was, most }) {
  const measured = points.filter(([, cost]) => typeof cost === 'number');
  const met = measured.length === points.length && measured.every(([, cost]) => cost <= most);
  const digits = (cost) => (typeof cost === 'number' ? Number(cost.toPrecision(3)).toLocaleString('en-US') : cost);
  const sizes = points.map(([size]) => size.toLocaleString('en-US')).join(' / ');
  const now = `${points.map(([, cost]) => digits(cost)).join(' / ')} ${unit}`;
  const growth = measured.length > 1 ? exponent(measured).toFixed(2) : '';
  rows.push(met);
  console.log(
    `| ${what} | ${sizes} | ${now} | ${was} | ${growth} | at most ${most} ${unit} | ${met ? 'met' : 'NOT MET'} |`,
  );
}

const STEPS = {
  async filters() {
    const points = [];
    for (const subscriptions of [500, 5_000, 50_000])
      points.push([subscriptions, await distinctFilters(subscriptions)]);
    const costs = points.map(([size, { milliseconds }]) => [size, milliseconds]);
    row('an event, by subscriptions with a filter of their own', costs, { unit: 'ms', was: '8.8 at 5,000', most: 0.2 });
    const memory = points.map(([size, { bytes }]) => [size, bytes / 1024]);
    row('memory of such a subscription', memory, { unit: 'kB', was: '33 to 61', most: 10 });
  },
  async agents() {
    const points = [];
    for (const users of [40, 4_000, 20_000, 100_000]) points.push([users, await agentsPage(users)]);
    const of = (name) => points.map(([users, measured]) => [users, measured.failed || measured[name]]);
    const was = '2.3 / 25 / 157 / fails';
    row('agents(first: 50) warm, by users of the domain', of('warm'), { unit: 'ms', was, most: 1.5 });
    row('the same from a cold list', of('cold').slice(0, 3), { unit: 'ms', was: '600 at 20,000', most: 400 });
    row('event loop blocked by it', of('blocked').slice(0, 3), { unit: 'ms', was: '500 at 20,000', most: 30 });
    row('memory, in sizes of the vendor’s answer', of('memory').slice(2), {
      unit: 'times',
      was: 'fails at 100,000',
      most: 3,
    });
  },
  async events() {
    const { findNothing } = await compiled('events');
    const points = [];
    for (const count of [1_000, 10_000, 100_000]) points.push([count, await findNothing(count)]);
    const of = (name) => points.map(([count, measured]) => [count, measured[name]]);
    row('events(filter) that matches nothing, by stored events', of('find'), { unit: 'ms', was: '500', most: 20 });
    row('opening the log', of('start'), { unit: 'ms', was: 'not tried', most: 1_000 });
  },
};

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
for (const [name, step] of Object.entries(STEPS)) if (!chosen.length || chosen.includes(name)) await step();
process.exit(rows.every(Boolean) ? 0 : 1);
