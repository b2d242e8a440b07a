// What tracing costs a query that is answered from memory, where it weighs most.
import { createServer } from 'node:http';
import { start } from '../lib/child.mjs';
import { cpuPerRequest, generator, inTurns, median, micro, timesLess } from '../lib/measure.mjs';
import { built } from '../lib/setting.mjs';

const QUERY = '{ items { id name email state calls ratio active extension startedAt priority } }';
const RATIOS = ['0.1', '1'];

/** Takes what is exported and forgets it. */
async function collector() {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/v1/traces`, close: () => server.close() };
}

async function serve(load, environment) {
  const server = start(built('http/gateway'), [], environment);
  const [url] = await server.says(/http:\S+/);
  const asked = { url, bodies: [JSON.stringify({ query: QUERY })], expected: '"Item number 99"' };
  await load.run({ ...asked, requests: 4000 });
  return { measure: () => cpuPerRequest(server, load, asked, 1500), stop: server.stop };
}

export async function tracing() {
  const [load, traces] = [await generator(), await collector()];
  const servers = [await serve(load, {})];
  for (const RATIO of RATIOS) servers.push(await serve(load, { TRACES: traces.url, RATIO }));
  const [off, ...on] = await inTurns(servers.map(({ measure }) => measure));
  await Promise.all([load, ...servers].map(({ stop }) => stop()));
  traces.close();
  return on.map((cpu, at) => {
    const more = (timesLess(off, cpu) - 1) * 100;
    const isDefault = at === 0;
    return {
      what: `tracing ${Number(RATIOS[at]) * 100} % of the queries of 100 × 10 fields from memory, CPU`,
      target: isDefault ? 'at most 5 % more' : '-',
      measured: `${more.toFixed(1)} % more (${micro(median(cpu))})`,
      ok: isDefault ? more <= 5 : '-',
    };
  });
}
