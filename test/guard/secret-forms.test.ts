import { expect, test } from 'vitest';
import { withoutSecrets } from '../../src/adapters/calls/secrets.ts';

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
])('P6, D12: a secret echoed as %s is removed', (_, echoed) => {
  const safe = withoutSecrets(`before ${echoed} after`, [SECRET]);
  expect(safe).toMatch(/^before .*… ?(?:end )?after$/);
  for (const part of ['SEED', base64(SECRET).slice(4, 12), 'PWD']) expect(safe).not.toContain(part);
});

test('D12: the query string of an address is removed without being a configured secret', () => {
  expect(withoutSecrets('URL /soap?apikey=SEEDQRY0&x=1 failed', [])).toBe('URL /soap?… failed');
});

test('ordinary words of a message stay', () => {
  const message = 'The campaign "Sales" has no list. Is it running? 3 = 3';
  expect(withoutSecrets(message, ['hunter2-secret'])).toBe(message);
});
