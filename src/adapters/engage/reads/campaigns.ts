/** The vendor's campaigns, each with the state of its sub-campaigns. */
import type { CampaignState } from '../../../../schema/vocabulary.ts';
import type { CampaignRecord, ListQuery, Rows } from '../../adapter.ts';
import type { Client, SendOptions, ValueOf } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import { type EngageOperations, engageContract } from '../contract/index.ts';
import type { campaign } from '../contract/types.ts';
import { channelOf, directionOf, stateOfAll } from '../quirks.ts';
import { campaignNativeId } from './keys.ts';
import type { Organization } from './organization.ts';
import { ownStates, type StateList, type SubCampaigns } from './sub-campaigns.ts';
import { readWindows, unlessTooLarge, type WindowedRows } from './windows.ts';

type VendorCampaign = ValueOf<typeof campaign>;

/** Before any campaign. */
const BEGINNING = '2000-01-01T00:00:00.000Z';
const DAY = 86_400_000;
/** Campaigns whose sub-campaigns are requested one by one, where the list of all is cut. */
const MOST_ASKED = 20;
const CAP = engageContract.operations.listCampaigns.cap ?? Number.POSITIVE_INFINITY;

interface AllStates {
  readonly active: StateList;
  readonly completed: StateList;
}

/** The reads of campaigns. */
export class Campaigns {
  constructor(
    private readonly client: Client<EngageOperations>,
    private readonly subCampaigns: SubCampaigns,
    private readonly org: Organization,
    private readonly now: () => Date,
  ) {}

  /** Campaigns whose name contains a text; truncated where campaigns or states of them are missing. */
  list = async ({ nameContains }: ListQuery, ask: SendOptions): Promise<Rows<CampaignRecord>> => {
    const [found, active, completed] = await Promise.all([
      this.all(ask),
      unlessFailed(this.subCampaigns.all('Active', ask)),
      unlessFailed(this.subCampaigns.all('Completed', ask)),
    ]);
    const part = nameContains?.toLocaleLowerCase();
    const records = found.items.flatMap(
      (each) => campaignRecord(each, { active: active ?? UNREAD, completed: completed ?? UNREAD }) ?? [],
    );
    const wanted = records.filter(({ name }) => !part || name.toLocaleLowerCase().includes(part));
    const items = active && completed ? await this.withStates(wanted, ask) : wanted;
    const truncated = found.truncated || items.some(({ state }) => state === null);
    return { items, fetchedAt: this.now().toISOString(), ...(truncated && { truncated }) };
  };

  private async all(ask: SendOptions): Promise<WindowedRows<VendorCampaign>> {
    const { client, org } = this;
    const whole = await unlessTooLarge(client.send('listCampaigns', { org }, ask));
    if (whole && whole.length < CAP) return { items: whole, truncated: false };
    const times = { from: BEGINNING, to: new Date(this.now().getTime() + DAY).toISOString() };
    const { items, truncated } = await readWindows(times, CAP, ({ from, to }) =>
      client.send('listCampaigns', { org, fromDate: from, toDate: to }, ask),
    );
    const distinct = new Map([...(whole ?? []), ...items].map((each) => [campaignNativeId(each), each]));
    return { items: [...distinct.values()], truncated };
  }

  /** Reads the states that cut lists left open, one campaign after another within a bound. */
  private async withStates(records: readonly CampaignRecord[], ask: SendOptions): Promise<readonly CampaignRecord[]> {
    const open = new Set(records.filter(({ state }) => state === null).slice(0, MOST_ASKED));
    const complete: CampaignRecord[] = [];
    for (const record of records)
      complete.push(
        open.has(record) ? withSubCampaigns(record, await this.subCampaigns.of(record.nativeId, ask)) : record,
      );
    return complete;
  }
}

const UNREAD: StateList = { items: [], cut: true };

/** States that cannot be read cost the states, not the campaigns. */
async function unlessFailed(states: Promise<StateList>): Promise<StateList | null> {
  try {
    return await states;
  } catch (error) {
    if (error instanceof CrosspointError) return null;
    throw error;
  }
}

/** One campaign; null without an id by which it could be named. */
function campaignRecord(answer: VendorCampaign, { active, completed }: AllStates): CampaignRecord | null {
  const nativeId = campaignNativeId(answer);
  if (nativeId === null) return null;
  const theirs = ownStates([...active.items, ...completed.items], answer);
  const cut = active.cut || (theirs.length === 0 && completed.cut);
  const record = { nativeId, name: answer.externalId ?? '', description: answer.description || null };
  return withSubCampaigns(record, { items: theirs, cut });
}

/** The record with what its sub-campaigns show. What was cut off may be livelier, so a cut list proves RUNNING alone. */
function withSubCampaigns(record: CampaignRecord, { items, cut }: StateList): CampaignRecord {
  const known = stateOfAll(items.map((each) => each.state));
  const state: CampaignState | null = cut && known !== 'RUNNING' ? null : known;
  const channels = new Set(items.flatMap(({ subCampaign }) => subCampaign?.passes ?? []).map((pass) => pass.channel));
  const channel = channels.size === 1 ? channelOf([...channels][0]) : null;
  const direction = directionOf(items.map(({ subCampaign }) => subCampaign?.type));
  return { ...record, direction, channel, state };
}
