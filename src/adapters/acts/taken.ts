import { invalidArgument } from '../errors.ts';

/** Refuses what was told although the vendor has no place for it, naming the first of it. */
export function rejectUnsupportedFields(input: object, ...taken: readonly string[]): void {
  const told = Object.entries(input).find(
    ([name, value]) => value !== null && value !== undefined && !taken.includes(name),
  );
  if (told) throw invalidArgument(`This vendor has no place for ${told[0]} here`, told[0]);
}

/** Refuses an update that tells nothing. */
export function rejectEmptyUpdate(input: object): void {
  if (Object.values(input).every((value) => value === null || value === undefined))
    throw invalidArgument('There is nothing to change');
}
