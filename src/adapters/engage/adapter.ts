/** What the vendor means to the unified plane. */
import type { Adapter } from '../adapter.ts';
import { Drift } from '../calls/drift.ts';
import { Guard } from '../calls/guard.ts';
import type { InputOf } from '../contract.ts';
import type { AdapterDependencies } from '../vendor.ts';
import { EngageActs } from './acts.ts';
import { contactAttempts } from './attempts.ts';
import { campaignActs } from './campaigns.ts';
import { engageClient } from './client.ts';
import { contactActs } from './contact-acts.ts';
import { contactReads } from './contact-reads.ts';
import type { EngageOperations } from './contract/index.ts';
import { progress } from './import-progress.ts';
import type { EngageSettings } from './index.ts';
import { EngageReads } from './reads.ts';
import { USUAL_PACE, watchCampaigns } from './watch.ts';

/** Connects an account. */
export function engageAdapter(account: string, settings: EngageSettings, { now, log }: AdapterDependencies): Adapter {
  const { url, username, password, timeZone, deadline, org } = settings;
  const guard = new Guard(account);
  const drift = new Drift();
  const client = engageClient({ account, url, username, password, timeZone, deadline, guard, drift, now });
  const reads = new EngageReads(client, org, now);
  const { campaignStart, campaignStop, campaignPause, campaignResume } = new EngageActs(client, reads);
  type Name = keyof EngageOperations;
  return {
    account,
    vendor: 'ENGAGE',
    guards: [guard],
    drift,
    call: (operation, input, ask) => client.send(operation as Name, input as InputOf<EngageOperations[Name]>, ask),
    check: async (ask) => {
      const { items, truncated } = await reads.campaigns({}, ask);
      return `${items.length}${truncated ? ' or more' : ''} campaigns`;
    },
    close: () => client.close(),
    campaigns: reads.campaigns,
    ...{ campaignStart, campaignStop, campaignPause, campaignResume },
    ...campaignActs(client, org),
    ...contactActs(client, org),
    ...contactReads(client, org, now),
    ...contactAttempts(client, org, now),
    ...progress(client),
    watches: ['CAMPAIGN'],
    watch: (_kinds, { signal }) => watchCampaigns({ account, reads, now, log, signal, pace: USUAL_PACE }),
  };
}
