import { buildSchema, type GraphQLResolveInfo } from 'graphql';
import { expect, test } from 'vitest';
import { checkConfiguration } from '../../src/config/configuration.ts';
import type { Context } from '../../src/resolvers/context.ts';
import { apolloRequest, createApollo } from '../../src/server/apollo.ts';
import { Documents } from '../../src/server/documents.ts';
import type { EndpointParts } from '../../src/server/graphql.ts';
import { exampleVendor, smallestFile } from './example.ts';

const { limits } = checkConfiguration(smallestFile, [exampleVendor]);

test('a mutation that passed is neither parsed nor validated again', async () => {
  const schema = buildSchema('type Query { call: ID } type Mutation { callHold(id: ID): ID }');
  let ran: GraphQLResolveInfo | undefined;
  const hold = schema.getMutationType()?.getFields().callHold;
  if (hold)
    hold.resolve = (_source, _input, _context, info) => {
      ran = info;
      return '7';
    };
  const documents = new Documents(schema, limits);
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  const parts = { schema, documents, configuration: { limits }, log: quiet } as unknown as EndpointParts;
  const apollo = createApollo(parts);
  await apollo.start();
  const query = 'mutation { callHold(id: "7") }';
  const { document } = documents.prepare(query);
  const asked = { search: '', body: { query } } as unknown as Parameters<typeof apolloRequest>[1];
  const request = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const { body } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: apolloRequest(request as unknown as Parameters<typeof apolloRequest>[0], asked),
    context: async () => ({}) as Context,
  });
  await apollo.stop();
  expect(JSON.parse(body.kind === 'complete' ? body.string : '')).toEqual({ data: { callHold: '7' } });
  expect(ran?.operation).toBe(document?.definitions[0]);
});
