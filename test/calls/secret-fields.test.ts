import { expect, it } from 'vitest';
import { secretsOf } from '../../src/adapters/calls/secrets.ts';
import { list, optional, string, struct, variant } from '../../src/adapters/contract.ts';

const login = struct('login', 'A login.', {
  user: optional(string, 'Its user.'),
  password: optional(string, 'Its password.', { secret: true }),
});
const plain = struct('plain', 'No login.', { note: optional(string, 'A note.') });

it('secrets of an input are found in structures, in lists and in the chosen case of a variant', () => {
  const fields = {
    key: optional(string, 'A key.', { secret: true }),
    logins: optional(list(login), 'Logins.'),
    source: optional(variant('source', 'A source.', { login, plain }), 'A source.'),
  };
  const ann = { user: 'ann', password: 'first' };
  expect(
    secretsOf(fields, { key: 'top', logins: [ann, null], source: { _type: 'login', password: 'second' } }),
  ).toEqual(['top', 'first', 'second']);
  expect(secretsOf(fields, { key: null, source: { _type: 'plain', password: 'none', note: 'x' } })).toEqual([]);
  expect(secretsOf(fields, { source: { _type: 'other', password: 'none' } })).toEqual([]);
});
