// Simulates a deployment of many gateways and prints its load and what became of the events: `npm run simulate:scale`.
// Other sizes: `-- --accounts 100 --agents 5000 --subscribers 10000 --rate 500 --gateways 6 --seed 2`. See docs/scale.md.
import { parseArgs } from 'node:util';
import { runScale } from './scale/run.mjs';

const SIZE = { accounts: 1_000, agents: 50_000, subscribers: 100_000, rate: 5_000, gateways: 20, seed: 1 };
const FEWEST_GATEWAYS = 4;
/** CPU in microseconds: an event received and stored, an event read from the log, a message sent (`npm run bench:events`). */
const COST = { received: 67, read: 20, messages: 8 };

const options = Object.fromEntries(Object.keys(SIZE).map((name) => [name, { type: 'string' }]));
const { values } = parseArgs({ options });
const size = { ...SIZE, ...Object.fromEntries(Object.entries(values).map(([name, text]) => [name, Number(text)])) };
if (!Object.values(size).every((number) => Number.isInteger(number) && number > 0) || size.gateways < FEWEST_GATEWAYS) {
  console.error(`Sizes are whole numbers above 0, and there are at least ${FEWEST_GATEWAYS} gateways`);
  process.exit(2);
}

const number = (value) => Math.round(value).toLocaleString('en-US');
const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
const range = (list) => `${number(mean(list))}, at most ${number(Math.max(...list))}`;
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);

/** Percent of a core that each gateway needs. */
function coresOf({ received, read, messages }) {
  const microseconds = (at) => received[at] * COST.received + read[at] * COST.read + messages[at] * COST.messages;
  return received.map((_, at) => microseconds(at) / 10_000);
}

const routed = runScale(size);
const spread = runScale(size, { isRouted: false });
row('per gateway and second', 'subscribers routed by account', 'subscribers at any gateway');
row('---', '---', '---');
row('events received, as owner or standby', range(routed.received), range(spread.received));
row('events read from logs', range(routed.read), range(spread.read));
row('messages sent', range(routed.messages), range(spread.messages));
row('of a core, in percent', range(coresOf(routed)), range(coresOf(spread)));
console.log();
row('what happens', 'result');
row('---', '---');
row('events sent by vendors', number(routed.events));
row('stored once, in order', number(routed.stored));
row(
  'in a reported gap',
  `${number(routed.inGaps)}, of ${routed.accountsWithGaps} accounts whose vendor accepts one connection`,
);
row('messages received by subscribers, each once and in order', number(routed.delivered));
row(
  'a gateway is killed, another stands still for 5 s',
  `${routed.takeOvers} accounts taken over within ${routed.takeOver.toFixed(1)} s`,
);
row('four gateways join', `${routed.movedByJoin} of ${number(size.accounts)} accounts move`);
row('a Redis node joins', `${routed.movedLogs} logs move to it, each not writable for 0.3 s`);
row('a gateway is stopped in order', `${number(routed.moves)} accounts handed over in all, with those of the joins`);
row('promises broken', number(routed.violations.length + spread.violations.length));
for (const violation of [...routed.violations, ...spread.violations].slice(0, 20)) console.error(`✗ ${violation}`);
if (routed.violations.length + spread.violations.length > 0) process.exitCode = 1;
