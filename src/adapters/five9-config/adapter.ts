import type { Act, Adapter } from '../adapter.ts';
import type { InputOf } from '../contract.ts';
import type { AdapterDependencies } from '../vendor.ts';
import { campaignActs } from './campaign-acts.ts';
import { campaignParts } from './campaign-parts.ts';
import { Five9Client, type OperationName } from './client.ts';
import { contactActs } from './contact-acts.ts';
import { contactReads } from './contact-reads.ts';
import type { five9ConfigContract } from './contract/index.ts';
import { doNotCall } from './do-not-call.ts';
import { progress } from './import-progress.ts';
import { Pauses } from './pauses.ts';
import { reads } from './reads.ts';
import type { Settings } from './settings.ts';
import { userActs } from './user-acts.ts';
import { userSkills } from './user-skills.ts';
import { USUAL_PACE, watchCampaigns } from './watch.ts';

/** Acts that name a campaign and nothing else. */
function campaignAct(
  client: Five9Client,
  operation: 'startCampaign' | 'stopCampaign' | 'forceStopCampaign' | 'resetCampaign',
): Act {
  return async (campaignName, _, ask) => {
    await client.send(operation, { campaignName }, ask);
  };
}

/** Connects an account of the Configuration Web Services. */
export function connect(account: string, settings: Settings, surroundings: AdapterDependencies): Adapter {
  const client = new Five9Client(account, settings, surroundings);
  const { now, log } = surroundings;
  const read = reads(client, now);
  const campaigns = async (ask: object) => (await read.campaigns({}, ask)).items;
  const untilChanged = ({ name: campaignName }: { name: string }, ask: object) =>
    client.send('getCampaignState', { campaignName, waitUntilChange: '5' }, { ...ask, deadline: 30_000 });
  return {
    account,
    vendor: 'FIVE9_CONFIG',
    guards: [client.guard],
    drift: client.drift,
    ...read,
    call: (operation, input, ask) => client.send(operation as OperationName, input as AnyInput, ask),
    ...campaignActs(client),
    ...campaignParts(client),
    ...contactActs(client),
    ...contactReads(client, now),
    ...doNotCall(client),
    ...progress(client),
    ...userActs(client),
    ...userSkills(client, new Pauses(settings.skillPause)),
    campaignStart: campaignAct(client, 'startCampaign'),
    campaignStop: campaignAct(client, 'stopCampaign'),
    campaignForceStop: campaignAct(client, 'forceStopCampaign'),
    campaignReset: campaignAct(client, 'resetCampaign'),
    watches: ['CAMPAIGN'],
    watch: (_kinds, { signal }) =>
      watchCampaigns({ account, now, log, campaigns, untilChanged, pace: USUAL_PACE }, signal),
    quotas: () => client.quota.records(),
    check: async (ask) => `${(await campaigns(ask)).length} campaigns`,
    close: async () => client.close(),
  };
}

type AnyInput = InputOf<(typeof five9ConfigContract.operations)[OperationName]>;
