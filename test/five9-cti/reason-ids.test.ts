/** Which ids that a desk is sent refer to a reason: wire.json gives no values for those that do not. */
import { expect, test } from 'vitest';
import { hasReason } from '../../src/adapters/five9-cti/quirks.ts';

test.each(['1', '10', '502'])('the id %s is that of a reason', (id) => expect(hasReason(id)).toBe(true));

test.each(['', '0', '00', '-1', null, undefined])('the id %j is that of none', (id) =>
  expect(hasReason(id)).toBe(false),
);
