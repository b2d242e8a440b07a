import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import {
  CallsDocument,
  createClient,
  RequestError,
  typedDocument,
  WatchCallsDocument,
} from '../../packages/client/src/index.ts';
import { LiveListStore } from '../../packages/client/src/live-list.ts';
import { until } from '../helpers/until.ts';
import { openScene, type Scene } from '../scenarios/stage.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ seed: 5, vendors: ['five9-cti'], grants: { reader: { scopes: ['calls:read'] } } });
}, 30_000);
afterAll(() => scene.close());

const keyOf = (name: string) => String(scene.gateway.header(name).authorization).replace('Bearer ', '');
const clientOf = (key: string, transport: 'sse' | 'websocket' = 'sse') =>
  createClient({ url: scene.gateway.url, key, transport, webSocket: WebSocket });

describe('a request', () => {
  test('answers the data with the errors of the fields that failed', async () => {
    const document = typedDocument<{ calls: { edges: unknown[] }; campaigns: null }, Record<string, never>>(
      '{ calls(first: 2) { edges { node { id } } } node(id: "Call:none") { id } }',
    );
    const { data, errors } = await clientOf(keyOf('reader')).request(document);
    expect(data.calls.edges.length).toBeGreaterThan(0);
    expect(errors).toMatchObject([{ path: ['node'] }]);
  });

  test('takes typed variables', async () => {
    const { data } = await clientOf(keyOf('reader')).request(CallsDocument, {
      first: 1,
      filter: { vendors: ['FIVE9_CTI'] },
    });
    expect(data.calls.edges).toHaveLength(1);
    expect(data.calls.edges[0]?.node.source.account.key).toBeTypeOf('string');
  });

  test('rejects with the code and the status when there is no data', async () => {
    const refused = await clientOf('cpk_wrong')
      .request(CallsDocument, {})
      .catch((thrown: unknown) => thrown);
    expect(refused).toBeInstanceOf(RequestError);
    expect(refused).toMatchObject({ status: 401, code: 'UNAUTHENTICATED', isTemporary: false });
    const nowhere = createClient({ url: 'http://127.0.0.1:9/graphql' });
    await expect(nowhere.request(CallsDocument, {})).rejects.toMatchObject({ status: undefined, isTemporary: true });
  });
});

describe.each(['sse', 'websocket'] as const)('a subscription over %s', (transport) => {
  test('of a refused key fails after one attempt to renew it', async () => {
    let asked = 0;
    const key = () => {
      asked += 1;
      return 'cpk_wrong';
    };
    const client = createClient({ url: scene.gateway.url, key, transport, webSocket: WebSocket });
    const results = client.subscribe(WatchCallsDocument, {}, { retryMs: 1 });
    await expect(results.next()).rejects.toMatchObject({ isUnauthenticated: true });
    expect(asked).toBe(2);
  });

  test('ends when it is returned, and while it waits for a result', { timeout: 10_000 }, async () => {
    const filter = { ids: ['Call:none'] };
    const results = clientOf(keyOf('reader'), transport).subscribe(WatchCallsDocument, { filter });
    const waiting = results.next();
    await results.return();
    expect(await waiting).toMatchObject({ done: true });
  });

  test('that continues needs a document with $after and cursor', async () => {
    const document = typedDocument<object, object>('subscription { accountChanged { status } }');
    const results = clientOf(keyOf('reader'), transport).subscribe(document, {}, { after: 'x' });
    await expect(results.next()).rejects.toThrow('declares $after');
  });

  test('keeps a list that equals the calls of the gateway', async () => {
    const client = clientOf(keyOf('reader'), transport);
    const store = new LiveListStore({
      client,
      document: WatchCallsDocument,
      variables: {},
      eventOf: (data) => data.callChanged,
      change: ({ call }) => ({ id: call.id, item: call.state === 'ENDED' ? null : call }),
    });
    const leave = store.observe(() => undefined);
    const listed = async () => {
      const { data } = await client.request(CallsDocument, { first: 100 });
      return data.calls.edges.map(({ node }) => node.id).sort();
    };
    await until(
      async () => {
        const calls = await listed();
        return (
          calls.length > 0 &&
          JSON.stringify(calls) ===
            JSON.stringify(
              store
                .current()
                .items.map(({ id }) => id)
                .sort(),
            )
        );
      },
      'a list like that of the gateway',
      15_000,
    );
    expect(store.current()).toMatchObject({ status: 'live', error: undefined });
    leave();
  });
});
