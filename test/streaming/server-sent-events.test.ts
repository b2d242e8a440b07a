/** Subscriptions over server-sent events, read from the wire. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../helpers/until.ts';
import { idle, openScene, type Scene } from '../scenarios/stage.ts';
import { startGateway } from '../server/gateway.ts';
import { type OpenStream, openStream, resultsOf, sentEvents } from './open-stream.ts';

const AGENTS = 'subscription { agentChanged { cursor agent { name } } }';

let scene: Scene;
const open: OpenStream[] = [];

beforeAll(async () => {
  scene = await openScene({
    seed: 21,
    vendors: ['five9-cti'],
    grants: {
      reader: { scopes: ['calls:read'] },
      few: { scopes: ['recordings:read'] },
    },
    more: { limits: { streamsPerCaller: 3 } },
  });
}, 30_000);
afterAll(async () => {
  for (const stream of open) stream.close();
  await scene.close();
});

async function stream(
  query: string,
  headers: Record<string, string> = scene.gateway.header('reader'),
  variables?: object,
) {
  const opened = await openStream(scene.gateway.url, sentEvents(query, headers, variables));
  open.push(opened);
  return opened;
}

/** Has an idle agent come and go until a stream shows it. */
async function move({ events }: OpenStream, count = 1): Promise<void> {
  const person = idle(scene.world);
  const before = resultsOf(events).length;
  await until(async () => {
    scene.world.setReady(person);
    scene.world.setNotReady(person, null);
    return resultsOf(events).length >= before + count;
  });
}

describe('A subscription over server-sent events', () => {
  test('sends each result as a next event whose id is the cursor', async () => {
    const opened = await stream(AGENTS);
    expect(opened.response.status).toBe(200);
    expect(opened.response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(opened.response.headers.get('cache-control')).toMatch(/no-store/);
    await move(opened, 2);
    opened.close();
    const received = opened.events.filter(({ event }) => event === 'next');
    for (const { id, data } of received) expect(JSON.parse(data ?? '').data.agentChanged.cursor).toBe(id);
    expect(opened.events[0]).toMatchObject({ id: expect.any(String), retry: expect.stringMatching(/^\d+$/) });
  });

  test('continues after Last-Event-ID with every later event exactly once', async () => {
    const whole = await stream(AGENTS);
    const first = await stream(AGENTS);
    await move(first);
    first.close();
    await first.ended;
    const last = first.events.findLast(({ id }) => id)?.id ?? '';
    await move(whole, 3);
    const second = await stream(AGENTS, { ...scene.gateway.header('reader'), 'last-event-id': last });
    await move(second, 1);
    const ids = (events: OpenStream['events']) => events.filter(({ event }) => event === 'next').map(({ id }) => id);
    const expected = ids(whole.events).slice(ids(whole.events).indexOf(last) + 1);
    await until(() => ids(second.events).length >= expected.length);
    for (const opened of [whole, second]) opened.close();
    expect(ids(second.events).slice(0, expected.length)).toEqual(expected);
    expect(new Set(ids(second.events)).size).toBe(ids(second.events).length);
  });

  test('loses nothing to a client that reconnects before its first event', async () => {
    const whole = await stream(AGENTS);
    const first = await stream(AGENTS);
    await until(() => first.events[0]?.id);
    first.close();
    await move(whole, 2);
    const second = await stream(AGENTS, {
      ...scene.gateway.header('reader'),
      'last-event-id': first.events[0]?.id ?? '',
    });
    const ids = ({ events }: OpenStream) => events.flatMap(({ event, id }) => (event === 'next' ? [id] : []));
    await until(() => ids(second).length >= 2 && ids(second).at(-1) === ids(whole).at(-1));
    for (const opened of [whole, second]) opened.close();
    expect(ids(second)).toEqual(ids(whole).slice(-ids(second).length));
  });

  test('refuses a Last-Event-ID that this log never gave out', async () => {
    const { status, headers } = await fetch(scene.gateway.url, {
      ...sentEvents(AGENTS, { ...scene.gateway.header('reader'), 'last-event-id': 'forged' }),
    });
    expect([status, headers.get('content-type')]).toEqual([400, expect.stringContaining('json')]);
  });

  test('is asked for by GET as a browser’s EventSource does', async () => {
    const address = `${scene.gateway.url}?${new URLSearchParams({ query: 'subscription ($s: Boolean) { agentChanged(snapshot: $s) { snapshot } }', variables: '{"s":true}' })}`;
    const opened = await openStream(address, {
      headers: { accept: 'text/event-stream', ...scene.gateway.header('reader') },
    });
    open.push(opened);
    await until(() => resultsOf(opened.events).length > 0);
    opened.close();
    expect(resultsOf(opened.events)[0]).toEqual({ data: { agentChanged: { snapshot: true } } });
  });

  test('sends errors of validation in a stream that completes', async () => {
    const opened = await stream('subscription { agentChanged { nonsense } }');
    await opened.ended;
    const [{ errors }] = resultsOf(opened.events);
    expect(errors[0]).toMatchObject({ message: expect.any(String), extensions: { requestId: expect.any(String) } });
    expect(opened.events.at(-1)).toEqual({ event: 'complete', data: '' });
  });

  test('reports a missing scope in a stream that completes', async () => {
    const opened = await stream(AGENTS, scene.gateway.header('few'));
    await opened.ended;
    expect(resultsOf(opened.events)[0].errors[0].extensions.code).toBe('PERMISSION_DENIED');
  });

  test('needs a key', async () => {
    const { status } = await fetch(scene.gateway.url, sentEvents(AGENTS, {}));
    expect(status).toBe(401);
  });

  test('is refused with 429 beyond the streams that a caller may have, and allowed again when one has ended', async () => {
    const opened = await Promise.all([1, 2, 3].map(() => stream(AGENTS)));
    const refused = await fetch(scene.gateway.url, sentEvents(AGENTS, scene.gateway.header('reader')));
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
    opened[0]?.close();
    await until(async () => {
      const again = await stream(AGENTS);
      if (again.response.status === 200) opened.push(again);
      return again.response.status === 200;
    });
    for (const each of opened) each.close();
  });

  test('ends when the key expires', async () => {
    const expiresAt = new Date(Date.now() + 3_000).toISOString();
    const gateway = await startGateway({
      vendors: ['engage'],
      grants: { brief: { scopes: ['calls:read'], expiresAt } },
    });
    const init = sentEvents(AGENTS, gateway.header('brief'));
    const opened = await openStream(gateway.url, init);
    await opened.ended;
    expect([opened.response.status, (await fetch(gateway.url, init)).status]).toEqual([200, 401]);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expiresAt));
    await gateway.close();
  });
});

describe('A query or mutation that accepts nothing but server-sent events', () => {
  test('is one next event and complete', async () => {
    const opened = await stream('{ __typename }');
    await opened.ended;
    expect(resultsOf(opened.events)).toMatchObject([{ data: { __typename: 'Query' } }]);
    expect(opened.events.at(-1)).toEqual({ event: 'complete', data: '' });
  });

  test('is answered in JSON where that is accepted too', async () => {
    const accept = 'application/graphql-response+json, text/event-stream, multipart/mixed';
    const response = await fetch(
      scene.gateway.url,
      sentEvents('{ __typename }', { ...scene.gateway.header('reader'), accept }),
    );
    expect(await response.json()).toMatchObject({ data: { __typename: 'Query' } });
  });
});
