import {
  type CampaignState,
  CampaignState as CampaignStates,
  type DialingMode,
  type Direction,
} from '../../../../schema/vocabulary.ts';
import type { CampaignRecord, Reads } from '../../adapter.ts';
import type { OutputOf, SendOptions } from '../../contract.ts';
import type { Five9Client } from '../client.ts';
import type { five9ConfigContract } from '../contract/index.ts';
import { exactPattern, placeField } from '../quirks.ts';
import { namedRecord } from './catalogue.ts';
import { rowsOf } from './rows.ts';

type Five9Campaign = OutputOf<(typeof five9ConfigContract.operations)['getCampaigns']>[number];

type CampaignType = NonNullable<Five9Campaign['type']>;

function campaignRecord(campaign: Five9Campaign): CampaignRecord {
  return {
    ...namedRecord(campaign.name),
    description: campaign.description ?? null,
    direction: directionOf(campaign.type),
    channel: 'VOICE',
    dialingMode: dialingModeOf(campaign.type),
    state: campaignState(campaign.state),
    // Guide p. 52: the profile applies to the advanced mode only.
    profile: (campaign.mode !== 'BASIC' && campaign.profileName) || null,
  };
}

/** The types of the guide (p. 59); the direction of a campaign of any other type is not known. */
const DIRECTIONS: Readonly<Record<NonNullable<Five9Campaign['type']>, Direction>> = {
  INBOUND: 'INBOUND',
  OUTBOUND: 'OUTBOUND',
  AUTODIAL: 'OUTBOUND',
};

function directionOf(type: Five9Campaign['type']): Direction | null {
  return (type && Object.hasOwn(DIRECTIONS, type) && DIRECTIONS[type]) || null;
}

/** The answer of getCampaigns decides the dialing mode of autodial campaigns alone (guide p. 59). */
function dialingModeOf(type: Five9Campaign['type']): DialingMode | null {
  return type === 'AUTODIAL' ? 'AUTODIAL' : null;
}

/** The guide's states (p. 59) are those of the unified plane, word by word; any other is not known. */
function campaignState(state: Five9Campaign['state']): CampaignState | null {
  return state && Object.hasOwn(CampaignStates, state) ? state : null;
}

/** The type of a campaign; undefined where no campaign has the name or the vendor does not report it. */
async function readType(client: Five9Client, name: string, ask: SendOptions): Promise<CampaignType | undefined> {
  const campaigns = await client.send('getCampaigns', { campaignNamePattern: exactPattern(name) }, ask);
  return campaigns.find((campaign) => campaign.name === name)?.type ?? undefined;
}

/** Milliseconds for which a dialing mode is cached, unless this gateway changes the account. */
const MODE_HOLDS = 60_000;

/** Dialing modes of outbound campaigns, one call each, cached. */
class DialingModes {
  readonly #known = new Map<string, { mode: Promise<DialingMode | null>; until: number; acts: number }>();

  constructor(private readonly client: Five9Client) {}

  read(name: string, ask: SendOptions): Promise<DialingMode | null> {
    const known = this.#known.get(name);
    if (known && known.until > performance.now() && known.acts === this.client.acts) return known.mode;
    const mode = this.#ask(name, ask);
    this.#known.set(name, { mode, until: performance.now() + MODE_HOLDS, acts: this.client.acts });
    mode.catch(() => this.#known.delete(name));
    return mode;
  }

  async #ask(campaignName: string, { deadline }: SendOptions): Promise<DialingMode | null> {
    const campaign = await this.client.send('getOutboundCampaign', { campaignName }, { deadline });
    return campaign?.dialingMode ?? null;
  }
}

/** Types of campaigns that dial lists: an autodial campaign is derived from the same type as an outbound one (guide p. 31). */
const DIALING: readonly CampaignType[] = ['OUTBOUND', 'AUTODIAL'];

/** Campaigns, the lists (guide p. 148) and dialing mode (p. 149) of outbound ones, and the numbers (p. 147) of inbound ones. */
export function campaignReads(
  client: Five9Client,
  now: () => Date,
): Pick<Reads, 'campaigns' | 'campaignLists' | 'campaignNumbers' | 'campaignDialingMode'> {
  const types = new Map<string, CampaignType>();
  const modes = new DialingModes(client);
  const mayBe = async (wanted: readonly CampaignType[], name: string, ask: SendOptions) => {
    const type = types.get(name) ?? (await readType(client, name, ask));
    return type === undefined || wanted.includes(type);
  };
  return {
    campaigns: async (_, ask) => {
      const campaigns = await client.send('getCampaigns', {}, ask);
      types.clear();
      for (const { name, type } of campaigns) if (name && type) types.set(name, type);
      return rowsOf(campaigns.map(campaignRecord), now);
    },
    campaignLists: async ({ nativeId }, ask) => {
      if (!(await mayBe(DIALING, nativeId, ask))) return [];
      const lists = await client.send('getListsForCampaign', { campaignName: nativeId }, ask);
      const place = placeField(client.reading('list-priority'));
      return lists.map((list) => ({
        ...namedRecord(list.listName),
        ...{ priority: list[place] ?? null, ratio: list.dialingRatio ?? null },
      }));
    },
    campaignNumbers: async ({ nativeId: campaignName }, ask) =>
      (await mayBe(['INBOUND'], campaignName, ask)) ? client.send('getCampaignDNISList', { campaignName }, ask) : [],
    campaignDialingMode: async ({ nativeId: name }, ask) =>
      (await mayBe(['OUTBOUND'], name, ask)) ? modes.read(name, ask) : null,
  };
}
