import { afterEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { createClient, type SubscriptionState, typedDocument } from '../../packages/client/src/index.ts';
import { until } from '../helpers/until.ts';
import { faultsIn, KEY } from '../instances/gateways.ts';
import { openKillable } from './killable.ts';

interface Numbered {
  readonly events: { readonly cursor: string; readonly payload?: readonly { name: string; value: string }[] };
}

const NUMBERED = typedDocument<Numbered, { after?: string | null }>(`subscription ($after: Cursor) {
  events(after: $after, filter: { kinds: [VENDOR] }) { cursor ... on VendorEvent { payload { name value } } }
}`);

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe.each(['sse', 'websocket'] as const)('a subscription over %s', (transport) => {
  test('receives every event once although the gateway is killed twice', { timeout: 60_000 }, async () => {
    const { feeder, restart, close, url } = await openKillable();
    cleanups.push(close);
    const client = createClient({ url, key: KEY, transport, webSocket: WebSocket });
    const states: SubscriptionState[] = [];
    const numbers: number[] = [];
    const leaving = new AbortController();
    cleanups.push(() => leaving.abort());
    const options = { signal: leaving.signal, retryMs: 50, onState: (state: SubscriptionState) => states.push(state) };
    const reading = (async () => {
      for await (const { events } of client.subscribe(NUMBERED, {}, options)) {
        const number = Number(events.payload?.find(({ name }) => name === 'GLOBALCALLID')?.value);
        if (number) numbers.push(number);
      }
    })();
    await until(
      () => {
        feeder.publish(1);
        return numbers.length;
      },
      'a first event',
      15_000,
    );
    for (let kill = 0; kill < 2; kill += 1) {
      feeder.publish(200);
      await until(() => numbers.at(-1) === feeder.last, 'the events before the kill', 15_000);
      await restart();
      await until(() => feeder.listeners > 0, 'the gateway at the recorder', 15_000);
    }
    feeder.publish(200);
    await until(() => numbers.at(-1) === feeder.last, 'the events after the kills', 15_000);
    leaving.abort();
    await reading;
    expect(faultsIn(numbers, numbers[0] ?? 0, feeder.last)).toEqual({ lost: [], doubled: 0 });
    const live = states.filter(({ status }) => status === 'live');
    expect(live).toHaveLength(3);
    expect(live.slice(1)).toEqual([1, 2].map(() => ({ status: 'live', isResumed: true })));
  });
});
