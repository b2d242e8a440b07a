import { isIP } from 'node:net';
import { invalidArgument } from '../../errors.ts';
import { parseUrl } from '../../http/parse-url.ts';

/** Host names that are resolved only in the agent's network. */
const LOCAL = /(^localhost|\.localhost|\.local|\.internal|\.lan|\.home\.arpa)$/i;

/** A public name has a dot, which an IPv6 address has not, is no IPv4 address, and does not belong to a local network. */
function isPublicName(host: string): boolean {
  return host.includes('.') && isIP(host) === 0 && !LOCAL.test(host);
}

/**
 * Refuses to have a page opened on an agent's machine unless it is a web page of a public name or of a host the operator
 * listed: addresses and local names reach what only that machine may reach.
 */
export function checkPage(address: unknown, listed: readonly string[]): void {
  if (typeof address !== 'string') return;
  const url = parseUrl(address);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw invalidArgument('Only web pages can be opened', 'url');
  if (url.username || url.password) throw invalidArgument('The address must not carry credentials', 'url');
  const host = url.hostname.replace(/\.$/, '').toLowerCase();
  if (listed.some((known) => known.toLowerCase() === host)) return;
  if (url.port) throw invalidArgument('Only the default port of this host is allowed', 'url');
  if (!isPublicName(host)) throw invalidArgument('This host is not among `browserHosts` of the account', 'url');
}
