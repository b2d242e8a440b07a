import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeId } from '../../src/access/global-id.ts';
import { type ContactsGateway, startContacts } from './centre.ts';

let gateway: ContactsGateway;
beforeAll(async () => {
  gateway = await startContacts();
});
afterAll(() => gateway.close());

const ADD = `mutation ($input: ContactsAddInput!) {
  contactsAdd(input: $input) { done userErrors { code message path vendorCode } }
}`;
const REMOVE = `mutation ($input: ContactsRemoveInput!) {
  contactsRemove(input: $input) { done userErrors { code message path vendorCode } }
}`;
const FIND = `query ($filter: ContactFilter!) {
  contacts(first: 20, filter: $filter) {
    totalCount
    edges { node { id name numbers fields { name value } source { account { key } nativeId } } }
    sources { account { key } count truncated error { code } }
  }
}`;

async function listNamed(at: number): Promise<{ id: string; name: string; size: number }> {
  const { data } = await gateway.ask('{ contactLists(first: 20) { edges { node { id name size } } } }');
  return data.contactLists.edges[at].node;
}

describe('a few contacts', () => {
  test('are added to a list, each for itself: one unreadable and two refused keep no other away', async () => {
    const list = await listNamed(0);
    const contacts = [
      { numbers: ['614 555-0001'], name: 'Ann Bell', fields: [{ name: 'city', value: 'Columbus' }] },
      { numbers: ['no number'] },
      { numbers: ['12345'] },
      { numbers: ['6145550002', '6145550003'], name: 'Bo Carr' },
      { numbers: ['6145550004', '12'], name: 'Cy Dunn' },
    ];
    const { data } = await gateway.ask(ADD, { input: { listId: list.id, contacts } });
    expect(data.contactsAdd.done).toBe(2);
    expect(data.contactsAdd.userErrors).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: ['input', 'contacts', '1', 'numbers', '0'] },
      { code: 'INVALID_ARGUMENT', path: ['input', 'contacts', '2'], vendorCode: 'ParseError' },
      { code: 'INVALID_ARGUMENT', path: ['input', 'contacts', '4'], vendorCode: 'ParseError' },
    ]);
    expect((await listNamed(0)).size).toBe(list.size + 2);
    const found = await gateway.ask(FIND, { filter: { number: '614-555-0003', accounts: ['acme'] } });
    const [{ node }] = found.data.contacts.edges;
    expect(node).toMatchObject({ name: 'Bo Carr', numbers: ['6145550002', '6145550003'] });
    const again = await gateway.ask('query ($id: ID!) { node(id: $id) { ... on Contact { name numbers } } }', {
      id: node.id,
    });
    expect(again.data.node).toEqual({ name: 'Bo Carr', numbers: ['6145550002', '6145550003'] });
    const byField = await gateway.ask(FIND, {
      filter: { fields: [{ name: 'city', value: 'Columbus' }], accounts: ['acme'] },
    });
    expect(byField.data.contacts.edges.map((edge: { node: { name: string } }) => edge.node.name)).toEqual(['Ann Bell']);
  });

  test('with a text no vendor can take are refused for themselves', async () => {
    const list = await listNamed(0);
    const contacts = [
      { numbers: ['6145550011'], name: 'Bad \u0000 Name' },
      { numbers: ['6145550012'], name: 'Good Name' },
    ];
    const { data } = await gateway.ask(ADD, { input: { listId: list.id, contacts } });
    expect(data.contactsAdd).toMatchObject({
      done: 1,
      userErrors: [{ code: 'INVALID_ARGUMENT', path: ['input', 'contacts', '0'] }],
    });
  });

  test('known ones are brought up to date, or left alone, and removed from the list', async () => {
    const { id: listId } = await listNamed(0);
    const named = (name: string) => ({ listId, contacts: [{ numbers: ['6145550021'], name }] });
    await gateway.ask(ADD, { input: named('First Name') });
    await gateway.ask(ADD, { input: { ...named('Second Name'), mode: 'ADD_ONLY' } });
    const nameNow = async () =>
      (await gateway.ask(FIND, { filter: { number: '6145550021', accounts: ['acme'] } })).data.contacts.edges[0].node
        .name;
    expect(await nameNow()).toBe('First Name');
    await gateway.ask(ADD, { input: named('Third Name') });
    expect(await nameNow()).toBe('Third Name');
    const { size } = await listNamed(0);
    const contacts = [{ numbers: ['6145550021'] }, { numbers: ['6145559999'] }];
    const { data } = await gateway.ask(REMOVE, { input: { listId, contacts } });
    expect(data.contactsRemove).toMatchObject({
      done: 1,
      userErrors: [{ code: 'NOT_FOUND', path: ['input', 'contacts', '1'], vendorCode: 'NoMatchesInContacts' }],
    });
    expect((await listNamed(0)).size).toBe(size - 1);
  });

  test('go without a list into the contact database', async () => {
    const { data } = await gateway.ask(ADD, {
      input: { account: 'acme', contacts: [{ numbers: ['6145550031'], name: 'Database Only' }] },
    });
    expect(data.contactsAdd).toEqual({ done: 1, userErrors: [] });
    const { data: found } = await gateway.ask(FIND, { filter: { number: '(614) 555-0031' } });
    expect(found.contacts.edges).toHaveLength(1);
  });

  // Guide p. 89: "Record being imported already exists in CRM. Occurs when CrmUpdateMode=DONT_UPDATE."
  test('that the contact database knows are said to be there where they are only to be added', async () => {
    const contacts = [{ numbers: ['6145550032'], name: 'Known Already' }];
    await gateway.ask(ADD, { input: { account: 'acme', contacts } });
    const { data } = await gateway.ask(ADD, { input: { account: 'acme', contacts, mode: 'ADD_ONLY' } });
    expect(data.contactsAdd).toMatchObject({
      done: 0,
      userErrors: [{ code: 'ALREADY_EXISTS', path: ['input', 'contacts', '0'], vendorCode: 'OneMatchInContacts' }],
    });
  });

  test('of which several match are left alone, each of them, and said to be several', async () => {
    const { id: listId } = await listNamed(0);
    const number = { numbers: ['6145550061'] };
    const given = (last: string) => ({ contacts: [{ ...number, fields: [{ name: 'last_name', value: last }] }] });
    for (const last of ['Twin One', 'Twin Two']) {
      const { data } = await gateway.ask(ADD, { input: { account: 'acme', ...given(last), keyFields: ['last_name'] } });
      expect(data.contactsAdd).toEqual({ done: 1, userErrors: [] });
      const onList = { listId, ...given(last), keyFields: ['last_name'] };
      expect((await gateway.ask(ADD, { input: onList })).data.contactsAdd.done).toBe(1);
    }
    const { size } = await listNamed(0);
    const several = {
      done: 0,
      userErrors: [{ code: 'FAILED_PRECONDITION', vendorCode: 'MultipleMatchesInContacts' }],
    };
    const changed = { listId, contacts: [{ ...number, name: 'Another Name' }] };
    expect((await gateway.ask(ADD, { input: changed })).data.contactsAdd).toMatchObject(several);
    const removed = { listId, contacts: [number] };
    expect((await gateway.ask(REMOVE, { input: removed })).data.contactsRemove).toMatchObject(several);
    expect((await listNamed(0)).size).toBe(size);
    const { data } = await gateway.ask(FIND, { filter: { number: '6145550061', accounts: ['acme'] } });
    expect(data.contacts.edges.map(({ node }: { node: { name: string } }) => node.name).sort()).toEqual([
      'Twin One',
      'Twin Two',
    ]);
  });

  test('are found however the vendor keeps their number', async () => {
    for (const number of ['+16145550071', '6145550072'])
      await gateway.ask(ADD, { input: { account: 'acme', contacts: [{ numbers: [number] }] } });
    for (const number of ['614 555 0071', '+1 614 555 0071', '1-614-555-0072', '(614) 555-0072']) {
      const { data } = await gateway.ask(FIND, { filter: { number, accounts: ['acme'] } });
      expect(data.contacts.edges, number).toHaveLength(1);
    }
  });

  test('are handed to a campaign where a vendor reaches them by campaign, and found again', async () => {
    const { data: list } = await gateway.ask(
      '{ campaigns(first: 20, filter: { accounts: ["outreach"] }) { edges { node { id } } } }',
    );
    const campaignId = list.campaigns.edges[0].node.id;
    const contacts = [{ numbers: ['+16145550041'], fields: [{ name: 'externalId', value: 'client-41' }] }];
    const { data } = await gateway.ask(ADD, { input: { campaignId, contacts } });
    expect(data.contactsAdd).toEqual({ done: 1, userErrors: [] });
    const { data: found } = await gateway.ask(FIND, { filter: { number: '+16145550041', accounts: ['outreach'] } });
    const [{ node }] = found.contacts.edges;
    expect(node).toMatchObject({ numbers: ['+16145550041'], source: { nativeId: 'client-41' } });
    const again = await gateway.ask('query ($id: ID!) { node(id: $id) { id } }', { id: node.id });
    expect(again.data.node.id).toBe(node.id);
  });

  test('are one batch there, which is answered and can be cancelled', async () => {
    const ADDED = `mutation ($input: ContactsAddInput!) {
      contactsAdd(input: $input) { done import { id running } userErrors { code message } }
    }`;
    const CANCEL = `mutation ($input: ContactImportCancelInput!) {
      contactImportCancel(input: $input) { import { id running failureMessage } userErrors { code path vendorCode } }
    }`;
    const contacts = [{ numbers: ['+16145550042'] }];
    const { data } = await gateway.ask(ADDED, { input: { account: 'outreach', contacts } });
    const { id } = data.contactsAdd.import;
    expect(data.contactsAdd).toEqual({ done: 1, import: { id, running: true }, userErrors: [] });
    const { data: ended } = await gateway.ask(CANCEL, { input: { id } });
    const cancelled = { id, running: false, failureMessage: 'The batch was cancelled' };
    expect(ended.contactImportCancel).toEqual({ import: cancelled, userErrors: [] });
    const { data: again } = await gateway.ask(CANCEL, { input: { id } });
    expect(again.contactImportCancel.userErrors).toMatchObject([
      { code: 'FAILED_PRECONDITION', vendorCode: 'INVALID_STATE' },
    ]);
    const foreign = writeId('ContactImport', 'acme', '1');
    const { data: other } = await gateway.ask(CANCEL, { input: { id: foreign } });
    expect(other.contactImportCancel.userErrors).toMatchObject([{ code: 'UNSUPPORTED' }]);
  });

  test('attempts are listed as calls of their channels, by number', async () => {
    const { data: list } = await gateway.ask(
      '{ campaigns(first: 20, filter: { accounts: ["outreach"] }) { edges { node { id } } } }',
    );
    const campaignId = list.campaigns.edges[0].node.id;
    const contacts = Array.from({ length: 3 }, () => ({ numbers: ['+16145550091'] }));
    await gateway.ask(ADD, { input: { campaignId, contacts } });
    const CALLS = `query ($filter: CallFilter) {
      calls(first: 20, filter: $filter) { totalCount edges { node { id channel state to } } sources { account { key } notAsked } }
    }`;
    const { data } = await gateway.ask(CALLS, { filter: { to: '+1 614 555 0091' } });
    const nodes = data.calls.edges.map(({ node }: { node: { id: string; channel: string } }) => node);
    expect(nodes.map(({ channel }: { channel: string }) => channel).sort()).toEqual(['EMAIL', 'TEXT', 'VOICE']);
    expect(nodes[0]).toMatchObject({ state: 'ENDED', to: '+16145550091' });
    const startedAfter = new Date(gateway.centre.now().getTime() - 60_000).toISOString();
    const timed = await gateway.ask(CALLS, { filter: { to: '+16145550091', startedAfter } });
    expect(timed.data.calls.edges).toHaveLength(3);
    const startedBefore = startedAfter;
    const earlier = await gateway.ask(CALLS, { filter: { to: '+16145550091', startedBefore } });
    expect(earlier.data.calls.edges).toEqual([]);
    const again = await gateway.ask('query ($id: ID!) { node(id: $id) { ... on Call { channel } } }', {
      id: nodes[0].id,
    });
    expect(again.data.node.channel).toBe(nodes[0].channel);
    const { data: all } = await gateway.ask(CALLS);
    expect(all.calls.totalCount).not.toBeNull();
    expect(all.calls.sources).toContainEqual({ account: { key: 'outreach' }, notAsked: 'NEEDS_NUMBER' });
  });

  test('are refused before a vendor is asked, naming the argument', async () => {
    const { id: listId } = await listNamed(0);
    const contact = { numbers: ['6145550051'] };
    const foreign = writeId('ContactList', 'nowhere', 'Spring');
    const { data: list } = await gateway.ask(
      '{ campaigns(first: 20, filter: { accounts: ["outreach"] }) { edges { node { id } } } }',
    );
    const campaignId = list.campaigns.edges[0].node.id;
    const cases = [
      [{ listId: foreign, contacts: [contact] }, 'NOT_FOUND', ['input', 'listId']],
      [{ listId: 'rubbish', contacts: [contact] }, 'NOT_FOUND', ['input', 'listId']],
      [{ contacts: [contact] }, 'INVALID_ARGUMENT', ['input', 'account']],
      [{ account: 'nowhere', contacts: [contact] }, 'NOT_FOUND', ['input', 'account']],
      [{ listId, account: 'outreach', contacts: [contact] }, 'INVALID_ARGUMENT', ['input', 'account']],
      [{ listId, campaignId, contacts: [contact] }, 'INVALID_ARGUMENT', ['input', 'campaignId']],
      [{ listId, contacts: [] }, 'INVALID_ARGUMENT', ['input', 'contacts']],
      [{ listId, contacts: Array.from({ length: 51 }, () => contact) }, 'INVALID_ARGUMENT', ['input', 'contacts']],
      [
        { listId, contacts: [{ numbers: ['6145550051', '6145550052', '6145550053', '6145550054'] }] },
        'INVALID_ARGUMENT',
        ['input', 'contacts', '0', 'numbers'],
      ],
      [{ listId, keyFields: ['email'], contacts: [contact] }, 'INVALID_ARGUMENT', ['input', 'keyFields', '0']],
      [{ account: 'floor', contacts: [contact] }, 'UNSUPPORTED', null],
      [{ campaignId, keyFields: ['email'], contacts: [contact] }, 'INVALID_ARGUMENT', ['input', 'keyFields']],
      [{ campaignId, contacts: [{ ...contact, name: 'Ann' }] }, 'INVALID_ARGUMENT', ['input', 'contacts', '0', 'name']],
    ] as const;
    const sent = () =>
      ['addRecordToList', 'updateCrmRecord', 'createContactBatch'].map((name) => gateway.received(name));
    const before = sent();
    for (const [input, code, path] of cases) {
      const { data } = await gateway.ask(ADD, { input });
      expect(data.contactsAdd, JSON.stringify(input)).toMatchObject({ done: null, userErrors: [{ code, path }] });
    }
    expect(sent()).toEqual(before);
    const theirs = await gateway.ask(ADD, { input: { listId, contacts: [contact] } }, 'elsewhere');
    expect(theirs.data.contactsAdd.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'listId'] }]);
    const reader = await gateway.ask(ADD, { input: { listId, contacts: [contact] } }, 'reader');
    expect(reader.errors?.[0]?.extensions.code).toBe('PERMISSION_DENIED');
  });

  test('a list that is gone is an error of all, and nothing is tried twice', async () => {
    const listId = writeId('ContactList', 'acme', 'No such list');
    const before = gateway.received('addRecordToList');
    const contacts = [{ numbers: ['6145550061'] }, { numbers: ['6145550062'] }];
    const { data } = await gateway.ask(ADD, { input: { listId, contacts } });
    expect(data.contactsAdd).toMatchObject({
      done: null,
      userErrors: [{ code: 'NOT_FOUND', vendorCode: 'ListNotFoundFault' }],
    });
    expect(gateway.received('addRecordToList')).toBe(before + 1);
  });

  test('the same key is one act at the vendor', async () => {
    const { id: listId } = await listNamed(0);
    const input = { listId, contacts: [{ numbers: ['6145550071'] }], idempotencyKey: 'once-only' };
    const before = gateway.received('addRecordToList');
    const answers = await Promise.all([gateway.ask(ADD, { input }), gateway.ask(ADD, { input })]);
    for (const { data } of answers) expect(data.contactsAdd).toEqual({ done: 1, userErrors: [] });
    expect(gateway.received('addRecordToList')).toBe(before + 1);
  });
});
