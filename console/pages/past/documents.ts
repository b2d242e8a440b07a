import { PAGE_FIELDS } from '../../api/pages.ts';
import type { Rights } from '../../session/rights.ts';

const DURATIONS =
  'durations { queue { seconds } talk { seconds } hold { seconds } wrapUp { seconds } handle { seconds } }';

/** The fields of a past call that a key may read. */
function pastCallFields({ may }: Pick<Rights, 'may'>): string {
  const campaign = may('campaigns') ? 'campaign { name } queue { name } disposition { name }' : '';
  const recordings = may('recordings') ? 'recordings { method confidence recording { id durationSeconds } }' : '';
  return `id callId direction channel from to customerName device startedAt connectedAt endedAt agent { name }
    ${DURATIONS} ${campaign} ${recordings} source { account { key } }`;
}

/** Reads calls that have ended, newest first. */
export const pastCallsDocument = (rights: Pick<Rights, 'may'>) =>
  `query PastCalls($first: Int, $after: Cursor, $filter: CallFilter) {
    calls(first: $first, after: $after, filter: $filter) { edges { node { ${pastCallFields(rights)} } } ${PAGE_FIELDS} }
  }`;
