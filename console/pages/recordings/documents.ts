import { PAGE_FIELDS } from '../../api/pages.ts';
import type { Rights } from '../../session/rights.ts';

/** Reads recordings, newest first. */
export const recordingsDocument = ({ may }: Pick<Rights, 'may'>): string => {
  const call = may('calls') ? 'agent { name } call { id callId state }' : '';
  return `query Recordings($first: Int, $after: Cursor, $filter: RecordingFilter) {
    recordings(first: $first, after: $after, filter: $filter) {
      edges {
        node {
          id startedAt durationSeconds direction from to device ${call} annotations { field label value }
          source { account { key } nativeId }
        }
      }
      ${PAGE_FIELDS}
    }
  }`;
};
