import { CrosspointError } from '../adapters/errors.ts';
import { vendors } from '../adapters/vendors.ts';
import { PLANES, type Plane, planeOf } from '../resolvers/planes.ts';
import { buildGatewaySchema } from '../resolvers/schema.ts';
import { schemaText } from '../resolvers/schema-text.ts';
import { subgraphText } from '../resolvers/subgraph.ts';
import { messageSchema } from '../webhooks/payload-shapes.ts';
import type { CommandOptions } from './options.ts';

function checkedPlane(word: string): Plane {
  const plane = PLANES.find((known) => known === word);
  if (plane) return plane;
  throw new CrosspointError('INVALID_ARGUMENT', `--plane must be one of: ${PLANES.join(', ')}`);
}

/** Prints the schema, or one plane of it, in the schema definition language; as a subgraph with --subgraph. With --webhooks the JSON Schema of messages. */
export async function schema({ plane, subgraph, webhooks }: CommandOptions): Promise<number> {
  if (webhooks) {
    process.stdout.write(`${JSON.stringify(messageSchema(), null, 2)}\n`);
    return 0;
  }
  const whole = buildGatewaySchema(vendors);
  const printed = plane === undefined ? whole : planeOf(whole, checkedPlane(plane), vendors);
  process.stdout.write(`${(subgraph ? subgraphText : schemaText)(printed, vendors)}\n`);
  return 0;
}
