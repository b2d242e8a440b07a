/** Where agents sit that share phones. */
import type { SendOptions } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import { readingOf } from '../../readings.ts';
import type { RecorderClient } from '../client.ts';
import { readings } from '../readings.ts';
import type { Settings } from '../settings.ts';
import { deviceStatus } from './calls.ts';
import { type Device, firstNonEmpty } from './records.ts';

/** Which phone a number means. */
export interface PhoneFinder {
  /** The DEVICEID of the phone, by which the recorder tracks phones (guide l. 168). */
  find(number: string, ask: SendOptions): Promise<string>;
  /** The numbers that mean a listed phone, each once. */
  numbersOf(device: Device): readonly string[];
}

const FIXED: PhoneFinder = {
  find: async (number) => number,
  numbersOf: ({ DEVICEID }) => given(DEVICEID),
};

/**
 * Finds phones by their own number and, in free seating, by the number with which an agent signed on, which the telephony
 * vendor may have in its place. A number that is both, of different phones, is FAILED_PRECONDITION.
 */
export function phoneFinder(client: RecorderClient, settings: Pick<Settings, 'readings'>): PhoneFinder {
  if (readingOf(readings, settings.readings, 'seating') !== 'free') return FIXED;
  return {
    find: async (number, ask) => {
      const phones = await phonesSignedOn(client, number, ask);
      const [phone = number, another] = phones;
      if (phone === number && !another) return number;
      if (another || (await deviceStatus(client, number, ask)).length > 0) throw ambiguous(number, phones);
      return phone;
    },
    numbersOf: ({ DEVICEID, DEVICEALIAS }) => given(DEVICEID, DEVICEALIAS),
  };
}

function given(...numbers: readonly (string | null | undefined)[]): readonly string[] {
  return [...new Set(numbers.flatMap((number) => firstNonEmpty(number) ?? []))];
}

async function phonesSignedOn(client: RecorderClient, alias: string, ask: SendOptions): Promise<readonly string[]> {
  try {
    const answer = await client.send('DEVICESTATUS', { DEVICEALIAS: alias }, ask);
    return given(...(answer?.DEVICES?.DEVICE ?? []).map(({ DEVICEID }) => DEVICEID));
  } catch (error) {
    if (error instanceof CrosspointError && error.code === 'NOT_FOUND') return [];
    throw error;
  }
}

function ambiguous(number: string, phones: readonly string[]): CrosspointError {
  const others = phones.filter((phone) => phone !== number).join(', ');
  const message = `${number} means several phones, ${others} by a sign-on; name the phone and the call instance`;
  return new CrosspointError('FAILED_PRECONDITION', message, { path: ['device'] });
}
