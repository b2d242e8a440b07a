/** Campaigns of the unified plane: the vendor's campaigns, each with the state of its sub-campaigns. */
import type { CampaignState } from '../../../schema/vocabulary.ts';
import type { CampaignRecord, ListQuery, Rows } from '../adapter.ts';
import type { Client, SendOptions, ValueOf } from '../contract.ts';
import { CrosspointError } from '../errors.ts';
import { type EngageOperations, engage } from './contract/index.ts';
import type { campaign, org, subCampaignState } from './contract/types.ts';
import { channelOf, stateOfAll } from './quirks.ts';

type VendorCampaign = ValueOf<typeof campaign>;
/** A sub-campaign and where it stands. */
export type VendorState = ValueOf<typeof subCampaignState>;

/** The organization an account works for. */
export type Organization = ValueOf<typeof org>;

/** What the vendor can be read for. */
export class EngageReads {
  constructor(
    private readonly client: Client<EngageOperations>,
    private readonly org: Organization,
    private readonly now: () => Date,
  ) {}

  campaigns = async (query: ListQuery, ask: SendOptions): Promise<Rows<CampaignRecord>> => {
    const [found, states] = await Promise.all([
      this.client.send('listCampaigns', { org: this.org }, ask),
      this.states(ask),
    ]);
    const cap = engage.operations.listCampaigns.cap ?? Number.POSITIVE_INFINITY;
    const part = query.nameContains?.toLocaleLowerCase();
    const records = found.map((told) => campaignRecord(told, states));
    const items = records.filter(({ name }) => !part || name.toLocaleLowerCase().includes(part));
    const truncated = found.length >= cap;
    return { items, fetchedAt: this.now().toISOString(), ...(truncated && { truncated }) };
  };

  /** Sub-campaigns that are active and those that are not any more. */
  private async states(ask: SendOptions): Promise<States> {
    const cap = engage.operations.listSubCampaignStates.cap ?? Number.POSITIVE_INFINITY;
    const list = (state: 'Active' | 'Completed') =>
      this.client.send('listSubCampaignStates', { org: this.org, sample: { state } }, ask);
    const [active, completed] = await Promise.all([list('Active'), list('Completed')]);
    const cut = { activeCut: active.length >= cap, completedCut: completed.length >= cap };
    return { items: [...active, ...completed], ...cut };
  }

  /** One campaign's sub-campaigns that are not over; throws NOT_FOUND for an unknown campaign. */
  async active(campaignId: string, ask: SendOptions): Promise<readonly VendorState[]> {
    const sample = { state: 'Active', subCampaign: { campaign: { internalId: campaignId } } } as const;
    const states = await this.client.send('listSubCampaignStates', { org: this.org, sample }, ask);
    const own = states.filter(({ subCampaign }) => subCampaign?.campaign?.internalId === campaignId);
    if (own.length > 0) return own;
    const known = await this.client.send('showCampaign', { campaign: { internalId: campaignId } }, ask);
    if (!known) throw new CrosspointError('NOT_FOUND', 'There is no such campaign');
    return [];
  }
}

/** States of sub-campaigns, and whether a list of them was full and so may be a cut one. */
interface States {
  readonly items: readonly VendorState[];
  readonly activeCut: boolean;
  readonly completedCut: boolean;
}

/** One campaign in the unified words. */
function campaignRecord({ internalId, externalId, description }: VendorCampaign, states: States): CampaignRecord {
  const own = states.items.filter(({ subCampaign }) => isOf(subCampaign?.campaign, { internalId, externalId }));
  const channels = new Set(own.flatMap(({ subCampaign }) => subCampaign?.passes ?? []).map((pass) => pass.channel));
  const channel = channels.size === 1 ? channelOf([...channels][0]) : null;
  const name = externalId ?? '';
  const nativeId = internalId ?? name;
  const state = stateAmong(own, states);
  return { nativeId, name, description: description || null, direction: 'OUTBOUND', channel, state };
}

/** What was cut off a list may be livelier than what came: then only what nothing outdoes is told. */
function stateAmong(own: readonly VendorState[], { activeCut, completedCut }: States): CampaignState | null {
  const state = stateOfAll(own.map((each) => each.state));
  if (activeCut) return state === 'RUNNING' ? state : null;
  return own.length > 0 || !completedCut ? state : null;
}

function isOf(told: VendorCampaign | null | undefined, wanted: VendorCampaign): boolean {
  if (!told) return false;
  if (told.internalId && wanted.internalId) return told.internalId === wanted.internalId;
  return told.externalId !== null && told.externalId === wanted.externalId;
}
