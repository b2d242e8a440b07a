import type { EventKind } from '../../schema/vocabulary.ts';
import type { Matches } from './filter.ts';

/** What of a caller decides which events may be seen. */
export interface Viewer {
  readonly id: string;
  readonly scopes: ReadonlySet<string>;
  readonly accounts: 'all' | ReadonlySet<string>;
  readonly expiresAt?: Date;
}

/** The scope that lets one see a kind of event; null where any caller of the account may. */
const SCOPES: Readonly<Record<EventKind, string | null>> = {
  CALL: 'calls:read',
  AGENT: 'calls:read',
  RECORDING: 'recordings:read',
  CAMPAIGN: 'campaigns:read',
  IMPORT: 'contacts:read',
  REPORT: 'campaigns:read',
  ACCOUNT: null,
  GAP: null,
  VENDOR: 'calls:read',
};

/** Passes the events a caller may see: of the caller's accounts and within the caller's scopes. */
export function visibleTo({ accounts, scopes }: Viewer): Matches {
  const everything = scopes.has('admin');
  return (event) => {
    if (accounts !== 'all' && !accounts.has(event.account)) return false;
    const scope = SCOPES[event.kind];
    return everything || scope === null || scopes.has(scope);
  };
}

/** Equal for two callers that may see the same. */
export function visibilityKey({ accounts, scopes }: Viewer): string {
  return JSON.stringify([accounts === 'all' ? 'all' : [...accounts].sort(), [...scopes].sort()]);
}
