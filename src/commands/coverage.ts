import { vendors } from '../adapters/vendors.ts';
import { coverageTable } from '../coverage.ts';
import { unifiedUse } from '../resolvers/use.ts';

/** Prints which documented operations are offered, and where. */
export async function coverage(): Promise<number> {
  process.stdout.write(coverageTable(vendors, unifiedUse));
  return 0;
}
