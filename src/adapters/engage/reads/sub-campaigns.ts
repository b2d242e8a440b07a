/** Sub-campaigns with their states. */
import type { Client, SendOptions, ValueOf } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import { type EngageOperations, engage } from '../contract/index.ts';
import type { subCampaignState } from '../contract/types.ts';
import { campaignKey, isSameCampaign } from './keys.ts';
import type { Organization } from './organization.ts';
import { unlessTooLarge } from './windows.ts';

/** A sub-campaign with its state. */
export type VendorState = ValueOf<typeof subCampaignState>;

/** States of sub-campaigns; `cut` where the list was full or refused as too large. */
export interface StateList {
  readonly items: readonly VendorState[];
  readonly cut: boolean;
}

const CAP = engage.operations.listSubCampaignStates.cap ?? Number.POSITIVE_INFINITY;
/** Before any sub-campaign; state All without times is yesterday to tomorrow (guide lines 573 and 574). */
const BEGINNING = '2000-01-01T00:00:00.000Z';
const YEAR = 366 * 86_400_000;

/** The reads of sub-campaigns. */
export class SubCampaigns {
  constructor(
    private readonly client: Client<EngageOperations>,
    private readonly org: Organization,
    private readonly now: () => Date,
  ) {}

  /** All that are active, or all that are completed. */
  async all(state: 'Active' | 'Completed', ask: SendOptions): Promise<StateList> {
    const rows = await unlessTooLarge(
      this.client.send('listSubCampaignStates', { org: this.org, sample: { state } }, ask),
    );
    return { items: rows ?? [], cut: !rows || rows.length >= CAP };
  }

  /** Those of one campaign, over or not. */
  async of(nativeId: string, ask: SendOptions): Promise<StateList> {
    const key = campaignKey(nativeId, this.org);
    const sample = { state: 'All', subCampaign: { campaign: ids(key) } } as const;
    const toTime = new Date(this.now().getTime() + YEAR).toISOString();
    const input = { org: this.org, sample, fromTime: BEGINNING, toTime };
    const rows = await unlessTooLarge(this.client.send('listSubCampaignStates', input, ask));
    return { items: ownStates(rows ?? [], key), cut: !rows || rows.length >= CAP };
  }

  /** Those of one campaign that are active. Throws NOT_FOUND where there is no such campaign. */
  async active(nativeId: string, ask: SendOptions): Promise<readonly VendorState[]> {
    const key = campaignKey(nativeId, this.org);
    const sample = { state: 'Active', subCampaign: { campaign: ids(key) } } as const;
    const states = await this.client.send('listSubCampaignStates', { org: this.org, sample }, ask);
    const found = ownStates(states, key);
    if (found.length > 0) return found;
    const known = await this.client.send('showCampaign', { campaign: key }, ask);
    if (!known) throw new CrosspointError('NOT_FOUND', 'There is no such campaign');
    return [];
  }
}

/** A sample's campaign has ids only (guide line 584). */
function ids({ internalId, externalId }: { internalId?: string; externalId?: string }) {
  return { ...(internalId !== undefined && { internalId }), ...(externalId !== undefined && { externalId }) };
}

/** Samples match parts of an externalId (guide line 584), so others' are left out. */
export function ownStates(
  states: readonly VendorState[],
  key: Parameters<typeof isSameCampaign>[1],
): readonly VendorState[] {
  return states.filter(({ subCampaign }) => isSameCampaign(subCampaign?.campaign, key));
}
