import type { EventRecord } from '../../src/adapters/adapter.ts';
import type { LostStretch } from '../../src/subscriptions/ingest/lost-stretches.ts';
import { Standby } from '../../src/subscriptions/ingest/standby.ts';
import type { LoggedEvent } from '../../src/subscriptions/log/log.ts';
import { callEvent } from './events.ts';

/** A standby of a stream that is open since then, what it published, and what another gateway put into the log. */
export function start(openSince: Date | null = null, comparesContent = false) {
  const stored: EventRecord[] = [];
  const logged: LoggedEvent[] = [];
  const lost: LostStretch[] = [];
  const clock = { placeAt: () => '' };
  const slow = { storing: Promise.resolve() };
  const standby = new Standby({
    ...{ account: 'floor', comparesContent },
    openSince: () => openSince,
    store: async (event) => {
      stored.push(event);
      await slow.storing;
      return true;
    },
    lost: async (stretch) => {
      lost.push(stretch);
      return true;
    },
    log: {
      head: async () => logged.at(-1)?.position ?? null,
      read: async (after) => ({
        events: logged.filter(({ position }) => position > (after ?? '')),
        gap: false,
        more: false,
      }),
      placeAt: () => clock.placeAt(),
    },
  });
  const log = (...events: EventRecord[]): LoggedEvent[] => {
    const added = events.map((event, at) => ({ position: String(logged.length + at + 1).padStart(6, '0'), event }));
    logged.push(...added);
    return added;
  };
  return { standby, stored, lost, log, slow, clock };
}

let count = 0;

/** What the vendor said, as one of several gateways has it. */
export function paused(words = 'paused f'): EventRecord {
  count += 1;
  return { ...callEvent({}), words, fingerprint: `${words}|${count}` };
}

/** Makes this gateway the publisher once the log was read to its end. */
export async function takeOver({ standby }: ReturnType<typeof start>) {
  const stop = new AbortController();
  const ended = standby.publish(stop.signal, async () => undefined);
  return async () => {
    stop.abort();
    await ended;
  };
}
