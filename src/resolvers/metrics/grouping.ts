import type { MetricFilter } from '../../../schema/metric-group.ts';
import type { Channel, Direction, MetricDimension } from '../../../schema/vocabulary.ts';
import { mayUseAccount } from '../../access/caller.ts';
import { type NodeType, notFound, readIdOf } from '../../access/global-id.ts';
import type { AgentReference, CampaignRecord, CampaignReference, QueueReference } from '../../adapters/adapter.ts';
import type { Dimensions } from '../../figures/cells.ts';
import { findCampaign, type ListedCampaigns } from '../../gateway/campaign-index.ts';
import type { PeopleIndex, Person } from '../../gateway/people.ts';
import type { AccountRow } from '../../gateway/request-cache.ts';
import type { Context } from '../context.ts';

/** Milliseconds for which the names of campaigns are fresh enough to group by. */
const CAMPAIGNS_AGE_MS = 30_000;

/** The values of a row's dimensions; an absent one is not grouped by, a null one is unknown. */
export interface GroupValues {
  readonly account?: string;
  readonly campaign?: GroupCampaign | null;
  readonly queue?: { readonly account: string; readonly queue: QueueReference } | null;
  readonly person?: Person | null;
  readonly agentGroup?: string | null;
  readonly direction?: Direction | null;
  readonly channel?: Channel | null;
}

/** A campaign as an account lists it, else as the calls of an account refer to it. */
interface GroupCampaign {
  readonly account: string;
  readonly reference: CampaignReference;
  readonly listed: AccountRow<CampaignRecord> | null;
}

/** A group of calls and agents: one row. */
export interface Group {
  readonly key: string;
  readonly values: GroupValues;
}

/** The value of one dimension, and a text that is equal for equal values. */
interface Part {
  readonly name: keyof GroupValues;
  readonly value: GroupValues[keyof GroupValues];
  readonly text: string;
}

/** The directories in which references of calls and agents are looked up. */
interface Names {
  readonly people: PeopleIndex | null;
  readonly campaigns: ListedCampaigns;
}

const OF_CALLS: readonly MetricDimension[] = ['CAMPAIGN', 'QUEUE', 'DIRECTION', 'CHANNEL'];
const OF_AGENTS: readonly MetricDimension[] = ['AGENT', 'AGENT_GROUP'];

/** Assigns calls and agents to rows. */
export class Grouping {
  readonly #groupBy: readonly MetricDimension[];
  readonly #filter: MetricFilter;
  readonly #names: Names;
  readonly #wanted: Wanted;
  readonly #people = new Map<string, Person | null>();
  readonly #campaigns = new Map<string, GroupCampaign>();

  constructor(groupBy: readonly MetricDimension[], filter: MetricFilter, names: Names, wanted: Wanted) {
    this.#groupBy = groupBy;
    this.#filter = filter;
    this.#names = names;
    this.#wanted = wanted;
  }

