/** Peculiarities of the vendor, one function each, with the page of its guide. */

/** Guide p. 2: `yes` while the line is on hold; any other word, or none, is a line in conversation. */
export function isOnHold(word: string | null | undefined): boolean {
  return word === 'yes';
}
