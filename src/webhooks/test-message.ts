import { randomUUID } from 'node:crypto';
import type { Allows } from './address.ts';
import { type DeliveryTarget, deliveryFailure, type Message, Sender } from './sender.ts';

/** Milliseconds a partner may take to answer a test message. */
const TIMEOUT_MS = 10_000;

/** The answer of a partner to a test message. */
export interface TestDelivery {
  /** Why the message was not accepted; null where it was. */
  readonly failure: string | null;
  /** Milliseconds until the answer. */
  readonly milliseconds: number;
}

function testMessage(now: Date): Message {
  const occurredAt = now.toISOString();
  const data = { kind: 'TEST', type: null, occurredAt, account: null };
  return { id: `test_${randomUUID()}`, body: JSON.stringify({ type: 'webhook.test', timestamp: occurredAt, data }) };
}

/** Sends one signed message of the type `webhook.test`, at once and once; what is queued for the partner is not affected. */
export async function sendTestMessage(target: DeliveryTarget, allows: Allows): Promise<TestDelivery> {
  const sender = new Sender(TIMEOUT_MS, allows);
  const began = performance.now();
  try {
    const failure = await sender
      .send(target, testMessage(new Date()), new AbortController().signal)
      .then(() => null, deliveryFailure);
    return { failure, milliseconds: Math.round(performance.now() - began) };
  } finally {
    await sender.close();
  }
}
