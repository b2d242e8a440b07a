import { invalidArgument } from '../errors.ts';

/** Throws INVALID_ARGUMENT for the first field that the vendor cannot store. */
export function rejectUnsupportedFields(input: object, ...taken: readonly string[]): void {
  const unsupported = Object.entries(input).find(
    ([name, value]) => value !== null && value !== undefined && !taken.includes(name),
  );
  if (unsupported)
    throw invalidArgument(`This vendor cannot store ${unsupported[0]} here; leave it out`, unsupported[0]);
}

/** Throws INVALID_ARGUMENT for an update without any field. */
export function rejectEmptyUpdate(input: object): void {
  if (Object.values(input).every((value) => value === null || value === undefined))
    throw invalidArgument('The update is empty; set at least one field');
}
