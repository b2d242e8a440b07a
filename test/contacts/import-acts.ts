import { afterEach, expect } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { noRedis } from '../subscriptions/redis-server.ts';
import { type ContactsGateway, startContacts } from './centre.ts';

/** The gateway of the test file, started before its tests. */
export let gateway: ContactsGateway;
afterEach(() => gateway.close());

/** Starts the gateway of a test; it is closed after it. */
export async function openGateway(...options: Parameters<typeof startContacts>) {
  gateway = await startContacts(...options);
}

/** Imports contacts. */
export const IMPORT = `mutation ($input: ContactsImportInput!) {
  contactsImport(input: $input) {
    import { id running done failed failureMessage refused { row message vendorCode } source { nativeId account { key } } }
    userErrors { code message path vendorCode }
  }
}`;

/** Follows an import. */
export const PROGRESS = `subscription ($id: ID!) {
  importProgress(id: $id) { importId running done failed failureMessage refused { row message vendorCode } account { key } }
}`;

/** Contacts of which every thousandth has no readable number. */
export function contacts(count: number) {
  return Array.from({ length: count }, (_, at) => ({
    numbers: [at % 1_000 === 999 ? `bad ${at}` : String(6_150_000_000 + at)],
    name: `Contact ${at}`,
  }));
}

/** The id of a contact list. */
export async function listId(): Promise<string> {
  const { data } = await gateway.ask('{ contactLists(first: 20) { edges { node { id } } } }');
  return data.contactLists.edges[0].node.id;
}

/** A running runner over a log in memory. */
export async function begin(count: number, more: object = {}) {
  const input = { listId: await listId(), contacts: contacts(count), ...more };
  const { data } = await gateway.ask(IMPORT, { input });
  expect(data.contactsImport.userErrors).toEqual([]);
  return data.contactsImport.import;
}

/** Waits until the subscription had so many updates. */
export const happened = (followed: { events: readonly unknown[] }, count = 1) =>
  untilAnswer(
    async () => followed.events.length,
    (length) => length >= count,
  );

if (noRedis) console.warn(noRedis);
