import { Webhook } from 'standardwebhooks';
import { Agent, request } from 'undici';
import { deadline } from '../adapters/calls/deadline.ts';
import { CrosspointError } from '../adapters/errors.ts';
import { type Allows, guardedLookup, isPublic, refuseLiteral } from './address.ts';

/** Where a message goes and what signs it. */
export interface DeliveryTarget {
  readonly url: string;
  /** Each signs, so that a new secret can come into use while the old one is still trusted. */
  readonly secrets: readonly string[];
  /** Lets messages into every private network; else only into those that the configuration lists. */
  readonly allowPrivate: boolean;
}

/** One message to a partner. */
export interface Message {
  readonly id: string;
  readonly body: string;
}

/** The Standard Webhooks headers of a message. */
export function signatureHeaders({ id, body }: Message, secrets: readonly string[], at: Date): Record<string, string> {
  const signatures = secrets.map((secret) => new Webhook(secret).sign(id, at, body));
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  };
}

/** Bytes of an answer that are passed over, so that its connection can be used again; longer ones cost the connection. */
const MOST_PASSED_OVER = 16_384;

/** Sends the messages of one webhook over separate connections. Follows no redirect; of an answer only the status counts. */
export class Sender {
  readonly #guarded: Agent;
  readonly #anywhere: Agent;
  readonly #milliseconds: number;
  readonly #allows: Allows;

  constructor(milliseconds = 15_000, allows: Allows = isPublic) {
    this.#allows = allows;
    const timeouts = { headersTimeout: milliseconds, bodyTimeout: milliseconds, connections: 8 };
    this.#milliseconds = milliseconds;
    this.#guarded = new Agent({ ...timeouts, connect: { lookup: guardedLookup(allows), timeout: milliseconds } });
    this.#anywhere = new Agent({ ...timeouts, connect: { timeout: milliseconds } });
  }

  /** Resolves when the partner took the message with a 2xx. */
  async send(target: DeliveryTarget, message: Message, signal: AbortSignal): Promise<void> {
    const { clear, ...limit } = deadline(this.#milliseconds, signal);
    try {
      await this.#post(target, message, limit.signal);
    } finally {
      clear();
    }
  }

  async #post({ url, secrets, allowPrivate }: DeliveryTarget, message: Message, signal: AbortSignal): Promise<void> {
    if (!allowPrivate) refuseLiteral(url, this.#allows);
    const { statusCode, body } = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signatureHeaders(message, secrets, new Date()) },
      body: message.body,
      dispatcher: allowPrivate ? this.#anywhere : this.#guarded,
      signal,
    });
    void body.dump({ limit: MOST_PASSED_OVER }).catch(() => undefined);
    if (statusCode < 200 || statusCode > 299)
      throw new CrosspointError('BAD_RESPONSE', `The webhook was answered with ${statusCode}`);
  }

  async close(): Promise<void> {
    await Promise.all([this.#guarded.destroy(), this.#anywhere.destroy()]);
  }
}

/** Why a message was not accepted, without details of the partner's network. */
export function deliveryFailure(thrown: unknown): string {
  if (thrown instanceof CrosspointError) return thrown.message;
  const { name, code, cause } = thrown as { name?: string; code?: string; cause?: unknown };
  if (cause instanceof CrosspointError) return cause.message;
  const late = name === 'TimeoutError' || /TIMEOUT/.test(code ?? '');
  return late ? 'The webhook did not answer in time' : 'The webhook cannot be reached';
}
