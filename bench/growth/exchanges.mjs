// Calls to vendors that an act and a look-up make, as the gateway's metrics count them; over the simulators.
import { ask } from '../lib/measure.mjs';
import { configure, KEY, serve, simulateAll } from '../lib/setting.mjs';

const CALLS = '{ calls(first: 100) { edges { node { id state source { account { key } } } } } }';
const HOLD = 'mutation ($id: ID!) { callHold(input: { id: $id }) { call { id state } } }';
const LOOK_UP =
  'query ($number: String!) { contacts(filter: { number: $number }, first: 10) { edges { node { id name } } } }';
const ADD =
  'mutation ($contacts: [ContactInput!]!) { contactsAdd(input: { account: "engage", contacts: $contacts }) { userErrors { message } } }';
const CALLED =
  'query ($number: String!) { calls(filter: { number: $number, accounts: ["engage"] }, first: 100) { edges { node { id } } } }';
const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
/** A number of the simulated contacts, and one of none of them. */
const NUMBERS = { found: '+16147000001', 'not found': '+14155550123' };
const IDS = 100;
/** An act adds 50 contacts at most. */
const BATCHES = 2;
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

/** How often one operation was called; others are streams and watches, which begin about then. */
function callsOfOperation(operations, name) {
  return operations.reduce((sum, [labels, count]) => (labels.includes(`operation="${name}"`) ? sum + count : sum), 0);
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

/** Adds calls of Engage; answers their global ids. */
async function engageCalls(server) {
  const numbers = [NUMBERS['not found']];
  const contacts = Array.from({ length: IDS / BATCHES }, () => ({ numbers }));
  for (let batch = 0; batch < BATCHES; batch += 1) await counted(server, ADD, { contacts });
  const { data } = await counted(server, CALLED, { number: numbers[0] });
  const ids = data.calls.edges.map(({ node }) => node.id);
  if (ids.length !== IDS) throw new Error(`${ids.length} calls of Engage instead of ${IDS}`);
  return ids;
}

/** Calls to vendors for `nodes` of as many ids, of which some are unknown. */
async function nodesOf(server) {
  const known = await engageCalls(server);
  const unknown = known.map((_, at) => Buffer.from(`kengage\nnone${at}`).toString('base64url'));
  const asked = { known, 'one unknown': [...known.slice(1), unknown[0]], unknown };
  const points = [];
  for (const [what, ids] of Object.entries(asked)) {
    const { operations } = await counted(server, NODES, { ids });
    points.push([what, callsOfOperation(operations, 'showContactAttempts')]);
  }
  return points;
}

async function lookUps(server) {
  const points = [];
  for (const [what, number] of Object.entries(NUMBERS)) {
    const { operations } = await counted(server, LOOK_UP, { number });
    points.push([`Five9, ${what}`, callsOfOperation(operations, 'getContactRecords')]);
    points.push([`Engage, ${what}`, callsOfOperation(operations, 'listContactAttempts')]);
  }
  return points;
}

/** Runs measurements at a gateway of its own over simulators that play these readings; `settings` are those of accounts. */
async function withReadings(readings, settings, measure) {
  const { accounts, stop } = await simulateAll(readings);
  const chosen = accounts.map((account) => ({ ...account, ...settings[account.id] }));
  try {
    const server = await serve(await configure('growth-exchanges', chosen));
    try {
      return await measure(server, accounts);
    } finally {
      await server.child.stop();
    }
  } finally {
    await stop();
  }
}

/** Calls to vendors of one `callHold`, of looking up a number and of `nodes`; the latter two also under the readings that need fewer. */
export async function vendorExchanges() {
  const usual = await withReadings({}, {}, async (server, accounts) => ({
    hold: await holdOne(server),
    desks: accounts.find(({ id }) => id === 'five9-cti').desks.length,
    lookUps: await lookUps(server),
    nodes: await nodesOf(server),
  }));
  const setting = { 'five9-config': { readings: { 'lookup-criteria': 'any' } } };
  return {
    ...usual,
    lookUpsByAny: await withReadings({ 'five9-config': ['lookup-criteria=any'] }, setting, lookUps),
    nodesByName: await withReadings({ engage: ['missing-object=id'] }, {}, nodesOf),
  };
}
