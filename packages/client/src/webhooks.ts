/** A message of a webhook: the event's kind and type, its cursor, and the ids of the objects it is about. */
export interface WebhookMessage {
  /** Kind and type of the event, such as `call.ended`. */
  readonly type: string;
  /** Time of the event. */
  readonly timestamp: string;
  /** The event; pass an id to `node` to read the object. */
  readonly data: {
    /** Position of the event in the log; the same in every repetition of the message. */
    readonly cursor: string;
    readonly kind: string;
    readonly type: string | null;
    readonly occurredAt: string;
    readonly account: { readonly key: string } | null;
    readonly callId?: string;
    /** The call right after the change; `schema/webhooks.json` describes it and the objects below. */
    readonly call?: Readonly<Record<string, unknown>>;
    readonly agent?: Readonly<Record<string, unknown>> | null;
    readonly recording?: Readonly<Record<string, unknown>> | null;
    readonly campaign?: Readonly<Record<string, unknown>>;
    readonly agentId?: string | null;
    readonly recordingId?: string | null;
    readonly campaignId?: string | null;
    readonly importId?: string;
    readonly reportId?: string;
    /** Start and end of a gap, for the kind `GAP`. */
    readonly from?: string;
    readonly to?: string;
  };
}

/** A message whose signature is missing, wrong or too old; answer it with the status 400. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
}

/** A request of a webhook. */
export interface WebhookRequest {
  /** The body exactly as received, before any parsing. */
  readonly body: string;
  /** The headers, of `Headers` or of Node's request. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The secret of the webhook, `whsec_…`; several while a secret is replaced. */
  readonly secret: string | readonly string[];
  /** Seconds by which the time of the message may differ from the clock. Default: 300. */
  readonly toleranceSeconds?: number;
}

function headerOf(headers: WebhookRequest['headers'], name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : headers[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new WebhookVerificationError(`The header ${name} is missing`);
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

function keyOf(secret: string) {
  const bytes = bytesOf(secret.replace(/^whsec_/, ''));
  if (bytes.length === 0) throw new TypeError('The secret of a webhook is whsec_ and base64');
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

/**
 * Verifies a message by Standard Webhooks and resolves with it. Throws `WebhookVerificationError` for a message that the
 * gateway did not sign. A message may arrive again: `webhook-id` is the same in each repetition.
 */
export async function verifyWebhook({
  body,
  headers,
  secret,
  toleranceSeconds = 300,
}: WebhookRequest): Promise<WebhookMessage> {
  const id = headerOf(headers, 'webhook-id');
  const timestamp = headerOf(headers, 'webhook-timestamp');
  const signatures = headerOf(headers, 'webhook-signature').split(' ');
  if (!(Math.abs(Date.now() / 1_000 - Number(timestamp)) <= toleranceSeconds))
    throw new WebhookVerificationError('The time of the message is too far from the clock');
  const content = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  for (const one of typeof secret === 'string' ? [secret] : secret) {
    const key = await keyOf(one);
    for (const [version, signature = ''] of signatures.map((text) => text.split(',')))
      if (version === 'v1' && (await crypto.subtle.verify('HMAC', key, bytesOf(signature), content)))
        return JSON.parse(body) as WebhookMessage;
  }
  throw new WebhookVerificationError('No signature of the message is right');
}
