import { afterEach, describe, expect, test } from 'vitest';
import { writeId } from '../../src/access/global-id.ts';
import { untilAnswer } from '../helpers/until.ts';
import { noRedis, startRedis } from '../subscriptions/redis-server.ts';
import { type ContactsGateway, startContacts } from './centre.ts';

let gateway: ContactsGateway;
afterEach(() => gateway.close());

const IMPORT = `mutation ($input: ContactsImportInput!) {
  contactsImport(input: $input) {
    import { id running done failed failureMessage refused { row message vendorCode } source { nativeId account { key } } }
    userErrors { code message path vendorCode }
  }
}`;
const PROGRESS = `subscription ($id: ID!) {
  importProgress(id: $id) { importId running done failed failureMessage refused { row message vendorCode } account { key } }
}`;
const REPORT = `subscription ($id: ID!) { reportProgress(id: $id) { reportId running failureMessage } }`;
const NODE = `query ($id: ID!) { node(id: $id) { ... on ContactImport { running done failed refused { row } } } }`;

/** Contacts of which every thousandth has no readable number. */
function contacts(count: number) {
  return Array.from({ length: count }, (_, at) => ({
    numbers: [at % 1_000 === 999 ? `bad ${at}` : String(6_150_000_000 + at)],
    name: `Contact ${at}`,
  }));
}

async function listId(): Promise<string> {
  const { data } = await gateway.ask('{ contactLists(first: 20) { edges { node { id } } } }');
  return data.contactLists.edges[0].node.id;
}

async function begin(count: number, more: object = {}) {
  const input = { listId: await listId(), contacts: contacts(count), ...more };
  const { data } = await gateway.ask(IMPORT, { input });
  expect(data.contactsImport.userErrors).toEqual([]);
  return data.contactsImport.import;
}

const happened = (followed: { events: readonly unknown[] }, count = 1) =>
  untilAnswer(
    async () => followed.events.length,
    (length) => length >= count,
  );

