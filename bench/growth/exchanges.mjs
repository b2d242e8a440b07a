// Calls to vendors that an act and a look-up make, as the gateway's metrics count them; over the simulators.
import { ask } from '../lib/measure.mjs';
import { configure, KEY, serve, simulateAll } from '../lib/setting.mjs';

const CALLS = '{ calls(first: 100) { edges { node { id state source { account { key } } } } } }';
const HOLD = 'mutation ($id: ID!) { callHold(input: { id: $id }) { call { id state } } }';
const LOOK_UP =
  'query ($number: String!) { contacts(filter: { number: $number }, first: 10) { edges { node { id name } } } }';
const NUMBER = '+14155550123';
/** Long polls and probes, which no query makes. */
const BACKGROUND = /operation="(?:checkEvent|TEST|SYSTEMSTATUS)"/;
const COUNT = /^crosspoint_vendor_calls_total(\{.*\}) (\d+)$/gm;

async function callsOf({ url }) {
  const headers = { authorization: `Bearer ${KEY}` };
  const text = await (await fetch(new URL('/metrics', url), { headers })).text();
  const counts = [...text.matchAll(COUNT)].map(([, labels, count]) => [labels, Number(count)]);
  return new Map(counts.filter(([labels]) => !BACKGROUND.test(labels)));
}

/** The answer, and how often each operation of a vendor was called for it. */
async function counted(server, query, variables) {
  const before = await callsOf(server);
  const { data, errors } = await ask(server.url, query, variables);
  if (!data) throw new Error(`${query}: ${JSON.stringify(errors)}`);
  const made = [...(await callsOf(server))].map(([labels, count]) => [labels, count - (before.get(labels) ?? 0)]);
  const operations = made.filter(([, count]) => count > 0);
  return { data, operations, calls: operations.reduce((sum, [, count]) => sum + count, 0) };
}

/** Puts a call of a desk on hold; calls of the simulated contact centre end all the time, so others are tried. */
async function holdOne(server) {
  const { data } = await counted(server, CALLS);
  for (const { node } of data.calls.edges) {
    if (node.state !== 'CONNECTED' || node.source.account.key !== 'five9-cti') continue;
    const hold = await counted(server, HOLD, { id: node.id });
    if (hold.data.callHold?.call?.state === 'HELD') return hold;
  }
  throw new Error('No call of the simulated contact centre could be put on hold');
}

/** Calls to vendors of one `callHold` and of looking up a number. */
export async function vendorExchanges() {
  const { accounts, stop } = await simulateAll();
  const server = await serve(await configure('growth-exchanges', accounts));
  try {
    const hold = await holdOne(server);
    const lookUp = await counted(server, LOOK_UP, { number: NUMBER });
    const desks = accounts.find(({ id }) => id === 'five9-cti').desks.length;
    return { desks, hold, lookUp };
  } finally {
    await server.child.stop();
    await stop();
  }
}
