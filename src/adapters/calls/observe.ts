import { channel } from 'node:diagnostics_channel';

/** One exchange with a vendor, after it ended. */
export interface VendorCall {
  /** Key of the account. */
  readonly account: string;
  /** The operation as the vendor's guide names it. */
  readonly operation: string;
  readonly milliseconds: number;
  /** Its error; absent where the vendor answered. */
  readonly error?: unknown;
}

/** Where every exchange with a vendor is published as a `VendorCall`; costs nothing without a subscriber. */
export const vendorCalls = channel('crosspoint.vendor-call');

/** Runs an exchange and publishes how long it took and what became of it. */
export async function publishCall<Value>(
  facts: Pick<VendorCall, 'account' | 'operation'>,
  run: () => Promise<Value>,
): Promise<Value> {
  if (!vendorCalls.hasSubscribers) return run();
  const began = performance.now();
  try {
    const value = await run();
    vendorCalls.publish({ ...facts, milliseconds: performance.now() - began } satisfies VendorCall);
    return value;
  } catch (error) {
    vendorCalls.publish({ ...facts, milliseconds: performance.now() - began, error } satisfies VendorCall);
    throw error;
  }
}
