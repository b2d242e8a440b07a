import { gapEvent } from '../../adapters/gap.ts';
import type { LoggedEvent } from './log.ts';
import type { StoredEvent } from './log-database.ts';
import type { StoredPack } from './pack-table.ts';
import { positionOf, timeOfId } from './sqlite-positions.ts';

const REASON = 'The event log cannot read what it stored of this time';

/** The gaps that stand for a pack that cannot be read: one of each account, since it is not known whose events it has. */
export function gapsInstead(
  { first, last, count }: Pick<StoredPack, 'first' | 'last' | 'count'>,
  accounts: readonly string[],
): readonly StoredEvent[] {
  const [from, to] = [timeOfId(first).toISOString(), timeOfId(last).toISOString()];
  // A pack has as many ids as events, so that the gaps fit in.
  const gapped = accounts.slice(0, count);
  return gapped.map((account, at) => ({
    id: last - gapped.length + 1 + at,
    body: JSON.stringify(gapEvent({ account, from, to, reason: REASON })),
  }));
}

/** The event of a row; where its text is damaged, a gap of the account that it names, or of none. */
export function decodeRow({ id, body }: StoredEvent): LoggedEvent {
  const position = positionOf(id);
  try {
    return { position, event: JSON.parse(body) };
  } catch {
    const account = /"account":"([^"\\]*)"/.exec(body)?.[1] ?? '';
    const time = timeOfId(id).toISOString();
    return { position, event: gapEvent({ account, from: time, to: time, reason: REASON }) };
  }
}
