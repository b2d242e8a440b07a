import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, expect } from 'vitest';
import { startGateway, type TestGateway } from './gateway.ts';

/** The gateway of the test file, started before its tests. */
export let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({
    vendors: ['engage', 'five9-config'],
    grants: { reader: { scopes: ['campaigns:read', 'contacts:read', 'calls:read'] } },
    more: {
      origins: ['https://desk.example'],
      limits: { bodyBytes: 150_000, headersMilliseconds: 400, requestMilliseconds: 800 },
    },
  });
}, 30_000);
afterAll(() => gateway.close());

interface Raw {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Sends exactly these bytes and headers. */
export function send(
  body: string | Buffer | null,
  headers: Record<string, string> = {},
  { method = 'POST', path = '/graphql', key = 'admin' } = {},
): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const all = { 'content-type': 'application/json', ...gateway.header(key), ...headers };
    const request = httpRequest(new URL(path, gateway.origin), { method, headers: all }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.on('error', reject);
    request.end(body ?? undefined);
  });
}

/** The body of a request. */
export const query = (text: string, more: object = {}) => JSON.stringify({ query: text, ...more });

/** A refusal is small JSON of the right type, with a code and the request's id, and nothing of how it came about. */
export function expectRefusal({ status, headers, text }: Raw, wanted: number, code?: string | RegExp) {
  expect(status, text.slice(0, 300)).toBe(wanted);
  expect(headers['content-type']).toMatch(/^application\/graphql-response\+json/);
  expect(text.length).toBeLessThan(2_000);
  const { errors, data } = JSON.parse(text);
  expect(data ?? null).toBeNull();
  expect(errors.length).toBeLessThanOrEqual(5);
  for (const { extensions } of errors) {
    expect(extensions.requestId).toBe(headers['x-request-id']);
    expect(extensions.code).toMatch(code ?? /^[A-Z_]+$/);
  }
  expect(text).not.toMatch(/stack|node_modules|\.ts:|\.js:\d|https?:\/\//);
}

/** A part repeated with its number. */
export const wide = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => part(i)).join(' ');
