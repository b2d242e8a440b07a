import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { mayUseAccount, readAccounts, type StoredAccounts } from '../access/caller.ts';
import type { KnownAgent, KnownCampaign, Lookup, Matches, Wanted } from '../subscriptions/deliver/filter.ts';
import { selectorOf } from '../subscriptions/deliver/filter.ts';
import { type VendorOf, visibleTo } from '../subscriptions/deliver/visibility.ts';
import { StoredDefinitions } from '../subscriptions/log/definitions.ts';
import type { EventLog } from '../subscriptions/log/log.ts';

/** The events that a webhook selects, in the words of an `EventFilter`. */
export type EventSelection = Pick<Wanted, 'kinds' | 'types' | 'accounts' | 'agentIds' | 'campaignIds' | 'devices'>;

/** A secret, and until when it still signs. */
interface SigningSecret {
  readonly secret: string;
  /** RFC 3339; null for the one in use. */
  readonly until: string | null;
}

/** A webhook that was created over GraphQL, as stored with the log. */
export interface Definition {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly filter: EventSelection;
  /** The objects that the filter's ids named when it was written. */
  readonly agents: Readonly<Record<string, readonly KnownAgent[]>>;
  readonly campaigns: Readonly<Record<string, KnownCampaign>>;
  /** The accounts of the caller that created it; later changes by other callers do not extend them. */
  readonly accounts: StoredAccounts;
  readonly enabled: boolean;
  readonly retrySeconds: readonly number[];
  /** The newest first. */
  readonly secrets: readonly SigningSecret[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

const PREFIX = 'webhook-definition:';

/** The fields that a stored definition needs to be served; its filter is checked where it is read. */
const storedShape = z.looseObject({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  filter: z.looseObject({}),
  agents: z.looseObject({}),
  campaigns: z.looseObject({}),
  accounts: z.union([z.literal('all'), z.array(z.string())]),
  enabled: z.boolean(),
  retrySeconds: z.array(z.number()),
  secrets: z.array(z.looseObject({ secret: z.string(), until: z.string().nullable() })),
  createdAt: z.string(),
  updatedAt: z.string(),
});

/** Reads a stored definition; null where it is damaged or was written in a form that this version does not know. */
function readDefinition(text: string): Definition | null {
  try {
    const value = JSON.parse(text);
    return storedShape.safeParse(value).success ? value : null;
  } catch {
    return null;
  }
}

/** The webhooks created over GraphQL, stored with the log. */
export class Definitions extends StoredDefinitions<Definition> {
  constructor(log: EventLog) {
    super(log, { prefix: PREFIX, type: 'webhook', read: readDefinition });
  }
}

/** A new secret in the form Standard Webhooks gives them. */
export function makeSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** The secrets that sign now. */
export function signing(secrets: readonly SigningSecret[], now: number): string[] {
  return secrets.filter(({ until }) => until === null || Date.parse(until) > now).map(({ secret }) => secret);
}

/** Resolves the ids of a filter, to be stored with the webhook. */
export async function knownIds(filter: EventSelection, lookup: Lookup) {
  const agents: Record<string, readonly KnownAgent[]> = {};
  const campaigns: Record<string, KnownCampaign> = {};
  for (const id of filter.agentIds ?? []) agents[id] = await lookup.agent(id, 'agentIds');
  for (const id of filter.campaignIds ?? []) campaigns[id] = await lookup.campaign(id, 'campaignIds');
  return { agents, campaigns };
}

/** Passes events that the webhook's filter selects and that its creator may see. */
export async function matchesOf(definition: Definition, vendorOf: VendorOf): Promise<Matches> {
  const accounts = readAccounts(definition.accounts);
  const visible = visibleTo({ id: definition.id, accounts, scopes: new Set(['admin']) }, vendorOf);
  const wants = await selectorOf(definition.filter, lookupIn(definition));
  return (event) => visible(event) && wants.matches(event);
}

function lookupIn({ agents, campaigns, accounts }: Definition): Lookup {
  return {
    mayKnow: (account) => mayUseAccount({ accounts: readAccounts(accounts) }, account),
    agent: async (id) => agents[id] ?? [],
    campaign: async (id) => campaigns[id] ?? { account: '' },
    source: async () => ({ account: '', nativeId: '' }),
    accountsOf: () => [],
  };
}
