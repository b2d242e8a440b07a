import type { EventRecord } from '../../adapters/adapter.ts';

/** The events that came, in their order: each change of the account's status alone, and those between two of them together. */
export function storedTogether(came: EventRecord | readonly EventRecord[]): readonly (readonly EventRecord[])[] {
  if (!Array.isArray(came)) return [[came as EventRecord]];
  const runs: EventRecord[][] = [];
  for (const event of came as readonly EventRecord[]) {
    const last = runs.at(-1);
    if (!last || event.kind === 'ACCOUNT' || last[0]?.kind === 'ACCOUNT') runs.push([event]);
    else last.push(event);
  }
  return runs;
}
