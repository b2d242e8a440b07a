import { expect, it } from 'vitest';
import { secretsOf, withoutSecretFields } from '../../src/adapters/calls/secrets.ts';
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

it('what is secret as a whole is found in each form', () => {
  const fields = {
    keys: optional(list(string), 'Keys.', { secret: true }),
    login: optional(login, 'A login.', { secret: true }),
  };
  expect(secretsOf(fields, { keys: ['first', 'second'], login: { user: 'ann' } })).toEqual(['first', 'second', 'ann']);
});

it('a value is shown without secrets in structures, in lists and in the case of a variant', () => {
  const source = variant('source', 'A source.', { login, plain });
  const fields = {
    key: optional(string, 'A key.', { secret: true }),
    source: optional(source, 'A source.'),
    sources: optional(list(source), 'Sources.'),
  };
  const value = {
    key: 'top',
    source: { _type: 'login', user: 'ann', password: 'first' },
    sources: [{ _type: 'plain', note: 'x' }, { _type: 'login', password: 'second' }, { _type: 'constructor' }, null],
  };
  expect(withoutSecretFields(fields, value)).toEqual({
    source: { _type: 'login', user: 'ann' },
    sources: [{ _type: 'plain', note: 'x' }, { _type: 'login' }, { _type: 'constructor' }, null],
  });
});
