/** Which addresses are on the public internet: one list for webhooks and for hosts that callers hand to vendors. */
import { BlockList, isIP } from 'node:net';

/** IPv4 networks that are private, loopback, link-local, carrier-grade NAT, documentation, benchmark or multicast. */
const NOT_PUBLIC_4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
/** Of 2000::/3, the only public part of IPv6: Teredo, benchmark, ORCHID, documentation and 6to4. */
const NOT_PUBLIC_6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const four = new BlockList();
for (const [network, bits] of NOT_PUBLIC_4) four.addSubnet(network, bits, 'ipv4');
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');
const six = new BlockList();
for (const [network, bits] of NOT_PUBLIC_6) six.addSubnet(network, bits, 'ipv6');

/** Whether a text is an address on the public internet. False for names and for IPv4 inside IPv6. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !four.check(address, 'ipv4');
  return version === 6 && global6.check(address, 'ipv6') && !six.check(address, 'ipv6');
}

/** Whether an address lies in a set of networks. */
export type ContainsAddress = (address: string) => boolean;

/** A test for addresses of these networks, each as `address/bits`. */
export function withinNetworks(networks: readonly string[]): ContainsAddress {
  const named = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    named.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return (address) => named.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Whether a text is a network, as `address/bits`. */
export function isNetwork(text: string): boolean {
  const [, address = '', bits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  // A zone, as in `fe80::1%eth0`, belongs to one machine and to no network.
  const version = address.includes('%') ? 0 : isIP(address);
  return version !== 0 && Number(bits) <= (version === 6 ? 128 : 32);
}
