import { accountKey } from '../log/event-keys.ts';
import type { EventLog } from '../log/log.ts';

/** Events that a vendor's stream reports; those of other kinds are also stored while it is not received. */
const OF_STREAMS: ReadonlySet<string> = new Set(['CALL', 'AGENT', 'RECORDING', 'VENDOR']);
/** Events read at once. */
const PAGE = 500;

/**
 * Until when the stream of an account was received at least, by its newest stored event: for a checkpoint that cannot be read.
 * Where none is stored, when the oldest event of the log was; null of a log that has none, in which nothing can be missing.
 */
export async function receivedAtLeast(log: EventLog, account: string): Promise<Date | null> {
  let before: string | null = null;
  for (let more = true; more; ) {
    const page: Awaited<ReturnType<EventLog['readBefore']>> = await log.readBefore(before, PAGE, [accountKey(account)]);
    const newest = page.events.find(({ event }) => event.account === account && OF_STREAMS.has(event.kind));
    if (newest) return log.timeOf(newest.position);
    before = page.reached ?? page.events.at(-1)?.position ?? before;
    more = page.more;
  }
  const [oldest] = (await log.read(null, 1)).events;
  return oldest ? log.timeOf(oldest.position) : null;
}
