/** Missing, unknown, not asked and failed are four answers: `sources` has one entry for each account of the caller. */
import { expect, test } from 'vitest';
import { writeId } from '../../src/access/global-id.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { campaign } from './campaign-row.ts';
import { call, fakeAdapter, gatewayOver, recording, rows } from './world.ts';

const SHOW = 'totalCount sources { account { key } notAsked count fetchedAt error { code } }';

interface Report {
  readonly account: { readonly key: string };
  readonly notAsked: string | null;
  readonly error: { readonly code: string } | null;
}

/** The reason or the error of each account, by key; `asked` for one that answered. */
function shown(sources: readonly Report[]): Record<string, string> {
  expect(new Set(sources.map(({ account }) => account.key)).size).toBe(sources.length);
  return Object.fromEntries(
    sources.map(({ account, notAsked, error }) => [account.key, error?.code ?? notAsked ?? 'asked']),
  );
}

function floor() {
  const telephony = fakeAdapter('telephony', 'FIVE9_CTI', { calls: async () => rows(call('a')) });
  const texts = fakeAdapter('texts', 'ENGAGE', { calls: async () => rows(), callsNeedNumber: true });
  const wfo = fakeAdapter('wfo', 'RECORDER', { recordings: async () => rows(recording('1')) });
  const five9 = fakeAdapter('five9', 'FIVE9_CONFIG', {
    campaigns: async () => rows(campaign('Spring')),
    doNotCall: async () => [],
    contacts: async () => rows(),
  });
  return [telephony, texts, wfo, five9];
}

test.each([
  ['calls(first: 5)', { telephony: 'asked', texts: 'NEEDS_NUMBER', wfo: 'UNSUPPORTED', five9: 'UNSUPPORTED' }],
  [
    'calls(first: 5, filter: { to: "+16145550143" })',
    { telephony: 'asked', texts: 'asked', wfo: 'UNSUPPORTED', five9: 'UNSUPPORTED' },
  ],
  [
    'calls(first: 5, filter: { vendors: [FIVE9_CTI, RECORDER] })',
    { telephony: 'asked', texts: 'FILTERED', wfo: 'UNSUPPORTED', five9: 'FILTERED' },
  ],
  [
    'recordings(first: 5, filter: { states: [RECORDING] })',
    { telephony: 'UNSUPPORTED', texts: 'UNSUPPORTED', wfo: 'FILTERED', five9: 'UNSUPPORTED' },
  ],
  ['skills(first: 5)', { telephony: 'UNSUPPORTED', texts: 'UNSUPPORTED', wfo: 'UNSUPPORTED', five9: 'UNSUPPORTED' }],
  ['agents(first: 5)', { telephony: 'UNSUPPORTED', texts: 'UNSUPPORTED', wfo: 'UNSUPPORTED', five9: 'UNSUPPORTED' }],
  [
    `contacts(first: 5, filter: { ids: ["${writeId('Contact', 'elsewhere', '1')}"] })`,
    { telephony: 'UNSUPPORTED', texts: 'UNSUPPORTED', wfo: 'UNSUPPORTED', five9: 'FILTERED' },
  ],
])('%s has a reason for each account that is not asked', async (list, expected) => {
  const { data } = await gatewayOver(floor()).ask(`{ list: ${list} { ${SHOW} } }`);
  expect(shown(data.list.sources)).toEqual(expected);
  for (const { notAsked, count, fetchedAt } of data.list.sources)
    if (notAsked) expect([count, fetchedAt]).toEqual([0, null]);
});

test('an account that is not asked hides no count, and one that failed does', async () => {
  const adapters = floor();
  const { data } = await gatewayOver(adapters).ask(`{ campaigns(first: 5) { ${SHOW} } }`);
  expect(data.campaigns.totalCount).toBe(1);
  const campaigns = () => Promise.reject(new CrosspointError('UNAVAILABLE', 'down'));
  const down = fakeAdapter('down', 'REMOTE_CONTROL', { campaigns });
  const { data: part } = await gatewayOver([...adapters, down]).ask(`{ campaigns(first: 5) { ${SHOW} } }`);
  expect(part.campaigns.totalCount).toBeNull();
  expect(shown(part.campaigns.sources)).toMatchObject({ down: 'UNAVAILABLE', wfo: 'UNSUPPORTED', five9: 'asked' });
});

test('the do-not-call check, a nested list and a caller of one account have the same entries', async () => {
  const { ask } = gatewayOver(floor());
  const { data } = await ask(
    `{ doNotCall(numbers: ["6145550143"]) { sources { account { key } notAsked error { code } } }
       campaigns(first: 1) { edges { node { calls(first: 1) { ${SHOW} } } } } }`,
  );
  const unsupported = { telephony: 'UNSUPPORTED', texts: 'UNSUPPORTED', wfo: 'UNSUPPORTED' };
  expect(shown(data.doNotCall.sources)).toEqual({ ...unsupported, five9: 'asked' });
  expect(shown(data.campaigns.edges[0].node.calls.sources)).toMatchObject({
    telephony: 'asked',
    texts: 'NEEDS_NUMBER',
  });
  const caller = { id: 'partner', scopes: new Set(['admin', 'calls:read']), accounts: new Set(['telephony']) };
  const theirs = await ask(`{ calls(first: 1) { ${SHOW} } }`, {}, caller);
  expect(shown(theirs.data.calls.sources)).toEqual({ telephony: 'asked' });
});
