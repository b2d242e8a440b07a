import { vendors } from '../adapters/vendors.ts';
import { capabilityTable } from '../capabilities.ts';
import { coverageTable } from '../coverage.ts';
import { unifiedUse } from '../resolvers/use.ts';

/** Prints which documented operations are offered, and where. */
export async function coverage(): Promise<number> {
  process.stdout.write(coverageTable(vendors, unifiedUse, await capabilityTable(vendors)));
  return 0;
}
