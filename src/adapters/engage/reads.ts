/** The reads of the unified plane. */
import type { Adapter, ListQuery } from '../adapter.ts';
import type { Client, SendOptions } from '../contract.ts';
import type { EngageOperations } from './contract/index.ts';
import { Attempts } from './reads/attempts.ts';
import { listBatches, readBatch } from './reads/batches.ts';
import { callReads } from './reads/calls.ts';
import { Campaigns } from './reads/campaigns.ts';
import { contactReads } from './reads/contacts.ts';
import { SubCampaigns } from './reads/sub-campaigns.ts';
import type { Settings } from './settings.ts';

type Offered = Required<
  Pick<Adapter, 'campaigns' | 'calls' | 'callsNeedNumber' | 'contacts' | 'contactImport' | 'contactImports'>
>;

/** The adapter's read methods, and the sub-campaigns that its acts change. */
export function createReads(
  client: Client<EngageOperations>,
  { org }: Settings,
  now: () => Date,
): { readonly reads: Offered; readonly subCampaigns: SubCampaigns } {
  const attempts = new Attempts(client, org, now);
  const subCampaigns = new SubCampaigns(client, org, now);
  const reads = {
    campaigns: new Campaigns(client, subCampaigns, org, now).list,
    ...callReads(attempts, now),
    contacts: contactReads(attempts, now),
    contactImport: (nativeId: string, ask: SendOptions) => readBatch(client, nativeId, ask),
    contactImports: (query: ListQuery, ask: SendOptions) => listBatches(client, query, { org, now }, ask),
  };
  return { reads, subCampaigns };
}
