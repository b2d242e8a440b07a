/**
 * Keys of events, by which subscriptions and the log are indexed: equal texts of an event and of a filter. A filter's keys
 * are chosen so that an event that matches it has at least one of them. An event with one of them need not match.
 */
import type { AgentReference, CampaignReference, EventRecord } from '../../adapters/adapter.ts';
import { type EventFacts, factsOf } from './event-facts.ts';

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

const agentKey = (by: string, account: string, value: string | null | undefined): readonly string[] =>
  value == null ? [] : [`agent ${account} ${by} ${value}`];

/** The keys of an agent's events: every value by which an account may refer to the agent. */
export function agentKeys({
  account,
  nativeId,
  name,
  userName,
  extension,
}: AgentReference & { readonly account: string }): readonly string[] {
  return [
    ...agentKey('id', account, nativeId),
    ...agentKey('name', account, name?.toLowerCase()),
    ...agentKey('user', account, userName),
    ...agentKey('phone', account, extension),
  ];
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

/** The keys of an event; its campaign, where the event names none itself, is that of the call it belongs to. */
export function keysOf(event: EventRecord, campaign: PlacedCampaign | null = ownCampaign(event)): readonly string[] {
  const { account, kind } = event;
  const { device, nativeId, agent } = factsOf(event);
  return [
    kindKey(kind),
    accountKey(account),
    ...(device == null ? [] : [deviceKey(device)]),
    ...(nativeId == null ? [] : [objectKey(account, nativeId)]),
    ...agentKeys({ ...agent, account, extension: agent?.extension ?? device ?? null }),
    ...agentKey('phone', account, agent?.alias),
    ...(campaign ? campaignKeys(campaign) : []),
  ];
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

function ownCampaign(event: EventRecord): PlacedCampaign | null {
  const { campaign }: EventFacts = factsOf(event);
  return campaign ? { ...campaign, account: event.account } : null;
}
