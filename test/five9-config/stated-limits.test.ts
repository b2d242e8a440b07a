/** The limits of an import and the types of events, as the documentation states them, over the answers that the guide prints. */
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { ACCOUNTS, type GatewayOptions, startGateway } from '../server/gateway.ts';
import { standIn } from './stand-in.ts';

/** The answer that the guide prints for an import (p. 247). */
const PRINTED = readFileSync(
  new URL('../fixtures/five9-config/adds records to a list without waiting/response.xml', import.meta.url),
  'utf8',
);
const [, IDENTIFIER = ''] = /<return>(.*)<\/return>/s.exec(PRINTED) ?? [];
const IMPORT = `mutation ($input: ContactsImportInput!) {
  contactsImport(input: $input) { import { source { nativeId } } userErrors { code message path } }
}`;

async function gatewayOver(more: GatewayOptions['more'] = {}) {
  const five9 = await standIn(({ operation }) =>
    ['addToList', 'updateContacts'].includes(operation) ? `<return>${IDENTIFIER}</return>` : '',
  );
  const settings = { 'five9-config': { url: five9.url, deadline: 60_000 } };
  const gateway = await startGateway({ vendors: ['five9-config'], settings, more });
  onTestFinished(() => gateway.close());
  const send = async (count: number, bytes: number) => {
    const contacts = Array.from({ length: count }, (_, at) => {
      const contact = { numbers: [String(6_150_000_000 + at)], name: '' };
      return { ...contact, name: 'n'.repeat(bytes - JSON.stringify(contact).length - 1) };
    });
    const variables = { input: { account: ACCOUNTS['five9-config'], contacts } };
    const body = JSON.stringify({ query: IMPORT, variables });
    const headers = { ...gateway.header(), 'content-type': 'application/json' };
    const answer = await fetch(gateway.url, { method: 'POST', headers, body });
    return { status: answer.status, text: await answer.text() };
  };
  return { gateway, five9, send };
}

test('an import of ten thousand contacts of 100 bytes passes, and a longer body names the limit', async () => {
  const { send, five9 } = await gatewayOver();
  const taken = await send(10_000, 100);
  expect(JSON.parse(taken.text).data.contactsImport).toMatchObject({
    import: { source: { nativeId: expect.stringContaining('some_string') } },
    userErrors: [],
  });
  const refused = await send(10_000, 120);
  expect([refused.status, refused.text]).toEqual([413, expect.stringContaining('1048576')]);
  expect(five9.sent('updateContacts')).toHaveLength(1);
});

test('with a larger limit an import has the 50,000 contacts that the vendor takes, and no more', {
  timeout: 120_000,
}, async () => {
  const { send, five9 } = await gatewayOver({ limits: { bodyBytes: 8 * 1024 * 1024, operationMilliseconds: 60_000 } });
  const taken = await send(50_000, 60);
  expect(JSON.parse(taken.text).data.contactsImport.userErrors).toEqual([]);
  expect(five9.sent('updateContacts')[0]?.body.split('<values>')).toHaveLength(50_001);
  const refused = await send(50_001, 60);
  expect(JSON.parse(refused.text).data.contactsImport.userErrors).toMatchObject([
    { code: 'INVALID_ARGUMENT', path: ['input', 'contacts'] },
  ]);
  expect(five9.sent('updateContacts')).toHaveLength(1);
});

test('the types of events of several kinds need aliases, and `name` needs none', async () => {
  const { gateway } = await gatewayOver();
  const select = (call: string, agent: string) =>
    `{ events(first: 1) { edges { node { name ... on CallEvent { ${call} } ... on AgentEvent { ${agent} } } } } }`;
  const plain = await gateway.ask(select('type', 'type'));
  expect(plain.errors?.[0]?.message).toContain('different aliases');
  expect((await gateway.ask(select('callType: type', 'agentType: type'))).errors).toBeUndefined();
});