describe('an import of thousands', () => {
  test('is told from running to its end, with what was refused of it', async () => {
    gateway = await startContacts();
    const begun = await begin(5_000);
    expect(begun).toMatchObject({
      running: true,
      done: 0,
      failed: 0,
      refused: [],
      source: { account: { key: 'acme' } },
    });
    const followed = gateway.follow(PROGRESS, { id: begun.id });
    await happened(followed);
    gateway.pass(60);
    expect(await followed.ended).toBe('complete');
    expect(followed.events[0]).toMatchObject({ importId: begun.id, running: true, done: 0, failed: 0 });
    const last = followed.events.at(-1);
    expect(last).toMatchObject({
      running: false,
      done: 4_995,
      failed: 5,
      failureMessage: null,
      account: { key: 'acme' },
    });
    expect(last.refused.map(({ row }: { row: number }) => row)).toEqual([1_000, 2_000, 3_000, 4_000, 5_000]);
    expect(last.refused[0]).toMatchObject({
      vendorCode: 'ParseError',
      message: expect.stringContaining('10 digit'),
    });
    const states = followed.events.map((state) => JSON.stringify(state));
    expect(states.filter((state, at) => state === states[at - 1])).toEqual([]);
    const sums = followed.events.map(({ done, failed }) => done + failed);
    expect(sums).toEqual(sums.toSorted((one, other) => one - other));
    expect(gateway.received('addToList')).toBe(1);
    expect((await gateway.ask(NODE, { id: begun.id })).data.node).toMatchObject({
      running: false,
      done: 4_995,
      failed: 5,
    });
    const late = gateway.follow(PROGRESS, { id: begun.id });
    expect(await late.ended).toBe('complete');
    expect(late.events).toMatchObject([{ running: false, done: 4_995, failed: 5 }]);
  });

  test('is followed by two subscribers with one watcher, and by none once they left', async () => {
    gateway = await startContacts();
    const { id } = await begin(200);
    const first = gateway.follow(PROGRESS, { id });
    const second = gateway.follow(PROGRESS, { id });
    const third = gateway.follow(PROGRESS, { id: `acme/${Buffer.from(id, 'base64url').toString().split('/')[1]}` });
    await Promise.all([happened(first), happened(second), happened(third)]);
    gateway.pass(60);
    expect(await Promise.all([first.ended, second.ended])).toEqual(['complete', 'complete']);
    for (const { events: states } of [first, second])
      expect(states.at(-1)).toMatchObject({ running: false, done: 200 });
    expect(await third.ended).toBe('complete');
    expect(third.events.at(-1)).toMatchObject({ running: false, done: 200 });
    // One for the two, and one for the third, which names it by the vendor's identifier alone.
    expect(gateway.received('getListImportResult')).toBe(2);
  });

  test('goes on being told after a restart to whoever has its id', async () => {
    gateway = await startContacts();
    const { id } = await begin(150);
    await gateway.restart();
    const followed = gateway.follow(PROGRESS, { id });
    await happened(followed);
    gateway.pass(60);
    expect(await followed.ended).toBe('complete');
    expect(followed.events.at(-1)).toMatchObject({ importId: id, running: false, done: 150 });
  });

  test('goes on being told when the vendor was down meanwhile', async () => {
    gateway = await startContacts();
    const { id } = await begin(150);
    const followed = gateway.follow(PROGRESS, { id });
    await happened(followed);
    gateway.five9.trouble({ kind: 'down', operation: 'isImportRunning', times: 2 });
    const late = gateway.follow(PROGRESS, { id });
    gateway.pass(60);
    expect(await followed.ended).toBe('complete');
    expect(await late.ended).toBe('complete');
    expect(followed.events.at(-1)).toMatchObject({ running: false, done: 150, failureMessage: null });
    expect(late.events.at(-1)).toMatchObject({ running: false, done: 150 });
  });

  test('small ones and those without a list go the way that spares the dialler', async () => {
    gateway = await startContacts();
    const [small, base] = [await begin(100), await begin(3, { listId: null, account: 'acme' })];
    expect([gateway.received('asyncAddRecordsToList'), gateway.received('asyncUpdateCrmRecords')]).toEqual([1, 1]);
    gateway.pass(60);
    for (const [{ id }, done] of [
      [small, 100],
      [base, 3],
    ] as const) {
      const followed = gateway.follow(PROGRESS, { id });
      expect(await followed.ended).toBe('complete');
      expect(followed.events).toMatchObject([{ running: false, done }]);
    }
  });

  test('one key is one import', async () => {
    gateway = await startContacts();
    const more = { idempotencyKey: 'import-1' };
    const [one, other] = await Promise.all([begin(120, more), begin(120, more)]);
    expect(one.id).toBe(other.id);
    expect(gateway.received('addToList')).toBe(1);
  });

  test('is refused before the vendor is asked, naming the argument', async () => {
    gateway = await startContacts({ limits: { bodyBytes: 8_000_000 } });
    const list = await listId();
    const { data: found } = await gateway.ask(
      '{ campaigns(first: 20, filter: { accounts: ["outreach"] }) { edges { node { id } } } }',
    );
    const campaignId = found.campaigns.edges[0].node.id;
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ numbers: [String(6_150_000_000 + at)] }));
    const cases = [
      [{ listId: list, contacts: many(50_001) }, ['input', 'contacts']],
      [{ campaignId, contacts: many(101) }, ['input', 'contacts']],
      [{ listId: list, contacts: [] }, ['input', 'contacts']],
      [
        { listId: list, contacts: [{ numbers: ['6145550001'], name: 'Ann Bell' }, { numbers: ['6145550002'] }] },
        ['input', 'contacts', '1'],
      ],
    ] as const;
    for (const [input, path] of cases) {
      const { data } = await gateway.ask(IMPORT, { input });
      expect(data.contactsImport).toMatchObject({ import: null, userErrors: [{ code: 'INVALID_ARGUMENT', path }] });
    }
    for (const name of ['addToList', 'asyncAddRecordsToList', 'createContactBatchAsync'])
      expect(gateway.received(name)).toBe(0);
  });

  test('with very many bad rows lists the first thousand and counts all', async () => {
    gateway = await startContacts();
    const bad = Array.from({ length: 1_200 }, (_, at) => ({ numbers: [`bad ${at}`] }));
    const { id } = await begin(0, { contacts: bad });
    gateway.pass(60);
    const followed = gateway.follow(PROGRESS, { id });
    expect(await followed.ended).toBe('complete');
    expect(followed.events[0]).toMatchObject({ running: false, done: 0, failed: 1_200 });
    expect(followed.events[0].refused).toHaveLength(1_000);
  });

  test('names the contact whose text no vendor can take, and sends nothing', async () => {
    gateway = await startContacts();
    const rows = [...contacts(3), { numbers: ['6145550001'], name: 'Bad \u0001 Name' }];
    const { data } = await gateway.ask(IMPORT, { input: { listId: await listId(), contacts: rows } });
    expect(data.contactsImport.userErrors).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: ['input', 'contacts', '3'] },
    ]);
    expect(gateway.received('asyncAddRecordsToList')).toBe(0);
  });

  test('is nobody else’s to follow, and an unknown one is missing', async () => {
    gateway = await startContacts();
    const { id } = await begin(120);
    const unrelated = [
      gateway.follow(PROGRESS, { id }, 'elsewhere'),
      gateway.follow(PROGRESS, { id: 'acme/0a2c9316' }),
      gateway.follow(PROGRESS, { id: 'rubbish' }),
      gateway.follow(PROGRESS, { id: writeId('ContactList', 'acme', 'x') }),
    ];
    for (const { ended, events: states } of unrelated) {
      await ended;
      expect(states).toMatchObject([{ extensions: { code: 'NOT_FOUND', path: ['id'] } }]);
    }
    const foreign = await gateway.ask(NODE, { id }, 'elsewhere');
    expect(foreign.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });
});

