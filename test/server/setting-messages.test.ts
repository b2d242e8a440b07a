import { expect, test } from 'vitest';
import { vendors } from '../../src/adapters/vendors.ts';
import { checkConfiguration } from '../../src/config/configuration.ts';

const auth = { keys: [{ id: 'a', hash: `sha256:${'0'.repeat(64)}`, scopes: ['admin'] }] };
const recorder = { id: 'wfo', vendor: 'recorder', url: 'tcp://recorder.example' };

function problemsOf(file: object): string[] {
  try {
    checkConfiguration(file, vendors);
  } catch (thrown) {
    return (thrown as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
  return [];
}

test.each([
  [{ accounts: [recorder] }, 'auth: is required: auth.keys or auth.jwt; "crosspoint key" generates a key and prints'],
  [{ auth }, 'accounts: is required: a list'],
  [{ auth, accounts: [] }, 'accounts: must have at least 1 entry'],
  [{ auth, accounts: [recorder], port: 'x' }, 'port: must be a number, not a text'],
  [{ auth, accounts: [recorder], port: 4.5 }, 'port: must be a whole number, not a number'],
  [{ auth, accounts: [recorder], port: 99_999 }, 'port: must be at most 65535'],
  [{ auth, accounts: [recorder], limits: { heapShare: 0 } }, 'limits.heapShare: must be greater than 0'],
  [{ auth, accounts: [recorder], publicUrl: 'nowhere' }, 'publicUrl: must be an http or https URL, such as https://'],
  [{ auth, accounts: [recorder], introspection: 'all' }, 'introspection: must be one of scopes, admin, everyone'],
  [{ auth, accounts: [recorder], media: { secret: 'short' } }, 'media.secret: must have at least 32 characters'],
  [{ auth, accounts: [recorder], media: null }, 'media: must be a section of keys, not empty'],
  [{ auth, accounts: [{ id: 'wfo', vendor: 'recorder' }] }, 'accounts[0].url: is required: a text'],
  [{ auth, accounts: [{ ...recorder, via: 'udp' }] }, 'accounts[0].via: must be one of tcp, web'],
  [
    { auth: { keys: [{ ...auth.keys[0], expiresAt: 'soon' }] }, accounts: [recorder] },
    'auth.keys[0].expiresAt: must be a time with an offset, such as 2026-01-31T08:00:00Z',
  ],
])('a setting is refused in the words of the file: %j', (file, message) => {
  const problems = problemsOf(file);
  expect(problems).toEqual([expect.stringContaining(message)]);
  expect(problems.join()).not.toMatch(/Invalid|expected|received/);
});
