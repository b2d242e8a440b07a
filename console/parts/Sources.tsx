import type { SourceState } from '../api/pages.ts';
import { Icon } from './Icon.tsx';
import { moment } from './words.ts';

/** The missing part of one account; null when nothing is. */
function missingOf(source: SourceState, { whole, from }: { whole: boolean; from?: string | undefined }): string | null {
  const { account, error, truncated, stale, coveredFrom } = source;
  if (error) return `${account.key} is missing: ${error.message}`;
  if (stale) return `${account.key} could not be asked again: its rows may be out of date.`;
  if (truncated && whole) return `The list of ${account.key} was not read to its end.`;
  if (from && coveredFrom && coveredFrom > from) return `${account.key} is complete only since ${moment(coveredFrom)}.`;
  return null;
}

interface SourcesProps {
  readonly sources: readonly SourceState[];
  /** Whether no further page follows; a list with a further page is not a shortened one. */
  readonly whole: boolean;
  /** The instant from which the list is wanted. */
  readonly from?: string;
}

/** Which accounts a list lacks, in whole or in part; nothing when it is complete. */
export function Sources({ sources, whole, from }: SourcesProps) {
  const missing = sources.flatMap((source) => missingOf(source, { whole, from }) ?? []);
  if (missing.length === 0) return null;
  return (
    <ul className="sources" aria-label="Missing data">
      {missing.map((text) => (
        <li key={text}>
          <Icon name="warning" />
          {text}
        </li>
      ))}
    </ul>
  );
}
