import type { EventRecord } from '../../adapters/event.ts';
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

/** The event of a text that was stored at a time; where the text is damaged, a gap of the account that it names, or of none. */
export function readEvent(body: string, stored: Date): EventRecord {
  try {
    const event = JSON.parse(body) as EventRecord | null;
    if (event !== null) return event;
  } catch {
    // A gap, as where there is no event.
  }
  const [, account = ''] = /"account":"([^"\\]*)"/.exec(body) ?? [];
  const time = stored.toISOString();
  return gapEvent({ account, from: time, to: time, reason: REASON });
}

/** The event of a row. */
export function decodeRow({ id, body }: StoredEvent): LoggedEvent {
  return { position: positionOf(id), event: readEvent(body, timeOfId(id)) };
}
