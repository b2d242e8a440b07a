import type { ListQuery } from '../../adapter.ts';
import { userFields } from '../contract/types.ts';
import { isSearchable } from '../quirks.ts';
import { type Terminology, userFieldsNamed } from './records.ts';
import type { Criteria } from './search.ts';

/**
 * Custom fields as criteria of CALLLIST (guide l. 1177), which are combined by AND. Values that it may not find, and labels
 * of several fields, are left to the caller. Null where no recording can match: the recorder has no such field, or two
 * values are wanted of one.
 */
export function annotationCriteria(
  wanted: NonNullable<ListQuery['annotations']>,
  terminology: Terminology,
): Criteria | null {
  const values = new Map<string, string>();
  for (const { field, value } of wanted) {
    const [name, another] = userFieldsNamed(field, terminology);
    if (!name || value === '') return null;
    if (another) continue;
    if ((values.get(name) ?? value) !== value) return null;
    values.set(name, value);
  }
  return Object.fromEntries(
    [...values].filter(([name, value]) => isSearchable(value) && value.length <= lengthOf(name)),
  );
}

function lengthOf(name: string): number {
  return userFields[name as keyof typeof userFields].maxLength ?? Number.POSITIVE_INFINITY;
}
