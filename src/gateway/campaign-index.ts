import type { CampaignRecord, CampaignReference } from '../adapters/adapter.ts';
import type { Contribution } from './contribution.ts';
import type { AccountRow } from './request-cache.ts';

/** The campaigns of accounts, as each listed them. */
export type ListedCampaigns = readonly Pick<Contribution<CampaignRecord>, 'account' | 'rows'>[];

/** Campaigns of one list by what calls refer to them with; the first of equal names. */
interface CampaignIndex {
  readonly byId: ReadonlyMap<string, CampaignRecord>;
  readonly byName: ReadonlyMap<string, CampaignRecord>;
}

/** Of each list in memory, since every event and every call of a list refers to a campaign. */
const INDEXES = new WeakMap<readonly CampaignRecord[], CampaignIndex>();

/** Finds what a vendor points at among the campaigns: by its own key, else by name, first in its own account. */
export function findCampaign(
  listed: ListedCampaigns,
  account: string,
  { nativeId, name }: CampaignReference,
): AccountRow<CampaignRecord> | undefined {
  const called = name?.toLowerCase();
  const ofAccount = listed.filter((list) => list.account === account);
  return (
    (nativeId ? found(ofAccount, ({ byId }) => byId.get(nativeId)) : undefined) ??
    (called ? found([...ofAccount, ...listed], ({ byName }) => byName.get(called)) : undefined)
  );
}

function found(listed: ListedCampaigns, find: (index: CampaignIndex) => CampaignRecord | undefined) {
  for (const { account, rows } of listed) {
    const row = find(indexOf(rows));
    if (row) return { account, row };
  }
  return undefined;
}

function indexOf(rows: readonly CampaignRecord[]): CampaignIndex {
  const known = INDEXES.get(rows);
  if (known) return known;
  const index = { byId: new Map<string, CampaignRecord>(), byName: new Map<string, CampaignRecord>() };
  // From the last, so that the first of equal ones remains.
  for (const row of rows.toReversed()) {
    index.byId.set(row.nativeId, row);
    index.byName.set(row.name.toLowerCase(), row);
  }
  INDEXES.set(rows, index);
  return index;
}