  /** Rows are of agents, so calls count by the phone that they rang at. */
  get isByAgent(): boolean {
    const { agentIds, agentGroups } = this.#filter;
    return agentIds != null || agentGroups != null || OF_AGENTS.some((one) => this.#groupBy.includes(one));
  }

  /** No vendor reports for which campaign, queue, direction or medium an agent is ready. */
  get hasAgentTime(): boolean {
    const { campaignIds, queueIds, directions, channels } = this.#filter;
    const isOfCalls = [campaignIds, queueIds, directions, channels].some((condition) => condition != null);
    return !isOfCalls && !OF_CALLS.some((one) => this.#groupBy.includes(one));
  }

  /** The rows that are shown although nothing counts in them: the whole, or one for each account. */
  get standing(): 'WHOLE' | 'ACCOUNTS' | null {
    if (this.#groupBy.length === 0) return 'WHOLE';
    return this.#groupBy.length === 1 && this.#groupBy[0] === 'ACCOUNT' ? 'ACCOUNTS' : null;
  }

  /** The rows that something of these dimensions counts in; none where the filter excludes it. */
  groupsOf(dimensions: Dimensions): readonly Group[] {
    if (!this.#isWanted(dimensions)) return [];
    const parts = this.#groupBy
      .filter((dimension) => dimension !== 'AGENT_GROUP')
      .map((dimension) => this.#part(dimension, dimensions));
    const values = Object.fromEntries(parts.map(({ name, value }) => [name, value]));
    const texts = parts.map(({ text }) => text);
    if (!this.#groupBy.includes('AGENT_GROUP')) return [{ key: JSON.stringify(texts), values }];
    return this.#groupsOfAgent(dimensions).map((agentGroup) => ({
      key: JSON.stringify([...texts, agentGroup ?? '']),
      values: { ...values, agentGroup },
    }));
  }

  #part(dimension: Exclude<MetricDimension, 'AGENT_GROUP'>, dimensions: Dimensions): Part {
    const { account, direction = null, channel = null, queue = null, agent } = dimensions;
    if (dimension === 'ACCOUNT') return { name: 'account', value: account, text: account };
    if (dimension === 'DIRECTION') return { name: 'direction', value: direction, text: direction ?? '' };
    if (dimension === 'CHANNEL') return { name: 'channel', value: channel, text: channel ?? '' };
    if (dimension === 'QUEUE')
      return { name: 'queue', value: queue && { account, queue }, text: placeOf(account, queue) };
    if (dimension === 'AGENT') {
      const person = this.person(account, agent);
      return { name: 'person', value: person, text: personPlace(person) };
    }
    const campaign = this.campaign(dimensions);
    return { name: 'campaign', value: campaign, text: campaignPlace(campaign) };
  }

  /** The campaign of a call: as an account lists it, where one does. */
  campaign({ account, campaign }: Dimensions): GroupCampaign | null {
    if (!campaign) return null;
    const place = placeOf(account, campaign);
    const known = this.#campaigns.get(place);
    if (known) return known;
    const listed = findCampaign(this.#names.campaigns, account, campaign) ?? null;
    const found = { account, reference: campaign, listed };
    this.#campaigns.set(place, found);
    return found;
  }

  /** The person an account refers to; null where none is listed. */
  person(account: string, agent: AgentReference | null | undefined): Person | null {
    if (!agent || !this.#names.people) return null;
    const place = `${account}/${agent.nativeId ?? ''}/${agent.userName ?? ''}/${agent.extension ?? ''}/${agent.name ?? ''}`;
    const known = this.#people.get(place);
    if (known !== undefined) return known;
    const found = this.#names.people.referred(account, agent) ?? null;
    this.#people.set(place, found);
    return found;
  }

  #groupsOfAgent({ account, agent }: Dimensions): readonly (string | null)[] {
    const person = this.person(account, agent);
    const groups = [...new Set(person?.identities.flatMap(({ record }) => record.groups ?? []))];
    const { agentGroups } = this.#filter;
    const shown = agentGroups ? groups.filter((group) => agentGroups.includes(group)) : groups;
    return shown.length > 0 ? shown : [null];
  }

  #isWanted(dimensions: Dimensions): boolean {
    const { account, direction, channel, queue, agent } = dimensions;
    const { directions, channels, agentGroups } = this.#filter;
    const { campaigns, queues, persons } = this.#wanted;
    if (directions && !(direction && directions.includes(direction))) return false;
    if (channels && !(channel && channels.includes(channel))) return false;
    if (queues && !queues.has(placeOf(account, queue))) return false;
    if (campaigns && !campaigns.has(campaignPlace(this.campaign(dimensions)))) return false;
    if (!persons && !agentGroups) return true;
    const person = this.person(account, agent);
    if (persons && !(person && persons.has(person))) return false;
    return !agentGroups || this.#groupsOfAgent(dimensions).some((group) => group !== null);
  }
}

/** The objects that a filter's ids name; null where it names none. */
interface Wanted {
  readonly campaigns: ReadonlySet<string> | null;
  readonly queues: ReadonlySet<string> | null;
  readonly persons: ReadonlySet<Person> | null;
}

function placeOf(account: string, reference: CampaignReference | null | undefined): string {
  return reference ? `${account}/${reference.nativeId ?? reference.name ?? ''}` : '';
}

function campaignPlace(campaign: GroupCampaign | null): string {
  if (campaign?.listed) return `${campaign.listed.account}/${campaign.listed.row.nativeId}`;
  return campaign ? placeOf(campaign.account, campaign.reference) : '';
}

function personPlace(person: Person | null): string {
  const [first] = person?.identities ?? [];
  return first ? `${first.account}/${first.record.nativeId}` : '';
}

/** Lists of vendors that a grouping goes without. */
export interface UnreadLists {
  readonly people?: boolean;
  readonly campaigns?: boolean;
}

/** Makes a grouping: reads the people and campaigns where they are needed. */
export async function groupingOf(
  context: Context,
  groupBy: readonly MetricDimension[],
  filter: MetricFilter,
  unread: UnreadLists = {},
): Promise<Grouping> {
  const [people, campaigns] = await Promise.all([
    unread.people ? null : context.requestCache.peopleIndex(),
    unread.campaigns
      ? []
      : context.gateway.askAll('campaigns', context.requestCache.accountsWith('campaigns'), {}, READ),
  ]);
  const wanted = {
    campaigns: placesOf(context, 'Campaign', filter.campaignIds, 'campaignIds'),
    queues: placesOf(context, 'Queue', filter.queueIds, 'queueIds'),
    persons: people && personsOf(context, people, filter.agentIds),
  };
  return new Grouping(groupBy, filter, { people, campaigns }, wanted);
}

const READ = { maxAge: CAMPAIGNS_AGE_MS };

function keyOf({ caller }: Pick<Context, 'caller'>, type: NodeType, id: string, argument: string) {
  const path = ['filter', argument];
  const key = readIdOf(type, id, ...path);
  if (!mayUseAccount(caller, key.account)) throw notFound(type, path);
  return key;
}

function placesOf(
  context: Context,
  type: 'Campaign' | 'Queue',
  ids: readonly string[] | null | undefined,
  argument: string,
): ReadonlySet<string> | null {
  if (!ids) return null;
  const keys = ids.map((id) => keyOf(context, type, id, argument));
  return new Set(keys.map(({ account, nativeId }) => `${account}/${nativeId}`));
}

function personsOf(
  context: Context,
  people: PeopleIndex,
  ids: readonly string[] | null | undefined,
): ReadonlySet<Person> | null {
  if (!ids) return null;
  const keys = ids.map((id) => keyOf(context, 'Agent', id, 'agentIds'));
  return new Set(keys.map((key) => context.gateway.directory.personOf(people, key, ['filter', 'agentIds'])));
}
