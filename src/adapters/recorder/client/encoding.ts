import { readingOf } from '../../readings.ts';
import { readings } from '../readings.ts';
import type { Settings } from '../settings.ts';
import type { Encoding } from './answer.ts';

/** The character encoding that an account's recorder writes on TCP. */
export function encodingOf(settings: Settings): Encoding {
  return readingOf(readings, settings.readings, 'encoding') === 'windows-1252' ? 'windows-1252' : 'utf-8';
}
