import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { isEventType } from '../../src/adapters/event-types.ts';
import { webhookShape } from '../../src/config/webhooks.ts';
import { checkName } from '../../src/subscriptions/log/definitions.ts';
import { checkSchedule } from '../../src/webhooks/checks.ts';
import { codeOr, damaged, fuzz, HOSTILE_TEXTS } from './fuzz.ts';

const text = fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.string({ unit: 'binary', maxLength: 12 }));
const url = damaged(
  fc.constantFrom('https://partner.example/hook?a=b', 'http://[2001:db8::1]:8080/', 'https://u:p@h'),
  HOSTILE_TEXTS,
);
const secret = damaged(
  fc.base64String({ maxLength: 100 }).map((key) => `whsec_${key}`),
  ['=', '+', '/', '-', ' ', 'A'],
);
const webhooks = fc.record(
  {
    id: text,
    url,
    secrets: fc.array(secret, { maxLength: 6 }),
    filter: fc.record({ kinds: fc.array(text), types: fc.array(text), accounts: fc.array(text) }, { requiredKeys: [] }),
    enabled: fc.boolean(),
    retrySeconds: fc.array(fc.double(), { maxLength: 22 }),
  },
  { requiredKeys: ['url', 'secrets'] },
);
const sound = { id: 'w', url: 'https://partner.example', secrets: [`whsec_${'A'.repeat(32)}`] };

test('a webhook of the configuration that is accepted has a URL to post to and waits that are times', async () => {
  await fuzz(webhooks, (webhook) => {
    const { success, data } = webhookShape.safeParse({ ...sound, ...webhook, secrets: sound.secrets, filter: {} });
    if (!success) return;
    expect(new URL(data.url).protocol).toMatch(/^https?:$/);
    expect(data.retrySeconds.every((wait) => wait > 0 && Number.isFinite(wait))).toBe(true);
  });
});

test('a webhook of any values is accepted or refused', async () => {
  await fuzz(webhooks, (webhook) => expect(typeof webhookShape.safeParse(webhook).success).toBe('boolean'));
});

test('a secret that is accepted signs messages that it verifies', async () => {
  expect(webhookShape.safeParse(sound).success).toBe(true);
  await fuzz(fc.oneof(fc.constantFrom(...sound.secrets), secret), (one) => {
    if (!webhookShape.safeParse({ ...sound, secrets: [one] }).success) return;
    const signer = new Webhook(one);
    const at = new Date();
    const headers = {
      'webhook-id': 'm',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': signer.sign('m', at, '{}'),
    };
    expect(signer.verify('{}', headers)).toEqual({});
  });
});

test('a name and a schedule of any values are accepted or refused with a code', async () => {
  await fuzz(fc.tuple(text, fc.array(fc.double(), { maxLength: 22 })), ([name, seconds]) => {
    codeOr(() => checkName(name));
    const refused = codeOr(() => checkSchedule(seconds)) !== undefined;
    if (!refused) expect(seconds.every((wait) => wait > 0 && wait <= 86_400)).toBe(true);
    expect(typeof isEventType(name)).toBe('boolean');
  });
});
