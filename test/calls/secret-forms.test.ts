import { expect, test } from 'vitest';
import { safeVendorText, withoutSecrets } from '../../src/adapters/calls/secrets.ts';

const SECRET = 'SEED PWD+1/x=';
const base64 = (text: string) => Buffer.from(text).toString('base64');

test.each([
  ['plain', SECRET],
  ['Basic', `AUTH Basic ${base64(`u1:${SECRET}`)} end`],
  ['base64 after one character', base64(`a${SECRET}b`)],
  ['base64 after two characters', base64(`ab${SECRET}c`)],
  ['base64url', Buffer.from(`user:${SECRET}`).toString('base64url')],
  ['percent', encodeURIComponent(SECRET)],
  ['form', new URLSearchParams({ p: SECRET }).toString()],
  ['percent in small letters', encodeURIComponent(SECRET).replace(/%../g, (code) => code.toLowerCase())],
])('P6, D12: a secret echoed as %s is removed', (_, echoed) => {
  const safe = withoutSecrets(`before ${echoed} after`, [SECRET]);
  expect(safe).toMatch(/^before .*… ?(?:end )?after$/);
  for (const part of ['SEED', base64(SECRET).slice(4, 12), 'PWD']) expect(safe).not.toContain(part);
});

const QUOTED = `pa"ss\\<&>'wörd`;
const inElement = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const inAttribute = (text: string) => inElement(text).replaceAll('>', '&gt;').replaceAll('"', '&quot;');

test.each([
  ['JSON', JSON.stringify(QUOTED)],
  ['JSON of ASCII', JSON.stringify(QUOTED).replace('ö', '\\u00f6')],
  ['XML', inElement(QUOTED)],
  ['XML with its ends', inElement(QUOTED).replace('>', '&gt;')],
  ['an attribute of XML', inAttribute(QUOTED).replace("'", '&apos;')],
  ['an attribute of HTML', inAttribute(QUOTED).replace("'", '&#39;')],
  ['JSON in XML', inAttribute(JSON.stringify(QUOTED))],
])('D12: a secret echoed as %s is removed', (_, echoed) => {
  expect(withoutSecrets(`before ${echoed} after`, [QUOTED])).toMatch(/^before ("|&quot;)?…("|&quot;)? after$/);
});

test('D12: the query string of an address is removed without being a configured secret', () => {
  expect(withoutSecrets('URL /soap?apikey=SEEDQRY0&x=1 failed', [])).toBe('URL /soap?… failed');
});

test('ordinary words of a message stay', () => {
  const message = 'The campaign "Sales" has no list. Is it running? 3 = 3';
  expect(withoutSecrets(message, ['hunter2-secret'])).toBe(message);
});

test.each(['4111111111111111', '4111 1111 1111 1111', '5500-0055-5555-5559', '378282246310005'])(
  'P6: the card number %s in a vendor text is removed',
  (number) => {
    expect(safeVendorText(`Field "card" has the value ${number}.`, [])).toBe('Field "card" has the value ….');
  },
);

test.each([
  ['is followed by its expiry date', '4111 1111 1111 1111 12/28', '… 12/28'],
  ['is followed by other groups', '7 4111-1111-1111-1111-123', '7 …-123'],
  ['is one of two', '4111 1111 1111 1111 5500005555555559', '… …'],
])('a card number that %s is removed', (_, text, safe) => {
  expect(safeVendorText(`Card ${text}.`, [])).toBe(`Card ${safe}.`);
});

test.each(['4111111111111112', '1764436800000', '+442079460958', '00000000000000000000000001'])(
  'the number %s is no card number and stays',
  (number) => {
    expect(safeVendorText(`Call ${number} ended`, [])).toBe(`Call ${number} ended`);
  },
);

test.each([[['PASS', 'PASSWORD1']], [['PASSWORD1', 'PASS']]])(
  'D12: of the secrets %j, of which one begins with the other, the longer one is removed whole',
  (secrets) => {
    expect(withoutSecrets('before PASSWORD1 and PASS after', secrets)).toBe('before … and … after');
  },
);
