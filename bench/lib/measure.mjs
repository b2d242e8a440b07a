import { start } from './child.mjs';
import { HERE, KEY } from './setting.mjs';

export const HEADERS = { 'content-type': 'application/json', authorization: `Bearer ${KEY}` };

/** Sends one request. */
export async function ask(url, query, variables) {
  const response = await fetch(url, { method: 'POST', headers: HEADERS, body: JSON.stringify({ query, variables }) });
  return response.json();
}

/** Starts a load generator. */
export async function generator() {
  const child = start(`${HERE}lib/load.mjs`);
  await child.says(/ready/);
  return {
    run: (load) => child.ask({ load: { headers: HEADERS, connections: 16, ...load } }, 'loaded'),
    stop: child.stop,
  };
}

/** Sends a number of requests to a server; returns the CPU microseconds of each request. */
export async function cpuPerRequest(server, load, asked, requests) {
  const before = await server.probe();
  await load.run({ ...asked, requests });
  const after = await server.probe();
  return (after.microseconds - before.microseconds) / requests;
}

/**
 * Measures one after the other in turns, so that a machine that is faster at one time than at another is so for all.
 * Answers what each cost in each turn.
 */
export async function inTurns(measures, turns = 9) {
  const costs = measures.map(() => []);
  for (let turn = 0; turn < turns; turn += 1)
    for (const [at, measure] of measures.entries()) costs[at].push(await measure());
  return costs;
}

export const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];

/** How many times less the one cost than the other. */
export const timesLess = (one, other) => median(other) / median(one);

/** Memory in use, in MB. */
export const megabytes = async (server) => (await server.probe()).rss / 1e6;

export const times = (factor) => `${factor.toFixed(1)}× less`;
export const micro = (microseconds) =>
  microseconds > 10_000 ? `${(microseconds / 1000).toFixed(1)} ms` : `${microseconds.toFixed(0)} µs`;
