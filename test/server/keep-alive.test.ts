/** How long a connection stays open after an answer, which the answer itself says: longer than load balancers reuse one. */
import { get, type IncomingMessage, request } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { startGateway, type TestGateway } from './gateway.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

/** The seconds that the answer to a request promises. */
async function promisedSeconds(path: string, body?: string): Promise<number> {
  const headers = { connection: 'keep-alive', 'content-type': 'application/json', ...gateway.header() };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = body
      ? request(`${gateway.origin}${path}`, { method: 'POST', headers }, resolve).end(body)
      : get(`${gateway.origin}${path}`, { headers }, resolve);
    sent.once('error', reject);
  });
  answer.resume();
  return Number(/^timeout=(\d+)$/.exec(String(answer.headers['keep-alive']))?.[1]);
}

test.each([
  ['/graphql', '{"query":"{ __typename }"}'],
  ['/graphql', '{"query":"{ nothing }"}'],
  ['/livez', undefined],
  ['/readyz', undefined],
  ['/nothing-here', undefined],
])('a connection on which %s was asked for (%s) stays open for longer than a minute', async (path, body) => {
  gateway = await startGateway({ vendors: ['engage'] });
  expect(await promisedSeconds(path, body)).toBe(75);
});

test('an operator sets how long, and changes it in a running gateway', async () => {
  gateway = await startGateway({ vendors: ['engage'], more: { limits: { keepAliveMilliseconds: 120_000 } } });
  expect(await promisedSeconds('/livez')).toBe(120);
  await gateway.reload({ limits: { keepAliveMilliseconds: 90_000 } });
  expect(await promisedSeconds('/livez')).toBe(90);
});
