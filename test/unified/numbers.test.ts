import { expect, test } from 'vitest';
import { isNumber, sameNumber } from '../../src/adapters/numbers.ts';
import { match } from '../../src/gateway/matching.ts';
import { call, NOW, recording } from './world.ts';

test.each([
  ['+4930123456', '030123456'],
  ['sip:+15551234567@10.20.30.40', '+15551234567'],
  ['tel:+1-555-123-4567;ext=204', '(555) 123-4567'],
  ['+15551234567 x204', '5551234567'],
  ['<sip:5551234567@pbx.example;user=phone>', '+1 555 123 4567'],
  ['7001', '7001'],
])('%s and %s are one number', (one, other) => {
  expect([sameNumber(one, other), sameNumber(other, one)]).toEqual([true, true]);
});

test.each([
  ['Anonymous', 'Anonymous'],
  ['', ''],
  ['7001', '+15551237001'],
  ['+4930123456', '030123457'],
  ['+15551234567', '+445551234567'],
])('%s and %s are not known to be one number', (one, other) => {
  expect(sameNumber(one, other)).toBe(false);
});

test('a number that says nothing neither agrees nor vetoes a recording', () => {
  const made = (from: string, to: string) =>
    match(call('1', { device: '7001', from }), recording('5', { device: '7001', from: to }), NOW.getTime());
  expect(isNumber('Restricted')).toBe(false);
  const silent = made('Anonymous', 'Anonymous')?.confidence ?? 0;
  expect(silent).toBeGreaterThan(0);
  expect(made('sip:+15551234567@pbx', '+15551234567')?.confidence).toBeGreaterThan(silent);
  expect(made('+15551234567', '+15559999999')).toBeNull();
});
