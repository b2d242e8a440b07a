/** The program examples/webhook-receiver.mjs, to which the gateway's own sender sends. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DeliveryTarget, Sender, signatureHeaders } from '../../src/webhooks/sender.ts';
import { type Program, startProgram } from '../program/process.ts';
import { SECRET } from './deliveries.ts';

const OTHER = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const BODY = JSON.stringify({ type: 'call.ended', timestamp: '2026-01-31T08:00:00Z', data: { callId: 'é1' } });

const sender = new Sender();
let receiver: Program;
let url: string;
beforeAll(async () => {
  receiver = startProgram([], { WEBHOOK_SECRET: SECRET, PORT: '0' }, 'examples/webhook-receiver.mjs');
  url = `http://127.0.0.1:${(await receiver.says(/port (\d+)/))[1]}/`;
}, 30_000);
afterAll(async () => {
  await receiver.stop();
  await sender.close();
});

const send = (id: string, secrets: string[], body = BODY) => {
  const target: DeliveryTarget = { url, secrets, allowPrivate: true };
  return sender.send(target, { id, body }, new AbortController().signal);
};
const post = async (headers: Record<string, string>, body = BODY) =>
  (await fetch(url, { method: 'POST', headers, body })).status;
const times = (text: string) => receiver.output().split(text).length - 1;

test('a signed message is accepted and printed once although it is sent twice', async () => {
  await send('m1', [SECRET]);
  await send('m1', [SECRET]);
  await receiver.says(/é1/);
  expect(receiver.output()).toContain(BODY);
  expect(times(BODY)).toBe(1);
});

test('a message that two secrets sign is accepted while the secret is replaced', async () => {
  const body = BODY.replace('é1', 'two-secrets');
  await send('m2', [OTHER, SECRET], body);
  await receiver.says(/two-secrets/);
});

test.each([
  ['another secret', () => post(signatureHeaders({ id: 'm3', body: BODY }, [OTHER], new Date()))],
  ['another body', () => post(signatureHeaders({ id: 'm3', body: `${BODY} ` }, [SECRET], new Date()))],
  [
    'another id',
    () => post({ ...signatureHeaders({ id: 'm3', body: BODY }, [SECRET], new Date()), 'webhook-id': 'm4' }),
  ],
  ['an old time', () => post(signatureHeaders({ id: 'm3', body: BODY }, [SECRET], new Date(Date.now() - 600_000)))],
  ['no signature', () => post({})],
])('a message with %s is refused with 401 and not printed', async (_, attempt) => {
  const before = receiver.output();
  expect(await attempt()).toBe(401);
  expect(receiver.output()).toBe(before);
});

test('a refused message is no reason to skip the right one of the same id', async () => {
  const body = BODY.replace('é1', 'right');
  expect(await post(signatureHeaders({ id: 'm5', body }, [OTHER], new Date()), body)).toBe(401);
  await send('m5', [SECRET], body);
  await receiver.says(/right/);
});

test('another method than POST is refused with 405, and a body of more than 4 MiB with 413', async () => {
  expect((await fetch(url)).status).toBe(405);
  const body = ' '.repeat(4 * 1024 * 1024 + 1);
  expect(await post(signatureHeaders({ id: 'm6', body }, [SECRET], new Date()), body)).toBe(413);
});
