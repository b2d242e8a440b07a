import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import {
  WebhookCreateInput,
  WebhookCreatePayload,
  WebhookDeleteInput,
  WebhookDeletePayload,
  WebhookReplayInput,
  WebhookReplayPayload,
  WebhookRotateSecretInput,
  WebhookRotateSecretPayload,
  WebhookTestInput,
  WebhookTestPayload,
  WebhookUpdateInput,
  WebhookUpdatePayload,
} from '../../schema/acts/webhook.ts';
import { DeadLetterConnection, Webhook, WebhookDelivery } from '../../schema/webhook.ts';
import { readIdOf } from '../access/global-id.ts';
import type { StoredDeadLetter } from '../webhooks/state-store.ts';
import { type ActPayload, INPUT, performLocal } from './acts/perform.ts';
import type { Context } from './context.ts';
import { ForwardArguments } from './page-arguments.ts';
import { type Order, pageOf } from './paging.ts';
import { findWebhook, keyIn, viewOf, type WebhookView } from './webhook-views.ts';

function keyOf(id: string): string {
  return keyIn(readIdOf('Webhook', id, 'input', 'id'));
}

const OLDEST_FIRST: Order<StoredDeadLetter> = {
  name: 'deadLetters',
  key: ({ position }) => [position],
  length: 1,
};

/** Webhooks, for callers with the scope `admin`. */
@Resolver(() => Webhook)
export class WebhookResolver {
  @Query(() => [Webhook], { description: 'All webhooks, configured ones first.' })
  async webhooks(@Ctx() { webhooks, caller }: Context): Promise<WebhookView[]> {
    return (await webhooks.list(caller)).map(viewOf);
  }

  @FieldResolver(() => WebhookDelivery, { description: 'Delivery state.' })
  async delivery(@Root() { key }: WebhookView, @Ctx() { webhooks }: Context): Promise<WebhookDelivery> {
    const progress = await webhooks.progress(key);
    const { place = null, waiting = [], deliveredAt = null, failure = null } = progress ?? {};
    return {
      cursor: place === null ? null : webhooks.cursor(place),
      waiting: waiting.length,
      lastDeliveredAt: deliveredAt,
      lastFailedAt: failure?.at ?? null,
      lastFailure: failure?.reason ?? null,
    };
  }

  @FieldResolver(() => DeadLetterConnection, { description: 'Messages that failed every attempt, oldest first.' })
  async deadLetters(
    @Root() { key }: WebhookView,
    @Ctx() { webhooks }: Context,
    @Args(() => ForwardArguments) page: ForwardArguments,
  ): Promise<DeadLetterConnection> {
    const dead = await webhooks.dead(key);
    const { edges, pageInfo } = pageOf(dead, OLDEST_FIRST, page);
    const shown = edges.map(({ cursor, node: { id, type, attempts, reason = '', givenUpAt } }) => ({
      cursor,
      node: { cursor: id, type, attempts, reason, givenUpAt },
    }));
    return { edges: shown, pageInfo, totalCount: dead.length };
  }

  @Mutation(() => WebhookCreatePayload, {
    description: 'Creates a webhook. It never sends events of accounts that its creator may not see.',
  })
  webhookCreate(
    @Ctx() context: Context,
    @Arg('input', () => WebhookCreateInput, INPUT) input: WebhookCreateInput,
  ): Promise<ActPayload> {
    return withSecret((setSecret) =>
      performLocal(context, 'webhookCreate', input, async () => {
        const { webhook, secret } = await context.webhooks.create(context.caller, input);
        setSecret(secret);
        return { webhook: viewOf(webhook) };
      }),
    );
  }

  @Mutation(() => WebhookUpdatePayload, {
    description: 'Changes a webhook. Messages already in delivery keep the previous URL and filter.',
  })
  webhookUpdate(
    @Ctx() context: Context,
    @Arg('input', () => WebhookUpdateInput, INPUT) input: WebhookUpdateInput,
  ): Promise<ActPayload> {
    return performLocal(context, 'webhookUpdate', input, async () => ({
      webhook: viewOf(await context.webhooks.update(context.caller, keyOf(input.id), input)),
    }));
  }

  @Mutation(() => WebhookDeletePayload, { description: 'Deletes a webhook and its undelivered messages.' })
  webhookDelete(
    @Ctx() context: Context,
    @Arg('input', () => WebhookDeleteInput, INPUT) input: WebhookDeleteInput,
  ): Promise<ActPayload> {
    return performLocal(context, 'webhookDelete', input, async () => {
      await context.webhooks.remove(context.caller, keyOf(input.id));
      return { deletedId: input.id };
    });
  }

  @Mutation(() => WebhookReplayPayload, {
    description: 'Sends messages of a webhook again: dead letters, or all events after a cursor.',
  })
  webhookReplay(
    @Ctx() context: Context,
    @Arg('input', () => WebhookReplayInput, INPUT) input: WebhookReplayInput,
  ): Promise<ActPayload> {
    return performLocal(context, 'webhookReplay', input, async () => {
      const key = keyOf(input.id);
      const what = { after: input.after, dead: input.deadLetters };
      const deadLetters = await context.webhooks.replay(context.caller, key, what);
      return { webhook: await findWebhook(context, readIdOf('Webhook', input.id)), deadLetters };
    });
  }

  @Mutation(() => WebhookTestPayload, {
    description:
      'Sends a signed message of the type `webhook.test` to a webhook now, once, and answers what became of it.',
  })
  webhookTest(
    @Ctx() context: Context,
    @Arg('input', () => WebhookTestInput, INPUT) input: WebhookTestInput,
  ): Promise<ActPayload> {
    return performLocal(context, 'webhookTest', input, async () => {
      const { failure, milliseconds } = await context.webhooks.test(context.caller, keyOf(input.id));
      const webhook = await findWebhook(context, readIdOf('Webhook', input.id));
      return { webhook, delivered: failure === null, failure, milliseconds };
    });
  }

  @Mutation(() => WebhookRotateSecretPayload, {
    description: 'Replaces the signing secret of a webhook. Both secrets sign for a transition period.',
  })
  webhookRotateSecret(
    @Ctx() context: Context,
    @Arg('input', () => WebhookRotateSecretInput, INPUT) input: WebhookRotateSecretInput,
  ): Promise<ActPayload> {
    return withSecret((setSecret) =>
      performLocal(context, 'webhookRotateSecret', input, async () => {
        const seconds = input.keepOldSeconds ?? undefined;
        const { webhook, secret } = await context.webhooks.rotateSecret(context.caller, keyOf(input.id), seconds);
        setSecret(secret);
        return { webhook: viewOf(webhook) };
      }),
    );
  }
}

/** Puts a secret beside the payload, which may be written down under an idempotencyKey. */
async function withSecret(run: (setSecret: (secret: string) => void) => Promise<ActPayload>): Promise<ActPayload> {
  let plainSecret: string | null = null;
  const payload = await run((secret) => {
    plainSecret = secret;
  });
  return { ...payload, secret: plainSecret };
}
