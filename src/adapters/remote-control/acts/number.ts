import { invalidArgument } from '../../errors.ts';
import { readingOf } from '../../readings.ts';
import { readings } from '../readings.ts';
import type { Settings } from '../settings.ts';

const SEPARATORS = /[\s().\-/\u00a0\u2010-\u2015]/g;
const DIALLABLE = /^\+?[\d*#]{1,32}$/;

/**
 * A number as `dial` gets it: without the separators of print, which are no part of a number. The guide gives no form,
 * so the account's reading decides about a leading `+`. Throws INVALID_ARGUMENT for text that is no number.
 */
export function dialledNumber(text: string, { readings: chosen }: Settings): string {
  const number = text.replace(SEPARATORS, '');
  if (!DIALLABLE.test(number))
    throw invalidArgument(
      `"${text}" cannot be dialled; use digits, with a leading + for an international number`,
      'number',
    );
  return readingOf(readings, chosen, 'plus') === 'dropped' ? number.replace(/^\+/, '') : number;
}
