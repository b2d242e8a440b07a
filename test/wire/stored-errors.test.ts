/** Errors outlive the calls that failed: an account shows its latest until it answers again. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { Health } from '../../src/gateway/health.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Fails while it reads a text, as a decoder does. */
class Reader {
  readonly text = 'x'.repeat(1_000);

  read(): never {
    throw new CrosspointError('BAD_RESPONSE', `No XML in ${this.text.length} characters`, { vendorCode: 'HTTP 200' });
  }
}

function failedRead(health: Health): WeakRef<Reader> {
  const reader = new Reader();
  try {
    reader.read();
  } catch (cause) {
    health.failed((cause as CrosspointError).with({ account: 'acme' }));
    health.failed(new CrosspointError('BAD_RESPONSE', 'Not read', { account: 'acme', retryable: true, cause }));
  }
  return new WeakRef(reader);
}

test('the latest error of an account does not retain the answer that could not be read', async () => {
  const health = new Health();
  const reader = failedRead(health);
  // A reference that was just made is strong until the next turn of the event loop.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  expect(reader.deref()).toBeUndefined();
  expect(health.lastError).toMatchObject({
    code: 'BAD_RESPONSE',
    message: 'Not read',
    account: 'acme',
    retryable: true,
  });
});

test('a stored error has the facts and the stack of the error, and not its cause', () => {
  const facts = {
    account: 'acme',
    vendor: 'ENGAGE',
    operation: 'list',
    vendorCode: 'HTTP 500',
    details: { a: 1 },
  } as const;
  const error = new CrosspointError('UNAVAILABLE', 'No', { ...facts, path: ['input', 'id'], cause: new Error('why') });
  const stored = error.stored();
  expect(stored).toBeInstanceOf(CrosspointError);
  expect({ ...stored, stack: stored.stack }).toEqual({ ...error, stack: error.stack });
  expect([stored.message, stored.cause]).toEqual(['No', undefined]);
});
