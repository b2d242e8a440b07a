import type { EventKind } from '../../../schema/vocabulary.ts';
import { type Caller, mayUseAccount, storedAccounts } from '../../access/caller.ts';
import type { Matches } from './filter.ts';

/** The scope that lets one see a kind of event; null where any caller of the account may. */
const SCOPES: Readonly<Record<Exclude<EventKind, 'VENDOR'>, string | null>> = {
  CALL: 'calls:read',
  AGENT: 'calls:read',
  RECORDING: 'recordings:read',
  CAMPAIGN: 'campaigns:read',
  CALLBACK: 'calls:read',
  IMPORT: 'contacts:read',
  REPORT: 'reports:read',
  ALERT: 'calls:read',
  ACCOUNT: null,
  GAP: null,
};

/** The key of an account's vendor, as scopes name it; null for an account that is no longer configured. */
export type VendorOf = (account: string) => string | null;

/** Passes the events a caller may see: of the caller's accounts and within the caller's scopes. */
export function visibleTo({ accounts, scopes }: Caller, vendorOf: VendorOf): Matches {
  const everything = scopes.has('admin');
  return (event) => {
    if (!mayUseAccount({ accounts }, event.account)) return false;
    // A vendor's own words are the vendor plane's.
    const scope = event.kind === 'VENDOR' ? `vendor:${vendorOf(event.account)}:read` : SCOPES[event.kind];
    return everything || scope === null || scopes.has(scope);
  };
}

/** Equal for two callers that may see the same. */
function visibilityKey(caller: Caller): string {
  return JSON.stringify([storedAccounts(caller), [...caller.scopes].sort()]);
}

/** Equal for two callers that get the same answers: links to recordings are signed for the caller that asks for them. */
export function answersKey(caller: Caller, text: string): string {
  const holder = /\bmedia\b/.test(text) ? [caller.id, caller.credential] : [];
  return JSON.stringify([visibilityKey(caller), ...holder]);
}
