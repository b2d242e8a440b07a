import { writeId } from '../access/global-id.ts';
import type { ShownWebhook } from '../webhooks/shown-webhook.ts';
import type { Context } from './context.ts';

/** A webhook as the fields of the graph are resolved on it. */
export interface WebhookView extends ShownWebhook {
  readonly __typename: 'Webhook';
  readonly id: string;
}

/** Ids contain the origin of a webhook, since a configured and a created one may have the same key. */
const MAKERS = { true: 'configured', false: 'created' } as const;

/** The object that the fields of a webhook are resolved on. */
export function viewOf(webhook: ShownWebhook): WebhookView {
  const { key, configured } = webhook;
  const nativeId = configured ? key : key.slice(key.indexOf('/') + 1);
  return { ...webhook, __typename: 'Webhook', id: writeId('Webhook', MAKERS[`${configured}`], nativeId) };
}

/** The key among all webhooks that an id stands for. */
export function keyIn({ account, nativeId }: { readonly account: string; readonly nativeId: string }): string {
  return account === MAKERS.true ? nativeId : `created/${nativeId}`;
}

/** A webhook by its id, or null where none is visible to the caller. */
export async function findWebhook(context: Context, key: Parameters<typeof keyIn>[0]): Promise<WebhookView | null> {
  const webhook = await context.webhooks.find(context.caller, keyIn(key));
  return webhook && viewOf(webhook);
}
