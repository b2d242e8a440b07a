// What tracing adds to a query that is answered from memory, where it weighs most: in one process, turn by turn with and
// without, the export included, against what the whole request costs.
import { createServer } from 'node:http';
import { start } from '../lib/child.mjs';
import { cpuPerRequest, generator, median, micro } from '../lib/measure.mjs';
import { built } from '../lib/setting.mjs';

const QUERY = '{ items { id name email state calls ratio active extension startedAt priority } }';

/** Takes what is exported and forgets it. */
async function collector() {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/v1/traces`, close: () => server.close() };
}

/** The CPU microseconds of a request over HTTP without traces. */
async function wholeRequest() {
  const [load, server] = [await generator(), start(built('http/gateway'))];
  const [url] = await server.says(/http:\S+/);
  const asked = { url, bodies: [JSON.stringify({ query: QUERY })], expected: '"Item number 99"' };
  await load.run({ ...asked, requests: 8000 });
  const costs = [];
  for (let turn = 0; turn < 9; turn += 1) costs.push(await cpuPerRequest(server, load, asked, 1500));
  await Promise.all([load.stop(), server.stop()]);
  return median(costs);
}

export async function tracing() {
  const traces = await collector();
  const child = start(built('http/traced'), [], { TRACES: traces.url });
  await child.says(/done/);
  traces.close();
  const turns = [...child.output().matchAll(/turn (.*)/g)].map(([, costs]) => JSON.parse(costs));
  const request = await wholeRequest();
  return ['tenth', 'all'].map((name) => {
    const added = turns.map((costs) => costs[name] - costs.off).toSorted((one, other) => one - other);
    const [low, more, high] = [1, 2, 3].map((quarter) => added[Math.floor((added.length * quarter) / 4)]);
    const share = (more / request) * 100;
    const quartiles = `quartiles of ${added.length} turns ${low.toFixed(1)} and ${high.toFixed(1)} µs`;
    return {
      what: `tracing ${name === 'all' ? 100 : 10} % of the queries of 100 × 10 fields from memory, CPU on Node ${process.versions.node}`,
      target: name === 'all' ? '-' : 'at most 5 % more',
      measured: `${share.toFixed(1)} % more: ${more.toFixed(1)} µs of ${micro(request)} (${quartiles})`,
      ok: name === 'all' ? '-' : share <= 5,
    };
  });
}
