import { start } from './child.mjs';
import { HERE, KEY } from './setting.mjs';

export const HEADERS = { 'content-type': 'application/json', authorization: `Bearer ${KEY}` };

/** Asks once. */
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

/** CPU microseconds a request costs a server, the least of several rounds. */
export async function cpuPerRequest(server, load, asked, { warm, requests, rounds = 5 }) {
  await load.run({ ...asked, requests: warm });
  const costs = [];
  let seen;
  for (let round = 0; round < rounds; round += 1) {
    const before = await server.probe();
    seen = await load.run({ ...asked, requests });
    const after = await server.probe();
    costs.push((after.microseconds - before.microseconds) / requests);
  }
  return { ...seen, microseconds: Math.min(...costs) };
}

/** Memory held, in MB. */
export const megabytes = async (server) => (await server.probe()).rss / 1e6;

export const times = (factor) => `${factor.toFixed(1)}× less`;
export const micro = (microseconds) =>
  microseconds > 10_000 ? `${(microseconds / 1000).toFixed(1)} ms` : `${microseconds.toFixed(0)} µs`;
