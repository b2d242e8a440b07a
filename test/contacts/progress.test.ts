import { expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { noRedis, startRedis } from '../subscriptions/redis-server.ts';
import { begin, contacts, gateway, happened, IMPORT, openGateway, PROGRESS } from './import-acts.ts';

const REPORT = `subscription ($id: ID!) { reportProgress(id: $id) { reportId running failureMessage } }`;

test.skipIf(noRedis !== null)('two gateways over one Redis follow an import with one watcher', async () => {
  const redis = await startRedis();
  try {
    await openGateway({ redis: { url: redis.url } });
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

test('contacts handed to a campaign are reported as they are reached', async () => {
  await openGateway();
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
  expect(followed.events.at(-1)).toMatchObject({ running: false, done: 9, failed: 1 });
});

test('a cancelled batch ends with that state', async () => {
  await openGateway();
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

test('a report that runs in the vendor plane is followed until it is ready', async () => {
  await openGateway();
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
