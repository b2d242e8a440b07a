import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { Pressure } from '../../src/server/pressure.ts';
import { untilAnswer } from '../helpers/until.ts';
import { type GatewayOptions, startGateway, type TestGateway } from './gateway.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function gatewayWith(limits: object, more: GatewayOptions = {}): Promise<TestGateway> {
  const gateway = await startGateway({ vendors: ['engage'], ...more, more: { limits } });
  cleanups.push(() => gateway.close());
  return gateway;
}

async function health(gateway: TestGateway, path: 'livez' | 'readyz') {
  const response = await fetch(`${gateway.origin}/${path}`);
  const { reason } = (await response.json()) as { reason?: string };
  return { status: response.status, reason };
}

async function ask(gateway: TestGateway, query = '{ accounts { key } }') {
  const headers = { 'content-type': 'application/json', ...gateway.header() };
  const response = await fetch(gateway.url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  const body = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  return {
    status: response.status,
    retry: response.headers.get('retry-after'),
    code: body.errors?.[0]?.extensions.code,
  };
}

/** The status a socket is refused with, or 101. */
function handshake(gateway: TestGateway): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-transport-ws');
    socket.on('unexpected-response', (_, { statusCode }) => resolve(statusCode ?? 0));
    socket.on('open', () => resolve(101));
    socket.on('error', () => {});
    cleanups.push(() => socket.terminate());
  });
}

test('a process that did not get to its work is alive, not ready for a while, and answers what has come (P4)', async () => {
  const gateway = await gatewayWith({ blockedMilliseconds: 1_000 });
  await untilAnswer(
    () => health(gateway, 'readyz'),
    ({ status }) => status === 200,
  );
  const end = performance.now() + 1_500;
  while (performance.now() < end);
  expect(await health(gateway, 'readyz')).toMatchObject({ status: 503, reason: 'the event loop was blocked' });
  expect((await health(gateway, 'livez')).status).toBe(200);
  expect((await ask(gateway)).status).toBe(200);
  await untilAnswer(
    () => health(gateway, 'readyz'),
    ({ status }) => status === 200,
    30_000,
  );
}, 60_000);

test('a process short of memory is alive, not ready, and begins nothing (P4)', async () => {
  const gateway = await gatewayWith({ heapShare: 0.000_1 });
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  await untilAnswer(
    () => health(gateway, 'readyz'),
    ({ status }) => status === 503,
  );
  expect(await health(gateway, 'readyz')).toMatchObject({ status: 503, reason: 'the memory is nearly used up' });
  expect((await health(gateway, 'livez')).status).toBe(200);
  const refused = await ask(gateway);
  expect(refused).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
  expect(Number(refused.retry)).toBeGreaterThanOrEqual(1);
  expect(await handshake(gateway)).toBe(503);
});

describe('more operations than may be under way', () => {
  let silent: Server;
  const waiting: ServerResponse[] = [];

  async function startSilent(): Promise<string> {
    silent = createServer((_, response) => void waiting.push(response));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    cleanups.push(
      () => silent.closeAllConnections(),
      () => silent.close(),
    );
    return `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
  }

  test('are refused with the time to wait until others have ended, and readiness stays', async () => {
    const url = await startSilent();
    const users = ['a', 'b', 'c'].map((username) => ({ username, password: 'p' }));
    const gateway = await gatewayWith(
      { operations: 3, operationMilliseconds: 60_000 },
      { vendors: ['engage', 'five9-config'], settings: { 'five9-config': { url, users, deadline: 60_000 } } },
    );
    const running = Array.from({ length: 3 }, (_, index) =>
      ask(gateway, `{ five9Config_getSkills(skillNamePattern: "${index}") { name } }`),
    );
    await untilAnswer(
      async () => waiting.length,
      (count) => count === 3,
    );
    const refused = await ask(gateway);
    expect(refused).toEqual({ status: 503, retry: '1', code: 'UNAVAILABLE' });
    expect(await handshake(gateway)).toBe(503);
    expect((await health(gateway, 'readyz')).status).toBe(200);
    silent.closeAllConnections();
    silent.on('request', (_, response: ServerResponse) => response.destroy());
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await ask(gateway)).status).toBe(200);
    expect(await handshake(gateway)).toBe(101);
  }, 60_000);
});

test('an overload is reported for five seconds, and memory no longer than the next collection', () => {
  let now = 0;
  const pressure = new Pressure({ operations: 1, heapShare: 0.9, blockedMilliseconds: 2_000 }, () => now);
  cleanups.push(() => pressure.close());
  expect([pressure.reason, pressure.overload]).toEqual([null, null]);
  now += 2_300;
  expect([pressure.reason, pressure.overload]).toEqual([expect.stringContaining('event loop'), null]);
  for (const step of [1_000, 1_000, 1_000, 1_000, 999]) {
    now += step;
    expect(pressure.reason).not.toBeNull();
  }
  now += 1;
  expect(pressure.reason).toBeNull();
  pressure.collected(0.9);
  expect(pressure.overload).toBeNull();
  pressure.collected(0.91);
  expect([pressure.reason, pressure.overload?.seconds]).toEqual([expect.stringContaining('memory'), 5]);
  pressure.collected(0.5);
  expect([pressure.reason, pressure.overload]).toEqual([null, null]);
});
