import { CrosspointError } from '../adapters/errors.ts';
import type { WebhookSettings } from '../config/webhooks.ts';
import { type Lookup, type Matches, selectorOf } from '../subscriptions/deliver/filter.ts';
import type { VendorOf } from '../subscriptions/deliver/visibility.ts';
import { type Definition, matchesOf, signing } from './definition.ts';
import type { DeliveryTarget } from './sender.ts';

/** The properties of a webhook that may change while it is served. */
export interface DeliveryPolicy {
  readonly target: DeliveryTarget;
  readonly matches: Matches;
  /** Milliseconds before each further attempt; after the last the message becomes a dead letter. */
  readonly schedule: readonly number[];
}

const nothingById = () => {
  throw new CrosspointError('UNSUPPORTED', 'A configured webhook is not filtered by ids');
};
const NO_IDS: Lookup = { agent: nothingById, campaign: nothingById, source: nothingById, accountsOf: () => [] };

/** Where a webhook of the configuration sends to. */
export function configuredTarget({ url, secrets, allowPrivate }: WebhookSettings): DeliveryTarget {
  return { url, secrets, allowPrivate };
}

/** Where a webhook made over GraphQL sends to; its secrets change with time. */
export function createdTarget({ url, secrets }: Definition): DeliveryTarget {
  return {
    url,
    allowPrivate: false,
    get secrets() {
      return signing(secrets, Date.now());
    },
  };
}

/** How a webhook of the configuration is delivered. */
export async function configuredPolicy(settings: WebhookSettings): Promise<DeliveryPolicy> {
  const { filter, retrySeconds } = settings;
  const schedule = retrySeconds.map((seconds) => seconds * 1000);
  return { target: configuredTarget(settings), matches: (await selectorOf(filter, NO_IDS)).matches, schedule };
}

/** How a webhook made over GraphQL is delivered. */
export async function createdPolicy(definition: Definition, vendorOf: VendorOf): Promise<DeliveryPolicy> {
  const { retrySeconds } = definition;
  return {
    target: createdTarget(definition),
    matches: await matchesOf(definition, vendorOf),
    schedule: retrySeconds.map((seconds) => seconds * 1000),
  };
}
