import 'reflect-metadata';
import { expect, it } from 'vitest';
import { handleOf } from '../../src/gateway/account-handle.ts';
import type { Gateway } from '../../src/gateway/gateway.ts';
import { joinIdentities, PeopleIndex } from '../../src/gateway/people.ts';
import { Views } from '../../src/resolvers/views.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const ACCOUNTS = ['floor', 'wfo'];
const campaign = { nativeId: '1', name: 'Sales' };
const agents = ACCOUNTS.map((account) => ({
  account,
  record: { nativeId: '7', name: 'Ann', email: 'a@acme.example' },
}));
const joined = joinIdentities(agents, { rules: ['EMAIL'], links: [] });

/** Views over accounts that can be replaced, as a reload of the configuration does. */
function openViews() {
  const connect = (account: string) => handleOf({ account, vendor: 'engage' } as never, silent);
  const handles = new Map(ACCOUNTS.map((account) => [account, connect(account)]));
  const views = new Views({ account: (key: string) => handles.get(key) } as Gateway);
  return { views, replace: (account: string) => handles.set(account, connect(account)) };
}

it('a row has one view for as long as its account stays, and one of the account that replaces it', () => {
  const { views, replace } = openViews();
  const view = views.campaign('floor', campaign);
  expect(views.campaign('floor', campaign)).toBe(view);
  expect(view).toMatchObject({ name: 'Sales', source: { nativeId: '1', account: { key: 'floor' } } });
  expect(Object.isFrozen(view) && Object.isFrozen(view.source)).toBe(true);
  replace('wfo');
  expect(views.campaign('floor', campaign)).toBe(view);
  replace('floor');
  const later = views.campaign('floor', campaign);
  expect(later.source.account).toBe(views.account('floor'));
  expect(later.source.account).not.toBe(view.source.account);
});

it('one row under two accounts or as two types has the view of each', () => {
  const { views } = openViews();
  expect(views.campaign('floor', campaign).source.account.key).toBe('floor');
  expect(views.campaign('wfo', campaign).source.account.key).toBe('wfo');
  expect(views.named('Skill', 'wfo', campaign)).toMatchObject({ __typename: 'Skill' });
  expect(views.named('Disposition', 'wfo', campaign)).toMatchObject({ __typename: 'Disposition' });
});

it('an agent has one view with all identities, and one for a caller who sees a part of them', () => {
  const { views, replace } = openViews();
  const index = new PeopleIndex(joined, ACCOUNTS);
  const [person] = index.persons;
  if (!person) throw new Error('no person was joined');
  const accountsOf = (visible: (account: string) => boolean) =>
    views.agent(index, person, visible)?.identities.map(({ account }) => account.key);
  const whole = views.agent(index, person, () => true);
  expect(views.agent(index, person, () => true)).toBe(whole);
  expect(accountsOf(() => true)).toEqual(ACCOUNTS);
  expect(accountsOf((account) => account === 'wfo')).toEqual(['wfo']);
  expect(views.agent(index, person, () => false)).toBeNull();
  expect(views.agent(index, person, () => true, null)).toMatchObject({ presenceState: null });
  replace('wfo');
  expect(views.agent(index, person, () => true)?.identities[1]?.account).toBe(views.account('wfo'));
  expect(accountsOf(() => true)).toEqual(ACCOUNTS);
});
