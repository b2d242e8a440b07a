/** The class of what is older than it should be. */
export const oldClass = (old: boolean): string => (old ? 'stale' : '');

/** Says that the data beside it is older than it should be; nothing while it is current. */
export function Old({ when }: { when: boolean }) {
  return when ? <span className="pill tone-degraded old">Out of date</span> : null;
}

/** The same for screen readers alone, where the look of the row says it. */
export function OldUnseen({ when }: { when: boolean }) {
  return when ? <span className="unseen">Out of date: </span> : null;
}
