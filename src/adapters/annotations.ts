import type { AnnotationRecord } from './records.ts';

/** Conditions on the annotations of a recording. */
export interface AnnotationConditions {
  /** Fields with their values, compared exactly; each is named by field or label. */
  readonly annotations?: readonly { readonly field: string; readonly value: string }[] | null;
  /** Text that any value contains, without case. */
  readonly annotationContains?: string | null;
}

/** Whether the annotations of a recording meet the conditions; null where there are none. */
export function annotationTest({
  annotations,
  annotationContains,
}: AnnotationConditions): ((all: readonly AnnotationRecord[]) => boolean) | null {
  const part = annotationContains?.toLowerCase() ?? '';
  const wanted = annotations ?? [];
  if (part === '' && wanted.length === 0) return null;
  return (all) =>
    (part === '' || all.some(({ value }) => value.toLowerCase().includes(part))) &&
    wanted.every((one) => all.some((each) => each.value === one.value && [each.field, each.label].includes(one.field)));
}
