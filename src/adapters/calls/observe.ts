import { channel } from 'node:diagnostics_channel';
import { setPlace } from './call-trace.ts';
import { linkedSignal } from './deadline.ts';

/** One exchange with a vendor. */
export interface VendorCall {
  /** Key of the account. */
  readonly account: string;
  /** The operation as the vendor's guide names it. */
  readonly operation: string;
  /** How long it took; 0 until it ended. */
  milliseconds: number;
  /** Aborts when its caller leaves. */
  readonly signal: AbortSignal | undefined;
  /** Its place in a trace, if a subscriber of its start sets one. */
  place?: object;
  /** Its error; absent where the vendor answered. */
  error?: unknown;
}

/** Where every exchange with a vendor is published as a `VendorCall` after it ended; costs nothing without a subscriber. */
export const vendorCalls = channel('crosspoint.vendor-call');

/** Where every exchange is published as a `VendorCall` before it begins. */
export const vendorCallStarts = channel('crosspoint.vendor-call-start');

/** The headers of an HTTP request to a vendor, to which a subscriber may add. */
export interface VendorHeaders {
  /** Names and values, one after the other. */
  readonly list: string[];
  /** Where the call stands in a trace. */
  readonly place: object;
}

/** Where the headers of each request of a recorded call are published as `VendorHeaders`. */
export const vendorHeaders = channel('crosspoint.vendor-headers');

/** Runs an exchange, a recorded one under a signal of its own, and publishes how long it took and what became of it. */
export async function publishCall<Value>(
  facts: Pick<VendorCall, 'account' | 'operation' | 'signal'>,
  run: (signal: AbortSignal | undefined) => Promise<Value>,
): Promise<Value> {
  if (!vendorCalls.hasSubscribers) return run(facts.signal);
  const call: VendorCall = { ...facts, milliseconds: 0 };
  const began = performance.now();
  try {
    vendorCallStarts.publish(call);
    return await (call.place ? runAt(call.place, facts.signal, run) : run(facts.signal));
  } catch (error) {
    call.error = error;
    throw error;
  } finally {
    call.milliseconds = performance.now() - began;
    vendorCalls.publish(call);
  }
}

async function runAt<Value>(
  place: object,
  parent: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const { signal, clear } = linkedSignal(parent);
  setPlace(signal, place);
  try {
    return await run(signal);
  } finally {
    clear();
  }
}
