import { type LookupAddress, lookup } from 'node:dns';
import { lookup as resolve } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress as isPublic, withinNetworks } from '../adapters/calls/addresses.ts';
import { CrosspointError } from '../adapters/errors.ts';

export { isPublicAddress as isPublic } from '../adapters/calls/addresses.ts';

function refused(): CrosspointError {
  return new CrosspointError('INVALID_ARGUMENT', 'The webhook points into a private network');
}

/** Whether messages may be sent to an address. */
export type Allows = (address: string) => boolean;

/** Public addresses, and those of these networks, each as `address/bits`. */
export function publicAnd(networks: readonly string[]): Allows {
  const isNamed = withinNetworks(networks);
  return (address) => isPublic(address) || isNamed(address);
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '');
}

/** Refuses an address written out in a URL; names are looked at when they are resolved. */
export function refuseLiteral(url: string, allows: Allows = isPublic): void {
  const host = hostOf(url);
  if (isIP(host) !== 0 && !allows(host)) throw refused();
}

/** Resolves a name to the allowed addresses that are then connected to; one that is not refuses them all. */
export function guardedLookup(allows: Allows): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      const addresses = found as LookupAddress[];
      if (error) done(error, '', 0);
      else if (!addresses.every(({ address }) => allows(address))) done(refused(), '', 0);
      else if (options.all) done(null, addresses);
      else done(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
  };
}

/** Refuses a URL that leads where nothing may go; a name that is not known now is looked at when it is used. */
export async function refuseAddress(url: string, allows: Allows): Promise<void> {
  refuseLiteral(url, allows);
  const addresses = await resolve(hostOf(url), { all: true }).catch(() => []);
  if (!addresses.every(({ address }) => allows(address))) throw refused();
}
