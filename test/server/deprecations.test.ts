/** Deprecated parts of the schema that a document uses, and the header that names them. */
import { buildSchema, parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Deprecations } from '../../src/server/deprecations.ts';
import { startGateway, type TestGateway } from './gateway.ts';

const deprecations = new Deprecations(
  buildSchema(`
    type Query {
      call(id: ID, number: String @deprecated(reason: "Use id.")): Call
      calls(filter: Filter): [Call]
    }
    type Call { id: ID from: String @deprecated(reason: "Use party. It has: more") state: State }
    input Filter { from: String @deprecated(reason: "Use party.") states: [State] }
    enum State { ENDED LATE @deprecated(reason: "Is ENDED.") }
  `),
);

test.each([
  ['nothing', '{ call(id: 1) { id state } }', []],
  ['a field, once', '{ call(id: 1) { from other: from } }', ['Call.from']],
  ['a field of a fragment', '{ call(id: 1) { ...Party } } fragment Party on Call { from }', ['Call.from']],
  ['an argument', '{ call(number: "1") { id } }', ['Query.call(number:)']],
  ['an input field', '{ calls(filter: { from: "1" }) { id } }', ['Filter.from']],
  ['an enum value', '{ calls(filter: { states: [LATE] }) { id } }', ['State.LATE']],
  ['an alias of the same name', '{ call(id: 1) { from: id } }', []],
])('A document that uses %s is found to', (_, query, expected) => {
  expect(deprecations.usedBy(parse(query))).toEqual(expected);
});

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ vendors: ['five9-config'], more: { origins: ['https://desk.example'] } });
}, 30_000);
afterAll(() => gateway.close());

async function headersOf(query: string, more: Readonly<Record<string, string>> = {}) {
  const headers = { 'content-type': 'application/json', ...gateway.header(), ...more };
  const response = await fetch(gateway.url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  expect(response.status).toBe(200);
  return response.headers;
}

test('The header of an answer names the deprecated fields of its document, for pages too', async () => {
  const deprecated = '{ five9Config_getUserInfo(userName: "x") { __typename } accounts { key } }';
  const headers = await headersOf(deprecated, { origin: 'https://desk.example' });
  expect(headers.get('deprecated-fields')).toBe('Query.five9Config_getUserInfo');
  expect(headers.get('access-control-expose-headers')).toContain('deprecated-fields');
  expect((await headersOf('{ accounts { key } }')).has('deprecated-fields')).toBe(false);
});
