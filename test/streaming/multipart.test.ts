/** Subscriptions over Apollo's multipart protocol, read from the wire. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../helpers/until.ts';
import { idle, openScene, type Scene } from '../scenarios/stage.ts';
import { openStream, sentEvents } from './open-stream.ts';

const ACCEPT = 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/json';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ seed: 21, vendors: ['five9-cti'] });
}, 30_000);
afterAll(() => scene.close());

const partsOf = (text: string) =>
  text
    .split(/\r\n--graphql|^--graphql/)
    .slice(1)
    .filter((part) => part.includes('\r\n\r\n'))
    .map((part) => JSON.parse(part.slice(part.indexOf('\r\n\r\n') + 4)));

test('A subscription over multipart sends each result as the payload of a part', async () => {
  const query = 'subscription { agentChanged { agent { name } } }';
  const stream = await openStream(scene.gateway.url, sentEvents(query, { ...scene.gateway.header(), accept: ACCEPT }));
  expect(stream.response.headers.get('content-type')).toBe('multipart/mixed;boundary="graphql";subscriptionSpec=1.0');
  const person = idle(scene.world);
  await until(() => {
    scene.world.setReady(person);
    scene.world.setNotReady(person, null);
    // An agent that could not be read in time is null.
    return partsOf(stream.text()).some(({ payload }) => payload?.data?.agentChanged?.agent);
  });
  stream.close();
  expect(partsOf(stream.text())).toContainEqual({
    payload: { data: { agentChanged: { agent: { name: expect.any(String) } } } },
  });
});

test('An invalid document is refused in JSON, which a client of the protocol accepts too', async () => {
  const { status, headers } = await fetch(
    scene.gateway.url,
    sentEvents('subscription { nothing }', { ...scene.gateway.header(), accept: ACCEPT }),
  );
  expect([status, headers.get('content-type')]).toEqual([400, expect.stringContaining('json')]);
});

test('An error of subscribing is the payload of a part, and the end', async () => {
  const query = 'subscription { agentChanged(after: "forged") { cursor } }';
  const stream = await openStream(scene.gateway.url, sentEvents(query, { ...scene.gateway.header(), accept: ACCEPT }));
  await stream.ended;
  expect(partsOf(stream.text())).toMatchObject([
    { payload: { errors: [{ extensions: { code: 'INVALID_ARGUMENT' } }] } },
  ]);
  expect(stream.text().endsWith('\r\n--graphql--\r\n')).toBe(true);
});

test('A query that accepts multipart and JSON is answered in JSON', async () => {
  const headers = { ...scene.gateway.header(), accept: ACCEPT };
  const response = await fetch(scene.gateway.url, sentEvents('{ __typename }', headers));
  expect([response.headers.get('content-type'), await response.json()]).toMatchObject([
    expect.stringContaining('application/json'),
    { data: { __typename: 'Query' } },
  ]);
});
