import { coverageTable } from '../adapters/coverage.ts';
import { vendors } from '../adapters/vendors.ts';
import { capabilityTable } from '../gateway/capabilities.ts';
import { unifiedUse } from '../resolvers/unified-use.ts';

/** Prints which documented operations are offered, and where. */
export async function coverage(): Promise<number> {
  process.stdout.write(coverageTable(vendors, unifiedUse, await capabilityTable(vendors)));
  return 0;
}
