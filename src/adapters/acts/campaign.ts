import type { CAMPAIGN_ACTS } from '../../../schema/acts/acts.ts';
import type { Channel, DialingMode, Direction } from '../../../schema/vocabulary.ts';
import type { SendOptions } from '../contract.ts';
import type { Act, PlainActs } from './act.ts';
import type { ItemsAct } from './items.ts';

/** Settings of a campaign; absent and null both leave the value unchanged. */
export interface CampaignSettings {
  readonly description?: string | null;
  readonly dialingMode?: DialingMode | null;
  /** Name of the profile it takes its settings from. */
  readonly profile?: string | null;
  /** Name of the IVR script that takes its calls. */
  readonly ivrScript?: string | null;
  /** Most telephone lines at a time. */
  readonly maxLines?: number | null;
}

/** A campaign to create. */
export interface NewCampaign extends CampaignSettings {
  readonly name: string;
  readonly direction: Direction;
  readonly channel?: Channel | null;
}

/** The native id of what was created or renamed. */
export interface NamedId {
  readonly nativeId: string;
}

/** Acts on campaigns. */
export interface CampaignActs extends PlainActs<typeof CAMPAIGN_ACTS> {
  campaignCreate(campaign: NewCampaign, ask: SendOptions): Promise<NamedId>;
  campaignUpdate: Act<CampaignSettings>;
  campaignRename(campaign: string, input: { readonly name: string }, ask: SendOptions): Promise<NamedId>;
  campaignAddLists: ItemsAct;
  campaignRemoveLists: ItemsAct;
  /** Changes the place of a list in a campaign; absent and null both leave the value unchanged. */
  campaignUpdateList: Act<{ list: string; priority?: number | null; ratio?: number | null }>;
  /** Numbers in any spelling; one that the account does not have is not sent. */
  campaignAddNumbers: ItemsAct;
  campaignRemoveNumbers: ItemsAct;
  campaignAddSkills: ItemsAct;
  campaignRemoveSkills: ItemsAct;
  campaignAddDispositions: ItemsAct;
  campaignRemoveDispositions: ItemsAct;
}
