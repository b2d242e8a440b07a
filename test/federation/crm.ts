/** A subgraph of customers keyed by phone number, as a partner would add it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { buildSchema, graphql } from 'graphql';

const TYPES = `
  type Customer @key(fields: "phone") { phone: ID! name: String! calls: [Call!]! }
  type Call @key(fields: "id") {
    id: ID!
    from: String @external
    customer: Customer @requires(fields: "from")
  }
  type Query { customer(phone: ID!): Customer }
`;

/** The text of the subgraph, as it is composed. */
export const CRM_SUBGRAPH = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires"])
  ${TYPES}
`;

/** What the subgraph itself executes: the types, with the fields a router calls. */
const executed = () =>
  buildSchema(
    `
  directive @key(fields: String!) on OBJECT
  directive @external on FIELD_DEFINITION
  directive @requires(fields: String!) on FIELD_DEFINITION
  scalar _Any
  union _Entity = Customer | Call
  ${TYPES}
  extend type Query { _entities(representations: [_Any!]!): [_Entity]! }
`,
    { assumeValid: true },
  );

/** A customer of the subgraph. */
export interface Customer {
  readonly phone: string;
  readonly name: string;
  /** Ids of the customer's calls. */
  readonly calls: readonly string[];
}

interface Representation {
  readonly __typename: string;
  readonly id?: string;
  readonly from?: string | null;
  readonly phone?: string;
}

function rootOf(customers: readonly Customer[]) {
  const customer = (phone: string | null | undefined) => {
    const found = customers.find((one) => one.phone === phone);
    return found && { __typename: 'Customer', ...found, calls: found.calls.map((id) => ({ __typename: 'Call', id })) };
  };
  const entity = (one: Representation) =>
    one.__typename === 'Call' ? { ...one, customer: customer(one.from) } : customer(one.phone);
  return {
    customer: ({ phone }: { phone: string }) => customer(phone),
    _entities: ({ representations }: { representations: readonly Representation[] }) => representations.map(entity),
  };
}

/** Serves the subgraph on a free port. */
export async function startCrm(customers: readonly Customer[]) {
  const schema = executed();
  const server = createServer(async (request, response) => {
    const { query, variables } = (await json(request)) as { query: string; variables?: Record<string, unknown> };
    const result = await graphql({ schema, source: query, variableValues: variables, rootValue: rootOf(customers) });
    response.writeHead(200, { 'content-type': 'application/graphql-response+json' }).end(JSON.stringify(result));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((closed) => server.close(() => closed()));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, close };
}
