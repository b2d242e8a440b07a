import { coverageTable } from '../adapters/coverage.ts';
import { vendors } from '../adapters/vendors.ts';
import { capabilityTable } from '../gateway/capabilities.ts';

/** Prints which documented operations are offered, and where. */
export async function coverage(): Promise<number> {
  process.stdout.write(coverageTable(vendors, await capabilityTable(vendors)));
  return 0;
}
