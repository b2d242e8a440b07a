import type { Gateway } from '../gateway/gateway.ts';
import type { Projection } from '../subscriptions/ingest/projection.ts';
import type { EventLog } from '../subscriptions/log/log.ts';

const HOUR = 3_600_000;
/** Hours of the event log that are read at the start: no live call and no shift is much older. */
const RESTORED_HOURS = 4;
const RESTORE_PAGE = 500;

/** Gives the gateway and the streams what the event log holds of calls and presence from before the start. */
export async function restoreRecent(
  eventLog: EventLog,
  gateway: Gateway,
  projection: Pick<Projection, 'observe'>,
): Promise<void> {
  const end = await eventLog.head();
  if (end === null) return;
  let after = eventLog.placeAt(new Date(eventLog.timeOf(end).getTime() - RESTORED_HOURS * HOUR));
  for (let more = true; more; ) {
    const page = await eventLog.read(after, RESTORE_PAGE);
    gateway.restore(page.events.map(({ event }) => event));
    projection.observe(page.events);
    after = page.events.at(-1)?.position ?? after;
    more = page.more && eventLog.timeOf(after) <= eventLog.timeOf(end);
  }
}
