import { CrosspointError } from '../adapters/errors.ts';
import type { WebhookSettings } from '../config/webhooks.ts';
import { type Lookup, matcher } from '../subscriptions/deliver/filter.ts';
import type { VendorOf } from '../subscriptions/deliver/visibility.ts';
import { type Definition, matchesOf, signing } from './definition.ts';
import type { DeliveryPolicy } from './policy.ts';

const nothingById = () => {
  throw new CrosspointError('UNSUPPORTED', 'A configured webhook is not filtered by ids');
};
const NO_IDS: Lookup = { agent: nothingById, campaign: nothingById, source: nothingById, accountsOf: () => [] };

/** How a webhook of the configuration is delivered. */
export async function configuredPolicy({
  filter,
  retrySeconds,
  url,
  secrets,
  allowPrivate,
}: WebhookSettings): Promise<DeliveryPolicy> {
  const target = { url, secrets, allowPrivate };
  return { target, matches: await matcher(filter, NO_IDS), schedule: retrySeconds.map((seconds) => seconds * 1000) };
}

/** How a webhook made over GraphQL is delivered. */
export async function createdPolicy(definition: Definition, vendorOf: VendorOf): Promise<DeliveryPolicy> {
  const { url, secrets, retrySeconds } = definition;
  return {
    target: {
      url,
      allowPrivate: false,
      get secrets() {
        return signing(secrets, Date.now());
      },
    },
    matches: await matchesOf(definition, vendorOf),
    schedule: retrySeconds.map((seconds) => seconds * 1000),
  };
}
