// Builds the schema of every vendor, or of all but Five9's configuration service, and reports the duration.
import { buildGatewaySchema } from '../../src/resolvers/schema.ts';

const loaders = [
  ...(process.argv[2] === 'all' ? [() => import('../../src/adapters/five9-config/index.ts')] : []),
  () => import('../../src/adapters/five9-cti/index.ts'),
  () => import('../../src/adapters/remote-control/index.ts'),
  () => import('../../src/adapters/recorder/index.ts'),
  () => import('../../src/adapters/engage/index.ts'),
];

const began = performance.now();
const vendors = [];
for (const load of loaders) vendors.push((await load()).vendor);
const schema = buildGatewaySchema(vendors);
const types = Object.keys(schema.getTypeMap()).filter((name) => name.startsWith('Five9Config_')).length;
console.log(`took ${performance.now() - began} ms for ${types} types`);
// Runs until it is stopped, so that its output is read first.
process.on('message', () => undefined);
