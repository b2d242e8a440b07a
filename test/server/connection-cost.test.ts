/** Opening connections is work of the caller who opens them (D6). */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { request, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { paceConnection } from '../../src/server/connection-cost.ts';
import { FairScheduler } from '../../src/server/fair-scheduler.ts';
import { until } from '../helpers/until.ts';
import { startGateway, type TestGateway } from './gateway.ts';
import { steppedScheduler } from './stepped-scheduler.ts';

const clock = { time: 0 };
let turns: FairScheduler;
beforeEach(() => {
  clock.time = 0;
  turns = steppedScheduler(clock);
});
afterEach(() => vi.restoreAllMocks());

const socket = () => ({}) as Socket;

/** Opens connections until a second has passed, each as soon as the one before was answered; answers their number. */
async function openedInASecond(isShared: boolean, made = socket): Promise<number> {
  let opened = 0;
  for (; clock.time < 1_000 && opened < 2_000; opened += 1) {
    if (isShared) turns.take('other');
    await paceConnection(turns, 'greedy', made());
  }
  return opened;
}

test('D6: among others, a caller opens at most two hundred connections in the first second', async () => {
  const opened = await openedInASecond(true);
  expect(opened).toBeGreaterThanOrEqual(190);
  expect(opened).toBeLessThanOrEqual(205);
});

test('D6: among others, a caller opens at most fifty encrypted connections in the first second', async () => {
  const opened = await openedInASecond(true, () => Object.create(TLSSocket.prototype) as Socket);
  expect(opened).toBeGreaterThanOrEqual(45);
  expect(opened).toBeLessThanOrEqual(55);
});

test('D6: a caller that is alone opens connections without a pause', async () => {
  expect(await openedInASecond(false)).toBe(2_000);
  expect(clock.time).toBe(0);
});

test('D6: a connection is counted once', () => {
  const one = socket();
  expect(paceConnection(turns, 'one', one)).not.toBeNull();
  expect(paceConnection(turns, 'one', one)).toBeNull();
});

describe('a running gateway', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway({ vendors: ['engage'] });
  }, 60_000);
  afterAll(() => gateway?.close());

  async function read(path: string, method = 'GET', body?: string) {
    const headers = {
      ...gateway.header(),
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    };
    const sent = request(`${gateway.origin}${path}`, { method, headers, agent: false });
    sent.end(body);
    const [response] = await once(sent, 'response');
    response.resume();
    await once(response, 'end');
  }

  const initialize = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} });
  test.each([
    ['/graphql', () => read('/graphql', 'POST', '{"query":"{ __typename }"}'), 'key:admin'],
    ['/mcp', () => read('/mcp', 'POST', initialize), 'key:admin'],
    ['/schema.graphql', () => read('/schema.graphql'), 'key:admin'],
    ['/metrics', () => read('/metrics'), 'key:admin'],
    ['/livez', () => read('/livez'), 'address:127.0.0.1'],
    ['/docs/', () => read('/docs/'), 'address:127.0.0.1'],
    ['/media/', () => read('/media/e30.e30'), 'address:127.0.0.1'],
    [
      'a WebSocket',
      async () => {
        const opened = gateway.socket();
        for await (const answer of opened.iterate({ query: '{ __typename }' })) expect(answer).toHaveProperty('data');
        await opened.dispose();
      },
      'key:admin',
    ],
  ])('D6: a connection to %s is counted for who opens it', async (_, open, caller) => {
    const added = vi.spyOn(FairScheduler.prototype, 'takeToOpen');
    await open();
    expect(added.mock.calls.map(([counted]) => counted)).toEqual([caller]);
  });

  test.each(['/graphql', '/mcp'])(
    'D6: a client of %s that left while its connection waited takes no turn',
    async (path) => {
      let admit: () => void = () => undefined;
      const waits = new Promise<void>((resolve) => (admit = resolve));
      const opened = vi.spyOn(FairScheduler.prototype, 'takeToOpen').mockReturnValue(waits);
      const taken = vi.spyOn(FairScheduler.prototype, 'take');
      const refused = vi.spyOn(FairScheduler.prototype, 'takeUncharged');
      let response: ServerResponse | null = null as ServerResponse | null;
      const note = (message: unknown) => {
        response = (message as { response: ServerResponse }).response;
      };
      subscribe('http.server.request.start', note);
      onTestFinished(() => void unsubscribe('http.server.request.start', note));
      const sent = request(`${gateway.origin}${path}`, { method: 'POST', headers: gateway.header(), agent: false });
      sent.on('error', () => undefined).end('{"query":"{ __typename }"}');
      await until(() => opened.mock.calls.length === 1);
      sent.destroy();
      await until(() => response?.destroyed === true);
      admit();
      await new Promise((resolve) => setImmediate(resolve));
      await read('/livez');
      expect([...taken.mock.calls, ...refused.mock.calls].filter(([caller]) => caller === 'key:admin')).toEqual([]);
    },
  );

  test.each(['/schema.graphql', '/metrics'])('D6: %s is read at the pace of what costs no points', async (path) => {
    const paced = vi.spyOn(FairScheduler.prototype, 'takeUncharged');
    await read(path);
    expect(paced.mock.calls).toEqual([['key:admin']]);
  });

  test('D6: a guessed link is refused at the pace of refusals', async () => {
    const refused = vi.spyOn(FairScheduler.prototype, 'takeUncharged');
    await read('/media/e30.e30');
    expect(refused.mock.calls).toEqual([['address:127.0.0.1']]);
  });
});
