import { IANAZone } from 'luxon';

/** Whether a text names a time zone of the IANA database. */
export function isZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}
