import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { until } from '../helpers/until.ts';
import { type GatewayOptions, startGateway, type TestGateway } from '../server/gateway.ts';
import { openPartner } from './partner.ts';

const CONFIGURED = {
  id: 'warehouse',
  url: 'https://example.com/events?token=hidden',
  secrets: [`whsec_${Buffer.alloc(32, 7).toString('base64')}`],
  enabled: false,
};
const OPTIONS: GatewayOptions = {
  vendors: ['recorder', 'five9-cti'],
  grants: {
    reader: { scopes: ['calls:read'] },
    floorAdmin: { scopes: ['admin'], accounts: ['floor'] },
  },
  more: { webhookNetworks: ['127.0.0.1/32'], webhooks: [CONFIGURED] },
};

/** The gateway of the test file, started before its tests. */
export let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway(OPTIONS);
});
afterAll(() => gateway.close());

/** Run after each test, last first. */
export const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const SHOWN =
  'id name url configured enabled accounts oldSecretUntil retrySeconds filter { kinds accounts } delivery { waiting lastDeliveredAt lastFailure cursor } deadLetters(first: 10) { totalCount edges { node { cursor type attempts reason } } }';
const ERRORS = 'userErrors { code path message }';

/** Creates a webhook. */
export const CREATE = `mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { secret webhook { ${SHOWN} } ${ERRORS} } }`;

/** Updates a webhook. */
export const UPDATE = `mutation ($input: WebhookUpdateInput!) { webhookUpdate(input: $input) { webhook { ${SHOWN} } ${ERRORS} } }`;

/** Deletes a webhook. */
export const DELETE = `mutation ($input: WebhookDeleteInput!) { webhookDelete(input: $input) { deletedId ${ERRORS} } }`;

/** Sends messages of a webhook again. */
export const REPLAY = `mutation ($input: WebhookReplayInput!) { webhookReplay(input: $input) { deadLetters webhook { id } ${ERRORS} } }`;

/** Gives a webhook another secret. */
export const ROTATE = `mutation ($input: WebhookRotateSecretInput!) { webhookRotateSecret(input: $input) { secret webhook { ${SHOWN} } ${ERRORS} } }`;

/** All webhooks. */
export const LIST = `{ webhooks { ${SHOWN} } }`;

/** Runs a mutation and answers its payload. */
export async function act(text: string, input: object, key?: string, at = gateway) {
  const { data, errors } = await at.ask(text, { input }, key);
  expect(errors).toBeUndefined();
  return Object.values(data)[0] as {
    // biome-ignore lint/suspicious/noExplicitAny: payloads of many shapes
    webhook: any;
    secret?: string | null;
    deadLetters?: number | null;
    deletedId?: string | null;
    userErrors: { code: string; path: string[] | null; message: string }[];
  };
}

/** A partner and a webhook to it. */
export async function begin(more: object = {}, status?: Parameters<typeof openPartner>[0], at = gateway, key?: string) {
  const partner = await openPartner(status);
  const input = { name: 'Partner', url: partner.url, filter: { kinds: ['CALL'] }, ...more };
  const { webhook, secret, userErrors } = await act(CREATE, input, key, at);
  expect(userErrors).toEqual([]);
  cleanups.push(partner.close);
  if (at === gateway) cleanups.push(() => act(DELETE, { id: webhook.id }));
  return { partner, webhook, secret: secret ?? '', id: webhook.id as string };
}

/** The webhook as it is read. */
export async function shown(id: string, at = gateway) {
  return (await at.ask(`query ($id: ID!) { node(id: $id) { ... on Webhook { ${SHOWN} } } }`, { id })).data.node;
}

/** Moves the clock of the contact centre. */
export const later = (seconds: number) => {
  const { centre } = gateway.centre;
  centre.advanceTo(new Date(centre.now().getTime() + seconds * 1000));
};

/** Lets calls happen until something holds. */
export async function untilSeen<Value>(look: () => Value, what: string) {
  return until(() => {
    const value = look();
    if (!value) later(5);
    return value;
  }, what);
}
