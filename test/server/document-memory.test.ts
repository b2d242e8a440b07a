import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isLeafType } from 'graphql';
import { expect, test } from 'vitest';
import { vendors } from '../../src/adapters/vendors.ts';
import { checkConfiguration } from '../../src/config/configuration.ts';
import { Executor } from '../../src/executor/executor.ts';
import { buildGatewaySchema } from '../../src/resolvers/schema.ts';
import { Documents } from '../../src/server/documents.ts';
import { exampleVendor, smallestFile } from './example.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const MEGABYTE = 1024 * 1024;
/** `npm run faults` asks for all of them. */
const DOCUMENTS = process.env.FAULTS_AT_FULL_SIZE ? 2_000 : 160;

/** A valid document of about 20 kB that no other is equal to. */
function longDocument(schema: GraphQLSchema, index: number): string {
  const leaves = Object.values((schema.getType('Call') as GraphQLObjectType).getFields())
    .filter(({ type, args }) => isLeafType(getNamedType(type)) && args.length === 0)
    .map(({ name }) => name);
  const node = [...leaves, ...leaves, ...leaves].join(' ');
  const root = (at: number) => `f${at}: calls(first: 1) @include(if: $v) { edges { node { ${node} } } }`;
  return `query Q${index}($v: Boolean!) { accounts { key } ${Array.from({ length: 45 }, (_, at) => root(at)).join('\n')} }`;
}

test(`D8: ${DOCUMENTS} distinct documents of 20 kB, plans included, hold less than 100 MB`, {
  timeout: 300_000,
}, async () => {
  const { limits } = checkConfiguration(smallestFile, [exampleVendor]);
  const schema = buildGatewaySchema(vendors);
  const documents = new Documents(schema, { ...limits, tokens: 20_000 });
  const executor = new Executor(schema);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  expect(longDocument(schema, 1).length).toBeGreaterThan(20_000);
  let most = 0;
  for (let index = 0; index < DOCUMENTS; index += 1) {
    const prepared = documents.prepare(longDocument(schema, index));
    if (!prepared.document) throw prepared.errors[0];
    for (const v of [true, false])
      expect(executor.prepare({ document: prepared.document, variables: { v } })).not.toBeNull();
    if (index % 40 !== 39) continue;
    await new Promise(setImmediate);
    collectGarbage();
    most = Math.max(most, process.memoryUsage().heapUsed - before);
  }
  expect(most / MEGABYTE).toBeLessThan(100);
});
