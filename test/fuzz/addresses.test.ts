import { isIP } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isNetwork, isPublicAddress } from '../../src/adapters/calls/addresses.ts';
import { parseUrl } from '../../src/adapters/http/parse-url.ts';
import { endpointOf } from '../../src/adapters/recorder/client/connection.ts';
import { vendor as recorder } from '../../src/adapters/recorder/index.ts';
import { originShape } from '../../src/config/origin.ts';
import { isRedisAddress, parseRedisAddress } from '../../src/storage/redis-address.ts';
import { publicAnd, refuseLiteral } from '../../src/webhooks/address.ts';
import { codeOr, damaged, fuzz, HOSTILE_TEXTS } from './fuzz.ts';

const host = fc.oneof(
  fc.ipV4(),
  fc.ipV4Extended(),
  fc.ipV6(),
  fc.ipV6().map((address) => `[${address}]`),
  fc.ipV4().map((address) => `[::ffff:${address}]`),
  fc.ipV6().map((address) => `${address}%eth0`),
  fc.domain(),
  fc.constantFrom(
    'localhost',
    '127.1',
    '0x7f.1',
    '2130706433',
    '169.254.169.254',
    'fe80::1%25eth0',
    'xn--',
    '①②⑦.0.0.1',
  ),
);
const port = fc.oneof(
  fc.constant(''),
  fc.nat(99_999).map((number) => `:${number}`),
);
const scheme = fc.constantFrom(
  'http',
  'https',
  'tcp',
  'redis',
  'rediss',
  'redis+sentinel',
  'redis+cluster',
  'file',
  'HTTP',
);
const path = fc.constantFrom('', '/', '/0', '/15', '/master', '/%zz', '/a?sentinelPassword=%', '?a#b');
const user = fc.constantFrom('', 'user@', 'user:p%40ss@', ':secret@', '%zz:%@');
const urls = damaged(
  fc.tuple(scheme, user, host, port, path).map(([of, who, at, number, rest]) => `${of}://${who}${at}${number}${rest}`),
  HOSTILE_TEXTS,
);
const networks = damaged(
  fc.tuple(host, fc.nat(140)).map(([at, bits]) => `${at}/${bits}`),
  HOSTILE_TEXTS,
);

test('a network that is accepted can be used, and nothing else is accepted', async () => {
  await fuzz(fc.tuple(networks, host), ([network, address]) => {
    if (!isNetwork(network)) return;
    const allows = publicAnd([network]);
    expect(typeof allows(address)).toBe('boolean');
    expect(allows(network.split('/')[0] ?? '')).toBe(true);
  });
});

test('an address is public or not, and no name is', async () => {
  await fuzz(damaged(host, HOSTILE_TEXTS), (address) => {
    if (isPublicAddress(address)) expect(isIP(address)).not.toBe(0);
  });
});

test('the URL of a webhook is accepted or refused in every spelling of its host', async () => {
  await fuzz(urls, (url) => {
    const hostname = parseUrl(url)?.hostname;
    if (hostname === undefined) return;
    const refused = codeOr(() => refuseLiteral(url)) !== undefined;
    if (/^(?:127\.|10\.|169\.254\.|\[::1\]|\[::ffff:)/.test(hostname) && isIP(hostname.replace(/[[\]]/g, '')))
      expect(refused).toBe(true);
  });
});

test('an address of Redis is refused with a code, or has hosts and ports that a socket takes', async () => {
  await fuzz(urls, (url) => {
    const read = codeOr(() => parseRedisAddress(url));
    expect(isRedisAddress(url)).toBe(!('refused' in read));
    if ('refused' in read) return;
    for (const node of read.nodes) expect([node.host.length > 0, node.port <= 65_535]).toEqual([true, true]);
  });
});

test('an origin that is accepted is one, and is accepted again as it was written', async () => {
  await fuzz(urls, (url) => {
    const { success, data } = originShape.safeParse(url);
    if (success) expect([new URL(data).origin, originShape.parse(data)]).toEqual([data, data]);
  });
});

test('the address of a recorder that the settings accept has a host and a port', async () => {
  const portZero = recorder.settings.safeParse({ ...(recorder.example as object), url: 'tcp://recorder.example:0' });
  expect(portZero.success).toBe(false);
  await fuzz(urls, (url) => {
    const { success } = recorder.settings.safeParse({ ...(recorder.example as object), url });
    if (!success) return;
    const { host: name, port: number } = endpointOf(url);
    expect([name.length > 0, number > 0]).toEqual([true, true]);
  });
});
