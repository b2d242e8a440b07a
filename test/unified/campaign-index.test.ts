import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CampaignRecord, CampaignReference } from '../../src/adapters/adapter.ts';
import { findCampaign, type ListedCampaigns } from '../../src/gateway/campaign-index.ts';
import { campaign as campaignRow } from './campaign-row.ts';

const campaign = (nativeId: string, name: string): CampaignRecord => campaignRow(nativeId, { name });
const summer = campaign('1', 'Summer');
const otherSummer = campaign('2', 'SUMMER');
const dialler = campaign('1', 'Winter');

const listed: ListedCampaigns = [
  { account: 'config', rows: [summer, otherSummer] },
  { account: 'dialler', rows: [dialler] },
];

it.each<[string, string, CampaignReference, { account: string; row: CampaignRecord } | undefined]>([
  ['by its key in the account that refers to it', 'dialler', { nativeId: '1' }, { account: 'dialler', row: dialler }],
  [
    'by its key rather than its name',
    'config',
    { nativeId: '2', name: 'Summer' },
    { account: 'config', row: otherSummer },
  ],
  [
    'by its name in any case, the first of equal ones',
    'config',
    { name: 'sUMMER' },
    { account: 'config', row: summer },
  ],
  [
    'by its name where its key is not listed',
    'config',
    { nativeId: '9', name: 'Summer' },
    { account: 'config', row: summer },
  ],
  ['by its name in another account', 'floor', { name: 'winter' }, { account: 'dialler', row: dialler }],
  ['not by its key in another account', 'floor', { nativeId: '1' }, undefined],
  ['not by an empty name or key', 'config', { nativeId: '', name: '' }, undefined],
])('finds a campaign %s', (_, account, reference, found) => {
  expect(findCampaign(listed, account, reference)).toEqual(found);
});

/** The same by looking at each campaign. */
function scanned(lists: ListedCampaigns, account: string, { nativeId, name }: CampaignReference) {
  const all = lists.flatMap((list) => list.rows.map((row) => ({ account: list.account, row })));
  const ofAccount = all.filter((placed) => placed.account === account);
  const isCalled = ({ row }: { row: CampaignRecord }) => name && row.name.toLowerCase() === name.toLowerCase();
  return (
    ofAccount.find(({ row }) => nativeId && row.nativeId === nativeId) ?? ofAccount.find(isCalled) ?? all.find(isCalled)
  );
}

it('finds what looking at each campaign finds', () => {
  const text = fc.constantFrom('', 'a', 'A', 'b', 'B', 'c');
  const lists = fc.array(fc.array(fc.tuple(text, text), { maxLength: 5 }), { maxLength: 3 });
  const reference = fc.record({ nativeId: fc.option(text), name: fc.option(text) });
  fc.assert(
    fc.property(lists, fc.nat(3), reference, (given, at, refers) => {
      const all = given.map((rows, each) => ({
        account: `${each}`,
        rows: rows.map(([id, name]) => campaign(id, name)),
      }));
      expect(findCampaign(all, `${at}`, refers)).toEqual(scanned(all, `${at}`, refers));
    }),
  );
});

it('looks at a list once, however many calls refer to its campaigns', () => {
  let looks = 0;
  const rows = new Proxy([summer, otherSummer], {
    get: (target, key, receiver) => {
      if (key === 'length') looks += 1;
      return Reflect.get(target, key, receiver);
    },
  });
  const lists = [{ account: 'config', rows }];
  findCampaign(lists, 'config', { nativeId: '1' });
  const first = looks;
  for (let at = 0; at < 100; at += 1) findCampaign(lists, 'config', { name: 'summer' });
  expect(first).toBeGreaterThan(0);
  expect(looks).toBe(first);
});
