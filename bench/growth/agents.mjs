// A page of the agents of a domain, by the number of its users.
import { fileURLToPath } from 'node:url';
import { start } from '../lib/child.mjs';
import { ask, median } from '../lib/measure.mjs';
import { configure, five9Accounts, serve } from '../lib/setting.mjs';

const QUERY =
  '{ agents(first: 50) { totalCount pageInfo { hasNextPage endCursor } edges { node { id name } } sources { error { message } } } }';
const VENDOR = fileURLToPath(new URL('users.mjs', import.meta.url));

/** Asks once; answers what it cost, and whether the vendor was read for it. */
async function askOnce({ child, url }, origin) {
  const reads = async () => Number(await (await fetch(`${origin}/reads`)).text());
  const [before, first] = [await reads(), await child.probe()];
  const { data, errors } = await ask(url, QUERY);
  const [after, last] = [await reads(), await child.probe()];
  const milliseconds = (last.microseconds - first.microseconds) / 1000;
  const failed = errors?.[0]?.message ?? data.agents.sources.find(({ error }) => error)?.error.message;
  return {
    failed: failed ?? (data.agents.edges.length < 40 && 'no agents'),
    milliseconds,
    ...last,
    isWarm: after === before,
  };
}

/** Queries before those that are measured as warm, so that compilation is not counted. */
const UNCOUNTED = 300;

/** What a page costs when the list is in memory and when it is not, and what the process needs for it. */
export async function agentsPage(users, asks = UNCOUNTED + 100) {
  const vendor = start(VENDOR, [String(users)]);
  const [, origin, bytes] = await vendor.says(/(http:\S+) (\d+) bytes/);
  const server = await serve(await configure(`growth-${users}`, five9Accounts(1, origin)));
  try {
    const idle = await server.child.probe();
    const cold = await askOnce(server, origin);
    if (cold.failed) return { failed: cold.failed, bytes: Number(bytes) };
    const warm = [];
    for (let each = 0; each < asks; each += 1) warm.push(await askOnce(server, origin));
    return {
      bytes: Number(bytes),
      cold: cold.milliseconds,
      blocked: cold.blocked,
      memory: (cold.rss - idle.rss) / Number(bytes),
      warm: median(
        warm
          .slice(UNCOUNTED)
          .filter(({ isWarm }) => isWarm)
          .map(({ milliseconds }) => milliseconds),
      ),
      reads: warm.filter(({ isWarm }) => !isWarm).length,
    };
  } finally {
    await server.child.stop();
    await vendor.stop();
  }
}
