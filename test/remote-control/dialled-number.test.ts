/** Numbers as `dial` gets them, whose form the guide leaves open (l. 164 to 169). */
import { expect, it } from 'vitest';
import { dialledNumber } from '../../src/adapters/remote-control/acts/number.ts';
import { settingsOf } from './unit-account.ts';

const dropped = settingsOf({ readings: { plus: 'dropped' } });

it.each([
  ['+1 (614) 555-0001', '+16145550001', '16145550001'],
  ['0049.89/123\u00a0456\u20137', '0049891234567', '0049891234567'],
  ['*21#', '*21#', '*21#'],
  ['1'.repeat(32), '1'.repeat(32), '1'.repeat(32)],
])('%s is dialled as %s, and as %s where the account sends digits alone', (text, number, digits) => {
  expect([dialledNumber(text, settingsOf()), dialledNumber(text, dropped)]).toEqual([number, digits]);
});

it.each(['', '+', '1+2', '++1', 'x1', '1x', '1'.repeat(33)])('"%s" is no number', (text) => {
  for (const settings of [settingsOf(), dropped])
    expect(() => dialledNumber(text, settings)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', argumentPath: ['number'] }),
    );
});
