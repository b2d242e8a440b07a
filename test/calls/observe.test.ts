import { afterEach, expect, it } from 'vitest';
import { publishCall, type VendorCall, vendorCallStarts, vendorCalls } from '../../src/adapters/calls/observe.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';

const published: VendorCall[] = [];
const onCall = (message: unknown) => published.push(message as VendorCall);
const facts = { account: 'floor', operation: 'getSkills', signal: undefined };

afterEach(() => {
  vendorCalls.unsubscribe(onCall);
  published.length = 0;
});

it('a call that a vendor answers is published without an error', async () => {
  vendorCalls.subscribe(onCall);
  expect(await publishCall(facts, async () => 'answer')).toBe('answer');
  expect(published).toEqual([{ ...facts, milliseconds: expect.any(Number) }]);
});

it('a call that fails is published with its error, which its caller receives', async () => {
  vendorCalls.subscribe(onCall);
  const error = new CrosspointError('UNAVAILABLE', 'The vendor does not answer');
  await expect(publishCall(facts, () => Promise.reject(error))).rejects.toBe(error);
  expect(published).toEqual([{ ...facts, milliseconds: expect.any(Number), error }]);
});

it('a call to which the start of a trace gives a place runs under a signal that aborts with that of its caller', async () => {
  const place = (message: unknown) => {
    (message as VendorCall).place = {};
  };
  vendorCalls.subscribe(onCall);
  vendorCallStarts.subscribe(place);
  const caller = new AbortController();
  let seen: AbortSignal | undefined;
  const answer = publishCall({ ...facts, signal: caller.signal }, async (signal) => {
    seen = signal;
    caller.abort();
    return signal?.aborted;
  });
  vendorCallStarts.unsubscribe(place);
  expect(await answer).toBe(true);
  expect(seen).not.toBe(caller.signal);
});
