import { listedAccounts } from '../access/caller.ts';
import type { WebhookSettings } from '../config/webhooks.ts';
import type { Definition, EventSelection } from './definition.ts';
import { createdKey } from './webhooks.ts';

/** A webhook as callers may see it: never with its secrets. */
export interface ShownWebhook {
  /** Its key among all webhooks; its deliveries are stored under it. */
  readonly key: string;
  readonly name: string;
  readonly url: string;
  readonly configured: boolean;
  readonly enabled: boolean;
  readonly filter: EventSelection;
  readonly accounts: readonly string[] | null;
  readonly retrySeconds: readonly number[];
  readonly oldSecretUntil: string | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
}

/** A created webhook as callers see it. */
export function shownCreated({ id, secrets, accounts, agents: _, campaigns: __, ...shown }: Definition): ShownWebhook {
  const old = secrets.flatMap(({ until }) => until ?? []).filter((until) => Date.parse(until) > Date.now());
  return {
    ...shown,
    key: createdKey(id),
    configured: false,
    accounts: listedAccounts(accounts),
    oldSecretUntil: old.toSorted().at(-1) ?? null,
  };
}

/** A configured webhook as callers see it: its URL without the query, which may carry a credential. */
export function shownConfigured({ id, url, filter, enabled, retrySeconds }: WebhookSettings): ShownWebhook {
  const { origin, pathname } = new URL(url);
  const unknown = { oldSecretUntil: null, createdAt: null, updatedAt: null };
  const about = { key: id, name: id, url: origin + pathname, configured: true };
  return { ...about, enabled, filter, accounts: filter.accounts ?? null, retrySeconds, ...unknown };
}
