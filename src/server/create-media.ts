import { createHmac } from 'node:crypto';
import type { Adapter } from '../adapters/adapter.ts';
import type { Log } from '../adapters/vendor.ts';
import type { Configuration } from '../config/configuration.ts';
import type { EventLog } from '../subscriptions/log/log.ts';
import type { AuditTrail } from './audit-trail.ts';
import { ClientAddresses } from './client-address.ts';
import { type LinkRights, MediaServer } from './media.ts';

/** Gateways that share a Redis stand behind one address, so that each has to know the links of the others. */
function mediaSecret({ media, redis }: Configuration, eventLog: EventLog): string | undefined {
  if (media.secret !== undefined || !redis) return media.secret;
  return createHmac('sha256', eventLog.identity.key).update('links to recordings').digest('hex');
}

/** Makes the server of recordings that a configuration describes. */
export function createMedia(
  configuration: Configuration,
  eventLog: EventLog,
  adapter: (account: string) => Adapter | undefined,
  log: Log,
  rights: LinkRights,
  trail: AuditTrail,
) {
  const secret = mediaSecret(configuration, eventLog);
  const { seconds, folder, diskBytes, fetches } = configuration.media;
  const addresses = new ClientAddresses(configuration);
  const limits = { diskBytes, fetches };
  return new MediaServer({ secret, seconds, folder, limits, log, rights, trail, addresses, adapter });
}
