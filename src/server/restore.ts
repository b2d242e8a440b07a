import type { Gateway } from '../gateway/gateway.ts';
import type { Projection } from '../subscriptions/ingest/projection.ts';
import type { EventLog } from '../subscriptions/log/log.ts';
import { untilAnswered } from '../subscriptions/log/until-answered.ts';

const HOUR = 3_600_000;
/** Hours of the event log that are read at the start: no live call and no shift is much older. */
const RESTORED_HOURS = 4;
const RESTORE_PAGE = 500;

/** Until when the event log is asked, and what is called when it does not answer at first. */
interface Restoring {
  isOver(): boolean;
  failed(cause: unknown): void;
}

/** Gives the gateway and the streams what the event log holds of calls and presence from before the start, once it answers. */
export async function restoreRecent(
  eventLog: EventLog,
  gateway: Gateway,
  projection: Pick<Projection, 'observe'>,
  { isOver, failed }: Restoring,
): Promise<void> {
  const end = await untilAnswered(() => eventLog.head(), isOver, failed);
  if (end === null || end === undefined) return;
  let after = eventLog.placeAt(new Date(eventLog.timeOf(end).getTime() - RESTORED_HOURS * HOUR));
  for (let more = true; more; ) {
    const from = after;
    const page = await untilAnswered(() => eventLog.read(from, RESTORE_PAGE), isOver, failed);
    if (!page) return;
    gateway.restore(page.events.map(({ event }) => event));
    projection.observe(page.events);
    after = page.events.at(-1)?.position ?? after;
    more = page.more && eventLog.timeOf(after) <= eventLog.timeOf(end);
  }
}
