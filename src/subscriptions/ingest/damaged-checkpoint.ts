import { accountKey } from '../log/event-keys.ts';
import type { EventLog } from '../log/log.ts';
import { isWatch } from './watches.ts';

/** Events that a vendor's stream reports, and that only a watch does; others are also stored while neither is received. */
const OF_STREAMS: ReadonlySet<string> = new Set(['CALL', 'AGENT', 'RECORDING', 'VENDOR']);
const OF_WATCHES: ReadonlySet<string> = new Set(['CAMPAIGN']);
/** Events read at once. */
const PAGE = 500;

/**
 * Until when the stream of this name was received at least, by the account's newest stored event of it: for a checkpoint that
 * cannot be read. Where none is stored, when the newest removed event of the log was, or the oldest; null of a log that never
 * had any, in which nothing can be missing.
 */
export async function receivedAtLeast(log: EventLog, account: string, name: string): Promise<Date | null> {
  const kinds = isWatch(name) ? OF_WATCHES : OF_STREAMS;
  let before: string | null = null;
  for (let more = true; more; ) {
    const page: Awaited<ReturnType<EventLog['readBefore']>> = await log.readBefore(before, PAGE, [accountKey(account)]);
    const newest = page.events.find(({ event }) => event.account === account && kinds.has(event.kind));
    if (newest) return log.timeOf(newest.position);
    before = page.reached ?? page.events.at(-1)?.position ?? before;
    more = page.more;
  }
  const oldest = (await log.floor()) ?? (await log.read(null, 1)).events[0]?.position;
  return oldest === undefined ? null : log.timeOf(oldest);
}
