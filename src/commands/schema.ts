import { printSchema } from 'graphql';
import { vendors } from '../adapters/vendors.ts';
import { buildGatewaySchema } from '../resolvers/schema.ts';

/** Prints the whole schema in the schema definition language. */
export async function schema(): Promise<number> {
  process.stdout.write(`${printSchema(buildGatewaySchema(vendors))}\n`);
  return 0;
}
