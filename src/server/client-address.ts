import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { type ContainsAddress, withinNetworks } from '../adapters/calls/addresses.ts';
import type { Configuration } from '../config/configuration.ts';

type Request = Pick<IncomingMessage, 'headers'> & { readonly socket: { readonly remoteAddress?: string | undefined } };

/** The address of a text such as `192.0.2.1:4711` or `"[2001:db8::1]"`, without its port; undefined where it is no address. */
function addressOf(text: string): string | undefined {
  const bare = text.trim().replace(/^"(.*)"$/, '$1');
  const [, inBrackets, four] = /^(?:\[([^\]]+)\]|([\d.]+))(?::\d+)?$/.exec(bare) ?? [];
  const address = (inBrackets ?? four ?? bare).toLowerCase().replace(/^::ffff:(?=[\d.]+$)/, '');
  return isIP(address) === 0 ? undefined : address;
}

/** The addresses that proxies added, the one of the last proxy first. */
function forwardedFor(text: string, header: Configuration['trustedProxies']['header']): string[] {
  const parts = text.split(',').reverse();
  if (header === 'X-Forwarded-For') return parts;
  return parts.map((part) => /(?:^|;)\s*for=("[^"]*"|[^;]*)/i.exec(part)?.[1] ?? '');
}

/** Finds the address of a client, which trusted proxies report in a header; a header of any other sender is ignored. */
export class ClientAddresses {
  #proxies: Configuration['trustedProxies'] | undefined;
  #isTrusted: ContainsAddress = () => false;

  constructor(private readonly live: Pick<Configuration, 'trustedProxies'>) {}

  /** The address of the client; that of the last proxy known to be trusted where its report cannot be read. */
  of({ headers, socket }: Request): string | undefined {
    const sender = socket.remoteAddress === undefined ? undefined : addressOf(socket.remoteAddress);
    const { trustedProxies } = this.live;
    if (sender === undefined || trustedProxies.networks.length === 0) return sender;
    if (trustedProxies !== this.#proxies) {
      this.#proxies = trustedProxies;
      this.#isTrusted = withinNetworks(trustedProxies.networks);
    }
    const given = headers[trustedProxies.header === 'Forwarded' ? 'forwarded' : 'x-forwarded-for'];
    return this.#client(sender, forwardedFor(String(given ?? ''), trustedProxies.header));
  }

  /** Each trusted proxy vouches for the address before it; what lies before the first other address may be made up. */
  #client(sender: string, reported: readonly string[]): string {
    let client = sender;
    for (const text of reported) {
      const address = this.#isTrusted(client) ? addressOf(text) : undefined;
      if (address === undefined) break;
      client = address;
    }
    return client;
  }
}
