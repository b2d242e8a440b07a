import { CrosspointError, invalidArgument } from '../adapters/errors.ts';
import { parseUrl } from '../adapters/http/parse-url.ts';
import { type Allows, refuseAddress } from './address.ts';
import type { EventSelection } from './definition.ts';

const LONGEST_URL = 2_000;
const MOST_ATTEMPTS = 20;
const LONGEST_WAIT = 86_400;
const MOST_NAMED = 100;

/** Refuses an address no message may go to. */
export async function checkUrl(text: string, allows: Allows): Promise<void> {
  const url = text.length <= LONGEST_URL ? parseUrl(text) : null;
  const wrong = !url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.hash;
  if (wrong) throw invalidArgument('This is no http or https address without a user', 'input', 'url');
  try {
    await refuseAddress(text, allows);
  } catch (thrown) {
    throw thrown instanceof CrosspointError ? thrown.with({ path: ['input', 'url'] }) : thrown;
  }
}

/** Refuses too many attempts, and waits that are none or too long. */
export function checkSchedule(seconds: readonly number[]): void {
  const good = seconds.length <= MOST_ATTEMPTS && seconds.every((wait) => wait > 0 && wait <= LONGEST_WAIT);
  if (good) return;
  const message = `At most ${MOST_ATTEMPTS} waits, each up to ${LONGEST_WAIT} seconds`;
  throw invalidArgument(message, 'input', 'retrySeconds');
}

/** Refuses accounts hidden from the caller, with the message for those that do not exist, and too long lists. */
export function checkFilter(filter: EventSelection, accounts: readonly string[]): void {
  for (const [name, list] of Object.entries(filter))
    if (Array.isArray(list) && list.length > MOST_NAMED)
      throw invalidArgument(`At most ${MOST_NAMED} of these`, 'input', 'filter', name);
  for (const account of filter.accounts ?? [])
    if (!accounts.includes(account)) throw invalidArgument('There is no such account', 'input', 'filter', 'accounts');
}
