import type { CampaignState, DialingMode, Direction } from '../../../schema/vocabulary.ts';
import type {
  AgentRecord,
  CampaignRecord,
  ContactListRecord,
  DispositionRecord,
  ListQuery,
  NamedCampaign,
  Rows,
  SkillRecord,
} from '../adapter.ts';
import type { OutputOf, SendOptions } from '../contract.ts';
import type { Five9Client } from './client.ts';
import type { five9ConfigContract } from './contract/index.ts';

type Operations = typeof five9ConfigContract.operations;
type Five9Campaign = OutputOf<Operations['getCampaigns']>[number];
type Five9User = OutputOf<Operations['getUsersInfo']>[number];

/** Five9's campaigns are known by their names, which are unique in a domain. */
function campaignRecord(campaign: Five9Campaign): CampaignRecord {
  return {
    nativeId: campaign.name ?? '',
    name: campaign.name ?? '',
    description: campaign.description ?? null,
    direction: directionOf(campaign.type),
    channel: 'VOICE',
    dialingMode: dialingModeOf(campaign.type),
    state: campaignState(campaign.state),
  };
}

function directionOf(type: Five9Campaign['type']): Direction | null {
  if (!type) return null;
  return type === 'INBOUND' ? 'INBOUND' : 'OUTBOUND';
}

/** The list of campaigns tells the dialing mode only of autodial campaigns. */
function dialingModeOf(type: Five9Campaign['type']): DialingMode | null {
  return type === 'AUTODIAL' ? 'AUTODIAL' : null;
}

/** The guide's states (p. 59) are ours word by word. */
export function campaignState(state: Five9Campaign['state']): CampaignState | null {
  return state ?? null;
}

function agentRecord({ generalInfo, skills, agentGroups }: Five9User): AgentRecord {
  const name = generalInfo?.fullName || [generalInfo?.firstName, generalInfo?.lastName].filter(Boolean).join(' ');
  return {
    nativeId: generalInfo?.userName ?? '',
    name: name || (generalInfo?.userName ?? ''),
    userName: generalInfo?.userName ?? null,
    email: generalInfo?.EMail || null,
    extensions: generalInfo?.extension ? [generalInfo.extension] : [],
    active: generalInfo?.active ?? null,
    groups: agentGroups ?? [],
    skills: (skills ?? []).flatMap(({ skillName }) => (skillName ? [skillName] : [])),
  };
}

/** Reads of the unified plane, each one call. */
export function reads(client: Five9Client, now: () => Date) {
  const rows = <Row>(items: readonly Row[]): Rows<Row> => ({ items, fetchedAt: now().toISOString() });
  const named = (name: string | null | undefined) => ({ nativeId: name ?? '', name: name ?? '' });
  return {
    campaigns: async (_: ListQuery, ask: SendOptions) =>
      rows((await client.send('getCampaigns', {}, ask)).map(campaignRecord)),
    agents: async (_: ListQuery, ask: SendOptions) =>
      rows((await client.send('getUsersInfo', {}, ask)).map(agentRecord)),
    dispositions: async (_: ListQuery, ask: SendOptions) =>
      rows<DispositionRecord>(
        (await client.send('getDispositions', {}, ask)).map(({ name, description }) => ({
          description,
          ...named(name),
        })),
      ),
    skills: async (_: ListQuery, ask: SendOptions) =>
      rows<SkillRecord>(
        (await client.send('getSkills', {}, ask)).map(({ name, description }) => ({ description, ...named(name) })),
      ),
    contactLists: async (_: ListQuery, ask: SendOptions) =>
      rows<ContactListRecord>(
        (await client.send('getListsInfo', {}, ask)).map(({ name, size }) => ({ size, ...named(name) })),
      ),
    campaignLists: async ({ nativeId }: NamedCampaign, ask: SendOptions): Promise<ContactListRecord[]> =>
      (await client.send('getListsForCampaign', { campaignName: nativeId }, ask)).map(({ listName }) =>
        named(listName),
      ),
  };
}
