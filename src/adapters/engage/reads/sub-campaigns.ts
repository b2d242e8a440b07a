/** Sub-campaigns with their states. */
import type { Client, SendOptions, ValueOf } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import { type EngageOperations, engageContract } from '../contract/index.ts';
import type { subCampaignState } from '../contract/types.ts';
import { campaignKey, isSameCampaign } from './keys.ts';
import type { Organization } from './organization.ts';
import { readWindows, unlessTooLarge, type Window, type WindowedRows } from './windows.ts';

/** A sub-campaign with its state. */
export type VendorState = ValueOf<typeof subCampaignState>;

/** States of sub-campaigns; `cut` where the list was full or refused as too large. */
export interface StateList {
  readonly items: readonly VendorState[];
  readonly cut: boolean;
}

interface StateSearch {
  readonly org: Organization;
  readonly sample: { readonly state: 'Active'; readonly subCampaign: { readonly campaign: ReturnType<typeof ids> } };
}

const CAP = engageContract.operations.listSubCampaignStates.cap ?? Number.POSITIVE_INFINITY;
/** Calls for the sub-campaigns that an act changes, since an act on a part of them would not be the one that was asked for. */
const MOST_CALLS = 48;
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
    const { from, to } = this.everything();
    const input = { org: this.org, sample, fromTime: from, toTime: to };
    const rows = await unlessTooLarge(this.client.send('listSubCampaignStates', input, ask));
    return { items: ownStates(rows ?? [], key), cut: !rows || rows.length >= CAP };
  }

  /**
   * Those of one campaign that are active, all of them. Throws NOT_FOUND where there is no such campaign, and
   * FAILED_PRECONDITION where the vendor does not list all.
   */
  async active(nativeId: string, ask: SendOptions): Promise<readonly VendorState[]> {
    const key = campaignKey(nativeId, this.org);
    const sample = { state: 'Active', subCampaign: { campaign: ids(key) } } as const;
    const { items, truncated } = await this.whole({ org: this.org, sample }, ask);
    if (truncated) throw notListed();
    const found = ownStates(items, key);
    if (found.length > 0) return found;
    const known = await this.client.send('showCampaign', { campaign: key }, ask);
    if (!known) throw new CrosspointError('NOT_FOUND', 'There is no such campaign');
    return [];
  }

  /** A list that is full, or refused as too large, is read in windows of time. */
  private async whole(input: StateSearch, ask: SendOptions): Promise<WindowedRows<VendorState>> {
    const rows = await unlessTooLarge(this.client.send('listSubCampaignStates', input, ask));
    if (rows && rows.length < CAP) return { items: rows, truncated: false };
    const read = ({ from, to }: Window) =>
      this.client.send('listSubCampaignStates', { ...input, fromTime: from, toTime: to }, ask);
    const { items, truncated } = await readWindows(this.everything(), CAP, read, MOST_CALLS);
    return { items: [...new Map(items.map((state) => [keyOf(state), state])).values()], truncated };
  }

  private everything(): Window {
    return { from: BEGINNING, to: new Date(this.now().getTime() + YEAR).toISOString() };
  }
}

function keyOf({ subCampaign }: VendorState): string {
  const { internalId, externalId, campaign } = subCampaign ?? {};
  return internalId || JSON.stringify([externalId, campaign?.internalId, campaign?.externalId]);
}

function notListed(): CrosspointError {
  const bound = `The vendor lists ${CAP} sub-campaigns at a time, and not all of this campaign can be read`;
  return new CrosspointError(
    'FAILED_PRECONDITION',
    `${bound}: nothing was changed. Change them one by one (engage_changeSubCampaignState)`,
  );
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
