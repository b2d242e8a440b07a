/** The reads of the unified plane: which operations of the vendor each asks for, and what it answers. */
import { describe, expect, it } from 'vitest';
import type { ListQuery } from '../../src/adapters/adapter.ts';
import { contactReads } from '../../src/adapters/remote-control/reads/contacts.ts';
import { createReads } from '../../src/adapters/remote-control/reads.ts';
import { BEGAN, failing, listed, settingsOf, unitAccount } from './unit-account.ts';

const fetchedAt = new Date(BEGAN).toISOString();
const now = () => new Date(BEGAN);

const LISTS = {
  campaigns: {
    operation: 'campaigns',
    entities: [
      { CampaignID: 1, CampaignName: 'Ärger' },
      { CampaignID: 2, CampaignName: 'Spring' },
    ],
  },
  agents: {
    operation: 'users',
    entities: [
      { ID: 1, FullName: 'Ärger' },
      { ID: 2, FullName: 'Spring' },
    ],
  },
  skills: {
    operation: 'acdqueues',
    entities: [
      { ID: 1, AcdName: 'Ärger' },
      { ID: 2, AcdName: 'Spring' },
    ],
  },
  dispositions: { operation: 'resultcodes', entities: [{ Code: 'Ärger' }, { Code: 'Spring' }] },
} as const;
type Role = keyof typeof LISTS;

/** The reads of an account, and what the vendor was asked for. */
function reading(answers: Parameters<typeof unitAccount>[0]) {
  const { client, phones, asked } = unitAccount(answers);
  return { reads: createReads(client, phones, settingsOf(), now), asked };
}

describe.each(Object.keys(LISTS) as Role[])('%s', (role) => {
  const { operation, entities } = LISTS[role];
  const answering = () => reading({ [operation]: () => [...entities, {}] });
  const namesOf = async (query: ListQuery) => (await answering().reads[role](query, {})).items.map(({ name }) => name);

  it('are the entities that can be named, as of now', async () => {
    const { reads, asked } = answering();
    const { items, ...facts } = await reads[role]({}, { deadline: 700 });
    expect(items.map(({ name }) => name)).toEqual(['Ärger', 'Spring']);
    expect(facts).toEqual({ fetchedAt });
    expect(asked).toMatchObject([{ operation, input: { UserID: 12 }, ask: { deadline: 700 } }]);
  });

  it('are filtered by a part of the name, in either case', async () => {
    expect(await namesOf({ nameContains: 'äRG' })).toEqual(['Ärger']);
    expect(await namesOf({ nameContains: 'sPRI' })).toEqual(['Spring']);
    expect(await namesOf({ nameContains: '' })).toEqual(['Ärger', 'Spring']);
    expect(await namesOf({ nameContains: null })).toEqual(['Ärger', 'Spring']);
    expect(await namesOf({ nameContains: 'x' })).toEqual([]);
  });
});

