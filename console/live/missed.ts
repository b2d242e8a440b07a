import { moment } from '../parts/words.ts';
import type { MissedStretch } from './stream.ts';

/** A stretch that the gateway did not receive, as a sentence; one without a length is a state that could not be read. */
export function missedText({ account, from, to, reason }: MissedStretch): string {
  if (from === to) return `${account.key} at ${moment(to)}: ${reason}.`;
  return `Events of ${account.key} from ${moment(from)} to ${moment(to)} were not received: ${reason}. Its state was read again.`;
}
