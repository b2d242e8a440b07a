import type { AdapterDependencies } from '../vendor.ts';
import type { Five9Client } from './client.ts';
import { agentReads } from './reads/agents.ts';
import { campaignReads } from './reads/campaigns.ts';
import { catalogueReads } from './reads/catalogue.ts';
import { contactReads } from './reads/contacts.ts';
import { doNotCallReads } from './reads/do-not-call.ts';
import { progressReads } from './reads/progress.ts';
import { reportReads } from './reads/reports.ts';

/** The reads of the unified plane that this vendor can answer. */
export function createReads(client: Five9Client, { now }: Pick<AdapterDependencies, 'now'>) {
  return {
    ...campaignReads(client, now),
    ...agentReads(client, now),
    ...catalogueReads(client, now),
    ...contactReads(client, now),
    ...doNotCallReads(client),
    ...progressReads(client),
    ...reportReads(client),
  };
}
