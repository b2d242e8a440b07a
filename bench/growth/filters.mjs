// Subscriptions that have a filter of their own each, as the screen pop of every agent has.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startFeed } from '../events/feed.mjs';
import {
  memoryOf,
  pause,
  startGateway,
  startSubscribers,
  stop,
  untilCount,
  untilListening,
  used,
} from '../events/processes.mjs';

const SCRIPT = join(dirname(fileURLToPath(import.meta.url)), 'subscribers.mjs');
/** Events before those that are measured, so that compilation in the first seconds is not counted (as in bench:events). */
const WARM = 5_000;
const EVENTS = 4_000;
const AHEAD = 200;

/** Has events published, the next while the last are under way, so that the server never waits. */
async function publish(feed, clients, count) {
  await clients.ask('reset');
  for (let published = 0; published < count; published += 50) {
    await untilCount(clients, published - AHEAD);
    feed.publish(50);
  }
  await untilCount(clients, count);
}

/** What an event costs with so many subscriptions, of which one passes it, and what one of them keeps in memory. */
export async function distinctFilters(subscriptions, events = EVENTS) {
  const feed = await startFeed(subscriptions);
  const server = await startGateway(feed, true);
  await untilListening(feed);
  const first = await startSubscribers(SCRIPT, [server.url, Math.min(1_000, subscriptions / 5)]);
  const before = await memoryOf(server);
  const rest = subscriptions - Math.min(1_000, subscriptions / 5);
  const others = await startSubscribers(SCRIPT, [server.url, rest, subscriptions - rest]);
  await pause(300);
  const bytes = ((await memoryOf(server)) - before) / rest;
  const both = {
    closed: () => first.closed() + others.closed(),
    count: async () => (await first.count()) + (await others.count()),
    ask: (word) => Promise.all([first.ask(word), others.ask(word)]),
  };
  await publish(feed, both, WARM);
  const start = used(server.pid);
  await publish(feed, both, events);
  const milliseconds = (used(server.pid) - start) / events;
  for (const each of [first, others]) await each.stop();
  await stop(server);
  feed.close();
  return { milliseconds, bytes };
}
