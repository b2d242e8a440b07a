// A hundred items of ten fields from memory: what GraphQL over HTTP itself costs.
import { start } from '../lib/child.mjs';
import { cpuPerRequest, generator, inTurns, median, micro, times, timesLess } from '../lib/measure.mjs';
import { built } from '../lib/setting.mjs';

const QUERY = '{ items { id name email state calls ratio active extension startedAt priority } }';

async function serve(load, entry, environment) {
  const server = start(built(entry), [], environment);
  const [url] = await server.says(/http:\S+/);
  const asked = { url, bodies: [JSON.stringify({ query: QUERY })], expected: '"Item number 99"' };
  await load.run({ ...asked, requests: 4000 });
  return { measure: () => cpuPerRequest(server, load, asked, 1500), stop: server.stop };
}

/** Why 30 times less is out of reach, by what was measured in the same run. */
function notMet(floor, share) {
  const reach = floor < 30 ? 'node:http alone does not reach it' : 'node:http alone barely reaches it';
  return `not met: ${reach}; the rows are encoded once, and ours is ${share.toFixed(1)} times the floor for reading, checking, charging and recording a request`;
}

export async function warm() {
  const load = await generator();
  const servers = [
    await serve(load, 'http/gateway'),
    await serve(load, 'http/apollo', { RESOLVERS: 'usual' }),
    await serve(load, 'http/mercurius'),
    await serve(load, 'http/plain'),
    await serve(load, 'http/plain', { READY: '1' }),
  ];
  const [ours, apollo, mercurius, plain, ready] = await inTurns(servers.map(({ measure }) => measure));
  await Promise.all([load, ...servers].map(({ stop }) => stop()));
  const factor = timesLess(ours, apollo);
  const share = 1 / timesLess(ours, mercurius);
  const most = timesLess(plain, apollo);
  const floor = timesLess(ready, apollo);
  return [
    {
      what: '100 × 10 fields from memory over HTTP, CPU against Apollo Server standalone',
      target: '7× less',
      measured: `${times(factor)} (${micro(median(ours))}; node:http and JSON.stringify alone: ${times(most)})`,
      ok: factor >= 7,
    },
    {
      what: 'the same against the floor: node:http that sends one ready answer, and does nothing else',
      target: '30× less',
      measured: `${times(factor)}; the floor ${times(floor)}`,
      ok: factor >= 30 ? true : notMet(floor, timesLess(ready, ours)),
    },
    {
      what: 'the same against Mercurius with jit',
      target: 'at most 1.3×',
      measured: `${share.toFixed(2)}×`,
      ok: share <= 1.3,
    },
  ];
}
