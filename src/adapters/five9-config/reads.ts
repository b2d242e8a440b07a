import type { AdapterDependencies } from '../vendor.ts';
import type { Five9Client } from './client.ts';
import { agentReads } from './reads/agents.ts';
import { callLogReads } from './reads/call-log.ts';
import { campaignReads } from './reads/campaigns.ts';
import { catalogueReads } from './reads/catalogue.ts';
import { contactReads } from './reads/contacts.ts';
import { doNotCallReads } from './reads/do-not-call.ts';
import { progressReads } from './reads/progress.ts';
import { reportReads } from './reads/reports.ts';
import type { Settings } from './settings.ts';

interface ReadsParts extends Pick<AdapterDependencies, 'now'> {
  readonly settings: Settings;
  /** Ends what is under way when the account is closed. */
  readonly closing: AbortSignal;
}

/** The reads of the unified plane that this vendor can answer. */
export function createReads(client: Five9Client, { now, settings, closing }: ReadsParts) {
  return {
    ...campaignReads(client, now),
    ...agentReads(client, now),
    ...catalogueReads(client, now),
    ...contactReads(client, now),
    ...doNotCallReads(client),
    ...progressReads(client),
    ...reportReads(client),
    ...(settings.callLog && callLogReads(client, { report: settings.callLog, closing, now })),
  };
}