describe('calls', () => {
  const PHONES: Readonly<Record<number, readonly object[]>> = { 7: [listed(1), listed(2)], 8: [listed(3)], 9: [] };
  const answering = () =>
    reading({ users: () => [{ ID: 7 }, { ID: 8 }], getcalls: ({ UserID }) => PHONES[Number(UserID)] });

  const id = (user: number, call: number) => `${user}/${call}@${BEGAN}`;
  it.each([
    ['all users', {}, ['users', 7, 8], [id(7, 1), id(7, 2), id(8, 3)]],
    ['one agent', { agent: { nativeId: '8' } }, [8], [id(8, 3)]],
    ['an agent without an id', { agent: {} }, ['users', 7, 8], [id(7, 1), id(7, 2), id(8, 3)]],
    ['their ids, of which two have one user', { nativeIds: [id(7, 2), id(7, 5), id(9, 1)] }, [7, 9], [id(7, 2)]],
    ['no ids', { nativeIds: [] }, [], []],
  ])('of %s', async (_, query, wanted, ids) => {
    const { reads, asked } = answering();
    const { items, ...facts } = await reads.calls(query as ListQuery, { deadline: 700 });
    expect(asked.map(({ operation, input }) => (operation === 'users' ? operation : input.UserID))).toEqual(wanted);
    expect(asked.every(({ ask }) => ask.deadline === 700)).toBe(true);
    expect(items.map(({ nativeId }) => nativeId)).toEqual(ids);
    expect(facts).toEqual({ fetchedAt });
  });

  it('of eight users at a time are asked for', async () => {
    const open: (() => void)[] = [];
    const users = () => Array.from({ length: 10 }, (_, ID) => ({ ID }));
    const getcalls = () => new Promise((resolve) => open.push(() => resolve([])));
    const { reads } = reading({ users, getcalls });
    const answer = reads.calls({}, {});
    await expect.poll(() => open.length).toBe(8);
    for (const end of open) end();
    await expect.poll(() => open.length).toBe(10);
    for (const end of open) end();
    expect((await answer).items).toEqual([]);
  });

  it('with an id of another form are refused', async () => {
    await expect(answering().reads.calls({ nativeIds: ['x'] }, {})).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    const agent = { nativeId: 'x' };
    await expect(answering().reads.calls({ agent }, {})).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

describe('contacts', () => {
  const lead = (nativeId: string, ...numbers: string[]) => ({
    ...{ nativeId, name: null, numbers, fields: [{ name: 'LeadId', value: nativeId }] },
  });
  const PHONES: Readonly<Record<string, readonly object[]>> = {
    5001: [{ PhoneNumber: '+1' }, { PhoneNumber: '' }, { PhoneNumber: null }, { PhoneNumber: '+2' }],
    5002: [{ PhoneNumber: '' }],
    5003: [],
    5004: [{ PhoneNumber: '+4' }],
  };

  async function contacts(query: ListQuery, answer?: () => unknown) {
    const { client, asked } = unitAccount({ leadphones: answer ?? (({ LeadID }) => PHONES[String(LeadID)] ?? []) });
    return { ...(await contactReads(client, 12, now)?.(query, { deadline: 700 })), asked };
  }

  it('are the leads that have numbers, by their ids', async () => {
    const { items, asked, fetchedAt: at, ...facts } = await contacts({ nativeIds: ['5001', '5002', '5003', '5004'] });
    expect(items).toEqual([lead('5001', '+1', '+2'), lead('5004', '+4')]);
    expect(asked[0]).toEqual({
      operation: 'leadphones',
      input: { UserID: 12, LeadID: '5001' },
      ask: { deadline: 700 },
    });
    expect([at, facts]).toEqual([fetchedAt, {}]);
  });

  it('are found by the field LeadId, and by no other', async () => {
    const fields = [
      { name: 'LeadId', value: '5004' },
      { name: 'name', value: '5001' },
    ];
    expect((await contacts({ fields })).items).toEqual([lead('5004', '+4')]);
  });

  it.each([{}, { fields: [] }, { fields: [{ name: 'name', value: '5001' }] }, { nameContains: 'Ann' }])(
    'are none for %j, marked as truncated, since the vendor cannot search',
    async (query) => {
      const { items, truncated, fetchedAt: at, asked } = await contacts(query);
      expect([items, truncated, at, asked]).toEqual([[], true, fetchedAt, []]);
    },
  );

  it.each(['0', '05001', '-1', 'x', '', '1'.repeat(20)])(
    'have no id such as "%s", which is not asked for',
    async (id) => {
      const { items, asked } = await contacts({ nativeIds: [id] });
      expect([items, asked]).toEqual([[], []]);
    },
  );

  it('have ids of up to nineteen digits', async () => {
    const id = '9'.repeat(19);
    expect((await contacts({ nativeIds: [id] }, () => [{ PhoneNumber: '+9' }])).items).toEqual([lead(id, '+9')]);
  });

  it('are none where the vendor knows no such lead, and fail where it refuses otherwise', async () => {
    const query = { nativeIds: ['5001'] };
    expect((await contacts(query, failing('NOT_FOUND'))).items).toEqual([]);
    await expect(contacts(query, failing('FAILED_PRECONDITION'))).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
    });
    await expect(contacts(query, () => Promise.reject(new TypeError('mistake')))).rejects.toThrow('mistake');
  });
});
