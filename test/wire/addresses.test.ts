import { describe, expect, test } from 'vitest';
import { isNetwork, isPublicAddress } from '../../src/adapters/calls/addresses.ts';
import { refusalOf } from '../../src/adapters/calls/meaning.ts';

const SPECIAL = [
  ...[
    '192.0.2.1',
    '198.51.100.7',
    '203.0.113.9',
    '127.0.0.1',
    '10.1.2.3',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
  ],
  ...['2001:db8::1', '2001:0:53aa:64c::1', '4000::1', '2002:7f00:1::', '::1', '::ffff:127.0.0.1', 'fe80::1', 'fc00::1'],
  '64:ff9b::7f00:1',
];

describe('X11: addresses outside the public internet', () => {
  test.each(SPECIAL)('%s is refused to webhooks and in the vendor plane', (address) => {
    expect(isPublicAddress(address)).toBe(false);
    expect(refusalOf('public-host', address)).toMatch(/public hosts/);
    const host = address.includes(':') ? `[${address}]` : address;
    expect(refusalOf('public-url', `http://${host}/`)).toMatch(/public hosts/);
  });

  test.each(['8.8.8.8', '192.0.3.1', '2606:4700::1111', '2a00:1450:4001::5'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
    expect(refusalOf('public-host', address)).toBeNull();
  });
});

test.each([
  'http://a.example\\@127.0.0.1/',
  'http://a.example\\\\@127.0.0.1/',
  'http:\\\\127.0.0.1\\a.example/',
  'http://a.example\t@127.0.0.1/',
  'http://a.example#@127.0.0.1\\',
  'https:/a.example/',
  ' http://a.example/',
  'http://a.example/\r\nHost: b',
])('X11: %j, which parsers read differently, is refused', (url) => {
  expect(refusalOf('public-url', url)).toMatch(/public hosts/);
});

test.each(['http://partner.example', 'https://partner.example/hook?a=1#b', 'http://bücher.example/ü'])(
  '%s is a public URL',
  (url) => expect(refusalOf('public-url', url)).toBeNull(),
);

test('a URL with a letter beyond ASCII stays one however often it is read', () => {
  const refused = Array.from({ length: 20_000 }, () => refusalOf('public-url', 'http://bücher.example/ü'));
  expect(refused.filter((reason) => reason !== null)).toEqual([]);
});

test('a network has an address without a zone, and bits that fit it', () => {
  expect(['10.1.0.0/16', 'fd00::/8', '::1/128'].map(isNetwork)).toEqual([true, true, true]);
  expect(['fe80::1%eth0/64', '10.1.0.0', '10.1.0.0/33', 'fd00::/129', 'x/8'].filter(isNetwork)).toEqual([]);
});