test('is watched no longer once the last subscriber left', async () => {
  gateway = await startContacts();
  const { id } = await begin(150);
  const [first, second] = [gateway.follow(PROGRESS, { id }), gateway.follow(PROGRESS, { id })];
  await Promise.all([happened(first), happened(second)]);
  await Promise.all([first.stop(), second.stop()]);
  gateway.pass(60);
  const later = gateway.follow(PROGRESS, { id });
  expect(await later.ended).toBe('complete');
  expect(later.events).toMatchObject([{ running: false, done: 150 }]);
  // Had anybody gone on watching, the result would have been read twice.
  expect(gateway.received('getListImportResult')).toBe(1);
});

if (noRedis) console.warn(noRedis);

test.skipIf(noRedis !== null)('two gateways over one Redis follow an import with one watcher', async () => {
  const redis = await startRedis();
  try {
    gateway = await startContacts({ redis: { url: redis.url } });
    await gateway.another();
    const { id } = await begin(150);
    const first = gateway.follow(PROGRESS, { id });
    await happened(first);
    const second = gateway.follow(PROGRESS, { id }, 'admin', 1);
    await happened(second);
    gateway.pass(60);
    expect(await Promise.all([first.ended, second.ended])).toEqual(['complete', 'complete']);
    for (const { events: states } of [first, second])
      expect(states.at(-1)).toMatchObject({ importId: id, running: false, done: 150 });
    expect(gateway.received('getListImportResult')).toBe(1);
  } finally {
    await gateway.close();
    await redis.dispose();
  }
});

test('contacts handed to a campaign are told as they are reached', async () => {
  gateway = await startContacts();
  const { data: found } = await gateway.ask(
    '{ campaigns(first: 20, filter: { accounts: ["outreach"] }) { edges { node { id } } } }',
  );
  const input = { campaignId: found.campaigns.edges[0].node.id, contacts: contacts(10) };
  const { data } = await gateway.ask(IMPORT, {
    input: { ...input, contacts: input.contacts.map(({ numbers }) => ({ numbers })) },
  });
  expect(data.contactsImport.userErrors).toEqual([]);
  const followed = gateway.follow(PROGRESS, { id: data.contactsImport.import.id });
  await happened(followed);
  gateway.pass(9);
  await untilAnswer(
    async () => followed.events.at(-1).done,
    (done) => done > 0,
  );
  gateway.pass(60);
  expect(await followed.ended).toBe('complete');
  const done = followed.events.map((event) => event.done);
  expect(done).toEqual(done.toSorted((one, other) => one - other));
  expect(done.some((count) => count > 0 && count < 10)).toBe(true);
  expect(followed.events.at(-1)).toMatchObject({ running: false, done: 10, failed: 0 });
});

test('a batch that is cancelled ends and says so', async () => {
  gateway = await startContacts();
  const { data: found } = await gateway.ask(
    '{ campaigns(first: 20, filter: { accounts: ["outreach"] }) { edges { node { id } } } }',
  );
  const input = { campaignId: found.campaigns.edges[0].node.id, contacts: [{ numbers: ['6145550001'] }] };
  const { data } = await gateway.ask(IMPORT, { input });
  const { id, source } = data.contactsImport.import;
  const followed = gateway.follow(PROGRESS, { id });
  await happened(followed);
  await gateway.ask(
    `mutation ($id: String!) {
      engage_changeContactBatchState(contactBatchState: { contactBatch: { externalId: $id }, state: "Cancelled" }) { state }
    }`,
    { id: source.nativeId },
  );
  expect(await followed.ended).toBe('complete');
  expect(followed.events.at(-1)).toMatchObject({
    running: false,
    done: 0,
    failureMessage: expect.stringMatching(/cancelled/),
  });
});

test('a report run through the vendor plane is told until it is ready', async () => {
  gateway = await startContacts();
  const { data } = await gateway.ask(`mutation {
    five9Config_runReport(account: "acme", folderName: "Call Log Reports", reportName: "Call Log")
  }`);
  const followed = gateway.follow(REPORT, { id: `acme/${data.five9Config_runReport}` });
  await happened(followed);
  gateway.pass(30);
  expect(await followed.ended).toBe('complete');
  expect(followed.events[0]).toMatchObject({ running: true, failureMessage: null });
  expect(followed.events.at(-1)).toMatchObject({ running: false, failureMessage: null });
  const again = gateway.follow(REPORT, { id: followed.events[0].reportId });
  expect(await again.ended).toBe('complete');
  const unknown = gateway.follow(REPORT, { id: 'acme/none' });
  await unknown.ended;
  expect(unknown.events).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
});
