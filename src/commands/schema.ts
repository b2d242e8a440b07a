import { vendors } from '../adapters/vendors.ts';
import { configurationSchema } from '../config/json-schema.ts';
import { PLANES, type Plane, planeOf } from '../resolvers/planes.ts';
import { buildGatewaySchema } from '../resolvers/schema.ts';
import { schemaText } from '../resolvers/schema-text.ts';
import { subgraphText } from '../resolvers/subgraph.ts';
import { messageSchema } from '../webhooks/payload-shapes.ts';
import type { CommandOptions } from './options.ts';
import { UsageError } from './usage-error.ts';

function checkedPlane(word: string): Plane {
  const plane = PLANES.find((known) => known === word);
  if (plane) return plane;
  throw new UsageError(`--plane must be one of: ${PLANES.join(', ')}`);
}

function printJson(value: object): number {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  return 0;
}

/** Prints the schema, or one plane of it, in the schema definition language; as a subgraph with --subgraph. With --webhooks or --configuration a JSON Schema. */
export async function schema({ plane, subgraph, webhooks, configuration }: CommandOptions): Promise<number> {
  if (webhooks) return printJson(messageSchema());
  if (configuration) return printJson(configurationSchema(vendors));
  const whole = buildGatewaySchema(vendors);
  const printed = plane === undefined ? whole : planeOf(whole, checkedPlane(plane), vendors);
  process.stdout.write(`${(subgraph ? subgraphText : schemaText)(printed, vendors)}\n`);
  return 0;
}
