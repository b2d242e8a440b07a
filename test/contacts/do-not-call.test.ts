import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ContactsGateway, startContacts } from './centre.ts';

/** The other accounts, which have no do-not-call list. */
const UNASKED = ['outreach', 'floor', 'wfo'].map((key) => ({
  ...{ account: { key }, notAsked: 'UNSUPPORTED', count: 0, error: null },
}));

let gateway: ContactsGateway;
beforeAll(async () => {
  gateway = await startContacts();
});
afterAll(() => gateway.close());

describe('numbers not to be called', () => {
  const change = (name: string) => `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) {
    ${name}(input: $input) { changed userErrors { code path vendorCode } }
  }`;
  const CHECK = `query ($numbers: [String!]!, $accounts: [String!]) {
    doNotCall(numbers: $numbers, accounts: $accounts) { numbers sources { account { key } notAsked count error { code } } }
  }`;

  test('are added, listed and removed', async () => {
    const numbers = ['(614) 555-0101', '6145550102', '614-555-0101'];
    const { data } = await gateway.ask(change('doNotCallAdd'), { input: { account: 'acme', numbers } });
    expect(data.doNotCallAdd).toEqual({ changed: 2, userErrors: [] });
    const asked = ['614.555.0101', '6145550103'];
    const { data: found } = await gateway.ask(CHECK, { numbers: asked });
    expect(found.doNotCall).toEqual({
      numbers: ['614.555.0101'],
      sources: [{ account: { key: 'acme' }, notAsked: null, count: 1, error: null }, ...UNASKED],
    });
    const taken = await gateway.ask(change('doNotCallRemove'), { input: { account: 'acme', numbers: ['6145550101'] } });
    expect(taken.data.doNotCallRemove).toEqual({ changed: null, userErrors: [] });
    expect((await gateway.ask(CHECK, { numbers: asked })).data.doNotCall.numbers).toEqual([]);
  });

  test('are refused before the vendor is asked where one is no number or there are too many', async () => {
    const before = gateway.received('addNumbersToDnc');
    const bad = await gateway.ask(change('doNotCallAdd'), { input: { account: 'acme', numbers: ['6145550104', 'x'] } });
    expect(bad.data.doNotCallAdd.userErrors).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: ['input', 'numbers', '1'] },
    ]);
    const many = Array.from({ length: 50_001 }, (_, at) => String(6_140_000_000 + at));
    const over = await gateway.ask(change('doNotCallAdd'), { input: { account: 'acme', numbers: many } });
    expect(over.data.doNotCallAdd.userErrors).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', 'numbers'] }]);
    expect(gateway.received('addNumbersToDnc')).toBe(before);
    expect((await gateway.ask(CHECK, { numbers: ['x'] })).errors?.[0]?.extensions).toMatchObject({
      code: 'INVALID_ARGUMENT',
      path: ['numbers', 0],
    });
  });

  test('are looked up only in accounts that the caller may use and that can answer', async () => {
    const theirs = await gateway.ask(CHECK, { numbers: ['6145550101'], accounts: ['acme'] }, 'elsewhere');
    expect(theirs.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND', path: ['accounts', 0] });
    const none = await gateway.ask(CHECK, { numbers: ['6145550101'], accounts: ['floor'] });
    expect(none.errors?.[0]).toMatchObject({
      message: 'The account floor cannot do this; these accounts can: acme',
      extensions: { code: 'UNSUPPORTED' },
    });
    const partly = await gateway.ask(CHECK, { numbers: ['6145550101'], accounts: ['floor', 'acme'] });
    expect(partly.data.doNotCall.sources).toEqual([
      { account: { key: 'acme' }, notAsked: null, count: 0, error: null },
      { account: { key: 'outreach' }, notAsked: 'FILTERED', count: 0, error: null },
      { account: { key: 'floor' }, notAsked: 'UNSUPPORTED', count: 0, error: { code: 'UNSUPPORTED' } },
      { account: { key: 'wfo' }, notAsked: 'FILTERED', count: 0, error: null },
    ]);
  });

  test('are refused by the vendor in the daytime, and a list that cannot be read is reported', async () => {
    // In steps, so that connections live on while hours of the centre are computed.
    for (let quarter = 0; quarter < 25; quarter += 1) {
      gateway.pass(900);
      await new Promise(setImmediate);
    }
    const { data } = await gateway.ask(change('doNotCallAdd'), { input: { account: 'acme', numbers: ['6145550105'] } });
    expect(data.doNotCallAdd).toMatchObject({
      changed: null,
      userErrors: [{ code: 'FAILED_PRECONDITION', vendorCode: 'ExecutionRestrictionFault' }],
    });
    gateway.five9.trouble({ kind: 'down' });
    const { data: down } = await gateway.ask(CHECK, { numbers: ['6145550105'] });
    gateway.five9.trouble(null);
    expect(down.doNotCall).toEqual({
      numbers: [],
      sources: [{ account: { key: 'acme' }, notAsked: null, count: 0, error: { code: 'UNAVAILABLE' } }, ...UNASKED],
    });
  }, 60_000);
});

test('reason codes over all accounts, by kind', async () => {
  const QUERY = `query ($filter: ReasonCodeFilter) {
    reasonCodes(first: 50, filter: $filter) { edges { node { name kind source { account { key } } } } sources { account { key } notAsked } }
  }`;
  const { data } = await gateway.ask(QUERY);
  const all = data.reasonCodes.edges as { node: { kind: string; name: string } }[];
  const names = (kind: string) => all.filter(({ node }) => node.kind === kind).map(({ node }) => node.name);
  expect(names('NOT_READY')).toEqual(gateway.centre.notReadyReasons.toSorted());
  const { data: some } = await gateway.ask(QUERY, { filter: { kinds: ['LOGOUT'] } });
  expect(some.reasonCodes.edges).toEqual(all.filter(({ node }) => node.kind === 'LOGOUT'));
  expect(data.reasonCodes.sources.filter(({ notAsked }: { notAsked: string | null }) => !notAsked)).toEqual([
    { account: { key: 'floor' }, notAsked: null },
  ]);
});
