import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../src/adapters/calls/addresses.ts';
import { withAllowedHosts } from '../../src/adapters/calls/allowed-hosts.ts';
import { refusalOf } from '../../src/adapters/calls/meaning.ts';

describe('hosts a vendor may be sent to', () => {
  it.each(['ftp.example.com', 'files.partner.example.', '93.184.216.34', '2606:4700::7', 'EXAMPLE.com'])(
    '%s',
    (host) => {
      expect(refusalOf('public-host', host)).toBeNull();
    },
  );

  it.each([
    ...[
      'localhost',
      'LOCALHOST',
      'db.localhost',
      'printer.local',
      'wiki.internal',
      'router.lan',
      'intranet',
      '127.0.0.1',
    ],
    ...['127.1', '2130706433', '0x7f000001', '0x7f.1', '017700000001', '10.1.2.3', '172.16.0.1', '172.31.255.255'],
    ...[
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
      '::1',
      '[::1]',
      'fe80::1',
      'fd00::1',
      '::ffff:127.0.0.1',
    ],
    ...[
      '::ffff:7f00:1',
      '64:ff9b::7f00:1',
      'example.com:21',
      'user@example.com/..',
      'example.com/path',
      'a b.com',
      'ex%61mple',
    ],
  ])('not %s', (host) => {
    expect(refusalOf('public-host', host)).toMatch(/^Only public hosts/);
  });
});

describe('addresses results may be posted to', () => {
  it.each(['https://partner.example/import?x=1', 'http://93.184.216.34/done'])('%s', (url) => {
    expect(refusalOf('public-url', url)).toBeNull();
  });

  it.each([
    ...[
      'http://127.0.0.1/x',
      'http://169.254.169.254/latest/meta-data',
      'https://user:secret@partner.example/',
      'file:///etc/passwd',
    ],
    ...[
      'ftp://partner.example/',
      'gopher://partner.example',
      'javascript:alert(1)',
      'partner.example',
      'http://[::1]/',
      'http://0x7f.1/',
    ],
  ])('not %s', (url) => {
    expect(refusalOf('public-url', url)).toMatch(/public hosts/);
  });
});

describe('hosts that an account allows', () => {
  const allowed = (meaning: 'public-url' | 'public-host', text: string) => {
    let refusal: string | null = null;
    withAllowedHosts(['hooks.acme.example', 'Ftp.Acme.internal', '10.1.2.3'], () => {
      refusal = refusalOf(meaning, text);
    });
    return refusal;
  };

  it.each([
    'https://hooks.acme.example:8443/f9',
    'http://10.1.2.3:9000/done',
    'http://ftp.acme.INTERNAL/x',
    'https://partner.example/x',
  ])('%s', (url) => {
    expect(allowed('public-url', url)).toBeNull();
    if (url !== 'https://partner.example/x') expect(refusalOf('public-url', url)).toMatch(/public hosts/);
  });

  it.each([
    'https://partner.example:8443/f9',
    'http://10.1.2.4/done',
    'https://user:secret@hooks.acme.example/',
    'ftp://hooks.acme.example/',
    'http://hooks.acme.example\\@127.0.0.1/',
    'http://167838211/',
  ])('not %s', (url) => {
    expect(allowed('public-url', url)).toMatch(/public hosts/);
  });

  it('an FTP host in a private network', () => {
    expect(allowed('public-host', 'ftp.acme.internal')).toBeNull();
    expect(allowed('public-host', 'ftp.acme.internal:21')).toMatch(/^Only public hosts/);
    expect(refusalOf('public-host', 'ftp.acme.internal')).toMatch(/^Only public hosts/);
  });
});

it('a WAV begins as one', () => {
  const wav = Buffer.concat([Buffer.from('RIFF'), Buffer.alloc(4), Buffer.from('WAVEfmt ')]);
  expect(refusalOf('wav', wav.toString('base64'))).toBeNull();
  expect(refusalOf('wav', Buffer.from('ID3 not a wave file').toString('base64'))).toBe('Not a WAV file');
});

it('a pattern is read by one usual syntax or another, and never run', () => {
  for (const pattern of [
    '.*',
    '^Sales .+$',
    '(?i)sales',
    '(?=x)y',
    'a{2,3}',
    'a*+b',
    'a++',
    'a?+b',
    '(ab)*+',
    'a{2,3}+',
  ])
    expect(refusalOf('pattern', pattern), pattern).toBeNull();
  for (const pattern of ['(', '[a-', '*a', 'a{3,1}'])
    expect(refusalOf('pattern', pattern), pattern).toMatch(/Not a regular expression/);
});

it('what is no address at all is not taken for a public one', () => {
  expect(isPublicAddress('nonsense')).toBe(false);
});

it.each([
  ['calls.csv', null],
  ['..calls.csv', null],
  ['x'.repeat(255), null],
  ['x'.repeat(256), 'Not a file name'],
  ['..', 'Not a file name'],
  ['a/b', 'Not a file name'],
  ['a\\b', 'Not a file name'],
  ['c:b', 'Not a file name'],
  ['a%2fb', 'Not a file name'],
  ['a\u0000b', 'Not a file name'],
])('the name of a file has at most 255 characters and leads to no other folder: %j', (name, refusal) => {
  expect(refusalOf('file-name', name)).toBe(refusal);
});
