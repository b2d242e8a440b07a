import { invalidArgument } from '../adapters/errors.ts';

/** Rows of a page whose size is not given. */
export const DEFAULT_PAGE_SIZE = 25;

/** Maximum rows of a page. */
export const LARGEST_PAGE_SIZE = 100;

interface AskedSize {
  readonly first?: number | null;
  readonly last?: number | null;
}

function checkSize(name: 'first' | 'last', size: number): number {
  if (size >= 1 && size <= LARGEST_PAGE_SIZE) return size;
  throw invalidArgument(`${name} must be from 1 to ${LARGEST_PAGE_SIZE}`, name);
}

/** The size and direction of a page, checked: first or last, from 1 to 100; the default size forwards without either. */
export function pageSize({ first, last }: AskedSize): { size: number; backwards: boolean } {
  if (first != null && last != null) throw invalidArgument('Ask with first or with last, not with both', 'last');
  if (last != null) return { size: checkSize('last', last), backwards: true };
  return { size: checkSize('first', first ?? DEFAULT_PAGE_SIZE), backwards: false };
}
