import { channel } from 'node:diagnostics_channel';

/** One exchange with a vendor. */
export interface VendorCall {
  /** Key of the account. */
  readonly account: string;
  /** The operation as the vendor's guide names it. */
  readonly operation: string;
  /** How long it took; 0 until it ended. */
  milliseconds: number;
  /** Runs it in the context of a subscriber of its start, if one sets it. */
  within?: <Value>(run: () => Value) => Value;
  /** Its error; absent where the vendor answered. */
  error?: unknown;
}

/** Where every exchange with a vendor is published as a `VendorCall` after it ended; costs nothing without a subscriber. */
export const vendorCalls = channel('crosspoint.vendor-call');

/** Where every exchange is published as a `VendorCall` before it begins. */
export const vendorCallStarts = channel('crosspoint.vendor-call-start');

/** Names and values of the headers of an HTTP request to a vendor, one after the other, to which a subscriber may add. */
export const vendorHeaders = channel('crosspoint.vendor-headers');

/** Runs an exchange and publishes how long it took and what became of it. */
export async function publishCall<Value>(
  facts: Pick<VendorCall, 'account' | 'operation'>,
  run: () => Promise<Value>,
): Promise<Value> {
  if (!vendorCalls.hasSubscribers) return run();
  const call: VendorCall = { ...facts, milliseconds: 0 };
  const began = performance.now();
  try {
    vendorCallStarts.publish(call);
    return await (call.within ? call.within(run) : run());
  } catch (error) {
    call.error = error;
    throw error;
  } finally {
    call.milliseconds = performance.now() - began;
    vendorCalls.publish(call);
  }
}
