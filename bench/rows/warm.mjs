// A hundred items of ten fields from memory: what GraphQL over HTTP itself costs.
import { start } from '../lib/child.mjs';
import { cpuPerRequest, generator, micro, times } from '../lib/measure.mjs';
import { built } from '../lib/setting.mjs';

const QUERY = '{ items { id name email state calls ratio active extension startedAt priority } }';

async function measure(entry, environment) {
  const server = start(built(entry), [], environment);
  const load = await generator();
  try {
    const [url] = await server.says(/http:\S+/);
    const asked = { url, bodies: [JSON.stringify({ query: QUERY })], expected: '"Item number 99"' };
    return await cpuPerRequest(server, load, asked, { warm: 1500, requests: 2000 });
  } finally {
    await load.stop();
    await server.stop();
  }
}

export async function warm() {
  const ours = await measure('http/gateway');
  const apollo = await measure('http/apollo', { RESOLVERS: 'usual' });
  const mercurius = await measure('http/mercurius');
  const told = `(${micro(ours.microseconds)}, ${ours.length} bytes)`;
  return [
    {
      what: '100 × 10 fields from memory over HTTP, CPU against Apollo Server standalone',
      target: '7× less',
      measured: `${times(apollo.microseconds / ours.microseconds)} ${told}`,
      ok: apollo.microseconds / ours.microseconds >= 7,
    },
    {
      what: 'the same against Mercurius with jit',
      target: 'at most 1.3×',
      measured: `${(ours.microseconds / mercurius.microseconds).toFixed(2)}×`,
      ok: ours.microseconds / mercurius.microseconds <= 1.3,
    },
  ];
}
