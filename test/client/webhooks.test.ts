import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { verifyWebhook } from '../../packages/client/src/webhooks.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const OTHER = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const BODY = JSON.stringify({
  type: 'call.ended',
  timestamp: '2026-01-31T08:00:00Z',
  data: { cursor: 'c', callId: 'x' },
});

function signed(secret: string, at = new Date()): Record<string, string> {
  const signature = new Webhook(secret).sign('m1', at, BODY);
  return {
    'webhook-id': 'm1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': signature,
  };
}

test('a message that the gateway signed is its content', async () => {
  for (const headers of [signed(SECRET), new Headers(signed(SECRET))])
    expect(await verifyWebhook({ body: BODY, headers, secret: SECRET })).toMatchObject({ data: { callId: 'x' } });
});

test('while a secret is replaced, either signature and either secret will do', async () => {
  const headers = signed(SECRET);
  const both = { ...headers, 'webhook-signature': `v1,AAAA v9,xx ${headers['webhook-signature']}` };
  expect(await verifyWebhook({ body: BODY, headers: both, secret: [OTHER, SECRET] })).toMatchObject({
    type: 'call.ended',
  });
});

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

test.each([
  ['another body', { body: `${BODY} `, headers: signed(SECRET) }, 'No signature of the message is right'],
  ['another secret', { body: BODY, headers: signed(OTHER) }, 'No signature of the message is right'],
  ['another id', { body: BODY, headers: { ...signed(SECRET), 'webhook-id': 'm2' } }, 'No signature'],
  ['an old time', { body: BODY, headers: signed(SECRET, minutesAgo(6)) }, 'too far from the clock'],
  ['a time to come', { body: BODY, headers: signed(SECRET, minutesAgo(-6)) }, 'too far from the clock'],
  ['no number as time', { body: BODY, headers: { ...signed(SECRET), 'webhook-timestamp': 'now' } }, 'too far'],
  ['no signature', { body: BODY, headers: {} }, 'The header webhook-id is missing'],
  [
    'a signature that is none',
    { body: BODY, headers: { ...signed(SECRET), 'webhook-signature': 'v1,*' } },
    'No signature',
  ],
])('a message with %s is refused', async (_, request, message) => {
  const refused = await verifyWebhook({ ...request, secret: SECRET }).catch((thrown: unknown) => thrown);
  expect(refused).toMatchObject({ name: 'WebhookVerificationError', message: expect.stringContaining(message) });
});

test('a secret that is none is a mistake of the receiver', async () => {
  await expect(verifyWebhook({ body: BODY, headers: signed(SECRET), secret: '' })).rejects.toThrow(TypeError);
});
