/** The audits of graphql-http, which hold the endpoint against the specification GraphQL over HTTP. */
import { readFileSync } from 'node:fs';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGateway, type TestGateway } from './gateway.ts';

/** Recommendations that are not followed, with the reasons. */
const DOCUMENTED = readFileSync('docs/graphql-over-http.md', 'utf8');

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ vendors: ['engage'] });
}, 30_000);
afterAll(() => gateway.close());

test('The endpoint passes every audit of graphql-http but the recommendations that the documentation declines', async () => {
  const fetchFn = (url: string, init: RequestInit = {}) =>
    fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), ...gateway.header() } });
  const failed: { id: string; name: string }[] = [];
  const audits = serverAudits({ url: gateway.url, fetchFn });
  for (const { id, name, fn } of audits) if ((await fn()).status !== 'ok') failed.push({ id, name });
  expect(audits.length).toBeGreaterThanOrEqual(61);
  expect(failed.filter(({ name }) => name.startsWith('MUST'))).toEqual([]);
  expect(failed.map(({ id }) => id).sort()).toEqual(
    [...DOCUMENTED.matchAll(/^\| `(\w{4})` \|/gm)].map(([, id]) => id).sort(),
  );
});

test.each([
  ['that cannot be parsed', { query: '{' }],
  ['that is not valid', { query: '{ nope }' }],
  [
    'with a variable of a wrong type',
    { query: 'query ($f: Int) { agents(first: $f) { totalCount } }', variables: { f: 'x' } },
  ],
])('A request %s is refused with GraphQL’s media type for every Accept header', async (_, body) => {
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...gateway.header() };
  const response = await fetch(gateway.url, { method: 'POST', headers, body: JSON.stringify(body) });
  expect([response.status, response.headers.get('content-type')]).toEqual([
    400,
    'application/graphql-response+json; charset=utf-8',
  ]);
});
