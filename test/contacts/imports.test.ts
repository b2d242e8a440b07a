import { describe, expect, test } from 'vitest';
import { writeId } from '../../src/access/global-id.ts';
import { begin, contacts, gateway, happened, IMPORT, listId, openGateway, PROGRESS } from './import-acts.ts';

const NODE = `query ($id: ID!) { node(id: $id) { ... on ContactImport { running done failed refused { row } } } }`;

describe('an import of thousands', () => {
  test('is reported from its start to its end, with the rows that were refused', async () => {
    await openGateway();
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
    await openGateway();
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

  test('is followed by its id after a restart of the gateway', async () => {
    await openGateway();
    const { id } = await begin(150);
    await gateway.restart();
    const followed = gateway.follow(PROGRESS, { id });
    await happened(followed);
    gateway.pass(60);
    expect(await followed.ended).toBe('complete');
    expect(followed.events.at(-1)).toMatchObject({ importId: id, running: false, done: 150 });
  });

  test('is followed further after the vendor was down', async () => {
    await openGateway();
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

  test('of few contacts or without a list uses the operation that does not load the dialler', async () => {
    await openGateway();
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

  test('one idempotency key starts one import', async () => {
    await openGateway();
    const more = { idempotencyKey: 'import-1' };
    const [one, other] = await Promise.all([begin(120, more), begin(120, more)]);
    expect(one.id).toBe(other.id);
    expect(gateway.received('addToList')).toBe(1);
  });

  test('is refused before the vendor is asked, naming the argument', async () => {
    await openGateway({ limits: { bodyBytes: 8_000_000 } });
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
    await openGateway();
    const bad = Array.from({ length: 1_200 }, (_, at) => ({ numbers: [`bad ${at}`] }));
    const { id } = await begin(0, { contacts: bad });
    gateway.pass(60);
    const followed = gateway.follow(PROGRESS, { id });
    expect(await followed.ended).toBe('complete');
    expect(followed.events[0]).toMatchObject({ running: false, done: 0, failed: 1_200 });
    expect(followed.events[0].refused).toHaveLength(1_000);
  });

  test('names the contact whose text no vendor can take, and sends nothing', async () => {
    await openGateway();
    const rows = [...contacts(3), { numbers: ['6145550001'], name: 'Bad \u0001 Name' }];
    const { data } = await gateway.ask(IMPORT, { input: { listId: await listId(), contacts: rows } });
    expect(data.contactsImport.userErrors).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: ['input', 'contacts', '3'] },
    ]);
    expect(gateway.received('asyncAddRecordsToList')).toBe(0);
  });

  test('is not found by callers without access, and an unknown import is not found', async () => {
    await openGateway();
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
  await openGateway();
  const { id } = await begin(150);
  const [first, second] = [gateway.follow(PROGRESS, { id }), gateway.follow(PROGRESS, { id })];
  await Promise.all([happened(first), happened(second)]);
  await Promise.all([first.stop(), second.stop()]);
  gateway.pass(60);
  const later = gateway.follow(PROGRESS, { id });
  expect(await later.ended).toBe('complete');
  expect(later.events).toMatchObject([{ running: false, done: 150 }]);
  // With another watcher left, the result would have been read twice.
  expect(gateway.received('getListImportResult')).toBe(1);
});
