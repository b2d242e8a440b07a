/** The digits of a number, which is how numbers are compared whatever they are written with. */
export function digitsOf(number: string | null | undefined): string {
  return (number ?? '').replace(/\D/g, '');
}

/** Whether two texts are the same number: equal digits, or one is the other with its country in front. */
export function sameNumber(one: string | null | undefined, other: string | null | undefined): boolean {
  const mine = digitsOf(one);
  const theirs = digitsOf(other);
  if (!mine || !theirs) return false;
  const [short, long] = mine.length < theirs.length ? [mine, theirs] : [theirs, mine];
  return short === long || (short.length >= 9 && long.endsWith(short));
}
