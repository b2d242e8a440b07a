/**
 * Keys of events, by which subscriptions and the log are indexed: equal texts of an event and of a filter. A filter's keys
 * are chosen so that an event that matches it has at least one of them. An event with one of them need not match.
 */
import type { AgentReference, CampaignReference, EventRecord } from '../../adapters/adapter.ts';
import { factsOf } from './event-facts.ts';

/** Begins the keys of campaigns. */
const CAMPAIGN = 'campaign';

/** The key of all events of a kind. */
export const kindKey = (kind: string): string => `kind ${kind}`;

/** The key of all events of an account. */
export const accountKey = (account: string): string => `account ${account}`;

/** The key of a phone's events. */
export const deviceKey = (device: string): string => `device ${device}`;

/** The key of the events of one object of an account, agents aside. */
export const objectKey = (account: string, nativeId: string): string => `object ${account}/${nativeId}`;

/** The keys of an agent's events: every value by which an account may refer to the agent. */
export function agentKeys(agent: AgentReference & { readonly account: string }): readonly string[] {
  const keys: string[] = [];
  addAgentKeys(keys, agent.account, agent, agent.extension);
  return keys;
}

/** Adds to a list, since each event has keys and most have an agent's. */
function addAgentKeys(
  keys: string[],
  account: string,
  agent: AgentReference | null | undefined,
  phone: string | null | undefined,
): void {
  const begin = `agent ${account}`;
  if (agent?.nativeId != null) keys.push(`${begin} id ${agent.nativeId}`);
  if (agent?.name != null) keys.push(`${begin} name ${agent.name.toLowerCase()}`);
  if (agent?.userName != null) keys.push(`${begin} user ${agent.userName}`);
  if (phone != null) keys.push(`${begin} phone ${phone}`);
}

/** The keys of a campaign's events: its account knows it by its key, others by its name alone. */
export function campaignKeys({
  account,
  nativeId,
  name,
}: CampaignReference & { readonly account: string }): readonly string[] {
  return [
    ...(nativeId == null ? [] : [`${CAMPAIGN} ${account}/${nativeId}`]),
    ...(name == null ? [] : [`${CAMPAIGN} named ${name.toLowerCase()}`]),
  ];
}

/** The keys of what an event names itself; the campaign of a recording's call is not. */
export function keysOf(event: EventRecord): readonly string[] {
  const { account, kind } = event;
  const { device, nativeId, agent, campaign } = factsOf(event);
  const keys = [kindKey(kind), accountKey(account)];
  if (device != null) keys.push(deviceKey(device));
  if (nativeId != null) keys.push(objectKey(account, nativeId));
  addAgentKeys(keys, account, agent, agent?.extension ?? device);
  if (agent?.alias != null) addAgentKeys(keys, account, null, agent.alias);
  if (campaign) keys.push(...campaignKeys({ ...campaign, account }));
  return keys;
}

/** The keys by which stored events are found: gaps always, and recordings by their calls, which are not stored with them. */
export function storedKeys(keys: readonly string[]): readonly string[] {
  const ofRecordings = keys.some((key) => key.startsWith(CAMPAIGN)) ? [kindKey('RECORDING')] : [];
  return [...keys, kindKey('GAP'), ...ofRecordings];
}

/** A campaign and the account that refers to it. */
export interface PlacedCampaign extends CampaignReference {
  readonly account: string;
}
