/** The Content-Security-Policy of the pages at `/` and `/graphql`. */
import { type IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { sendPage } from '../../src/server/pages.ts';

function policyOf(page: Parameters<typeof sendPage>[0]): ReadonlyMap<string, readonly string[]> {
  const response = new ServerResponse({ method: 'GET' } as IncomingMessage);
  let sent: unknown;
  response.writeHead = ((_: number, headers?: Record<string, string>) => {
    sent ??= headers?.['content-security-policy'];
    return response;
  }) as typeof response.writeHead;
  sendPage(page, response, { base: '', simulated: [] });
  const directives = String(sent)
    .split(';')
    .map((directive) => directive.trim().split(/\s+/));
  return new Map(directives.map(([name = '', ...sources]) => [name, sources]));
}

test.each(['console', 'graphiql'] as const)('the page %s connects to its own gateway alone', (page) => {
  const policy = policyOf(page);
  expect(policy.get('default-src')).toEqual(["'self'"]);
  expect(policy.get('connect-src')).toEqual(["'self'"]);
  expect(policy.has('script-src')).toBe(false);
});
