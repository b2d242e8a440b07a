import type { CampaignSettings, NewCampaign } from '../../acts/campaign.ts';
import { rejectEmptyUpdate } from '../../acts/unsupported-fields.ts';
import type { Acts } from '../../adapter.ts';
import type { SendOptions } from '../../contract.ts';
import { invalidArgument } from '../../errors.ts';
import type { Five9Client } from '../client.ts';
import { withoutEmptyTexts } from '../quirks.ts';
import { type CampaignKind, kindOf, readKind, WRITERS } from './campaign-kinds.ts';

/** Creating, changing, deleting and renaming campaigns, which the vendor knows by their names. */
export function campaignActs(client: Five9Client) {
  return {
    campaignCreate: async (campaign, ask) => {
      await create(client, campaign, ask);
      return { nativeId: campaign.name };
    },
    campaignUpdate: async (name, settings, ask) => {
      rejectEmptyUpdate(settings);
      await update(client, name, settings, ask);
    },
    campaignDelete: async (campaignName, _, ask) => {
      await client.send('deleteCampaign', { campaignName }, ask);
    },
    campaignRename: async (campaignName, { name }, ask) => {
      await client.send('renameCampaign', { campaignName, campaignNewName: name }, ask);
      return { nativeId: name };
    },
  } satisfies Partial<Acts>;
}

async function create(client: Five9Client, campaign: NewCampaign, ask: SendOptions): Promise<void> {
  const { name, channel, ivrScript } = campaign;
  if (channel && channel !== 'VOICE') throw invalidArgument('The vendor supports the channel VOICE only', 'channel');
  const kind = kindOf(campaign);
  const settings = WRITERS[kind](campaign);
  // Campaigns without agents need the script that takes their calls (guide p. 32).
  if (kind !== 'OUTBOUND' && !ivrScript)
    throw invalidArgument('An inbound or autodial campaign requires an IVR script', 'ivrScript');
  if (kind === 'INBOUND') await client.send('createInboundCampaign', { campaign: { ...settings, name } }, ask);
  else if (kind === 'AUTODIAL') await client.send('createAutodialCampaign', { campaign: { ...settings, name } }, ask);
  else await client.send('createOutboundCampaign', { campaign: { ...settings, name } }, ask);
}

/**
 * The vendor takes a campaign as a whole (guide p. 150), so it is read, changed and written back. A change
 * between the two is overwritten unless the vendor notices it and answers ConcurrentModificationFault.
 */
async function update(client: Five9Client, campaignName: string, settings: CampaignSettings, ask: SendOptions) {
  const kind = await readKind(client, campaignName, ask);
  const changes = WRITERS[kind](settings);
  await UPDATES[kind](client, campaignName, changes, ask);
}

type Update = (client: Five9Client, campaignName: string, changes: object, ask: SendOptions) => Promise<unknown>;

const UPDATES: Readonly<Record<CampaignKind, Update>> = {
  INBOUND: async (client, campaignName, changes, ask) => {
    const current = await client.send('getInboundCampaign', { campaignName }, { ...ask, asRead: true });
    const campaign = merged({ ...current, name: campaignName }, changes);
    const sending = { ...ask, changes: { campaign: changes } };
    await client.send('modifyInboundCampaign', { campaign: withoutScheduleName(campaign) }, sending);
  },
  OUTBOUND: async (client, campaignName, changes, ask) => {
    const current = await client.send('getOutboundCampaign', { campaignName }, { ...ask, asRead: true });
    const campaign = merged({ ...current, name: campaignName }, changes);
    await client.send('modifyOutboundCampaign', { campaign }, { ...ask, changes: { campaign: changes } });
  },
  AUTODIAL: async (client, campaignName, changes, ask) => {
    const current = await client.send('getAutodialCampaign', { campaignName }, { ...ask, asRead: true });
    const campaign = merged({ ...current, name: campaignName }, changes);
    await client.send('modifyAutodialCampaign', { campaign }, { ...ask, changes: { campaign: changes } });
  },
};

type Values = Readonly<Record<string, unknown>>;

/** The campaign to write: the current one with the changes. Its state is not written. */
function merged<Campaign extends object>(current: Campaign, changes: object): Campaign {
  const { state: _, ...standing } = withoutEmptyTexts(current) as Values;
  return deeply(standing, changes as Values) as Campaign;
}

function deeply(standing: Values, changes: Values): Values {
  const entries = Object.entries(changes).map(([name, value]) => {
    const nested = isStruct(value) && isStruct(standing[name]);
    return [name, nested ? deeply(standing[name] as Values, value as Values) : value];
  });
  return { ...standing, ...Object.fromEntries(entries) };
}

function isStruct(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Scheduled = { defaultIvrSchedule?: { ivrSchedule?: { name?: string | null } | null } | null };

/** An inbound campaign's schedule is sent without its name (guide p. 91). */
function withoutScheduleName<Campaign extends Scheduled>(campaign: Campaign): Campaign {
  const { defaultIvrSchedule } = campaign;
  if (!defaultIvrSchedule?.ivrSchedule) return campaign;
  const { name: _, ...ivrSchedule } = defaultIvrSchedule.ivrSchedule;
  return { ...campaign, defaultIvrSchedule: { ...defaultIvrSchedule, ivrSchedule } };
}
