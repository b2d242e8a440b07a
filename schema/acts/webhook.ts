import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { EventFilter } from '../event-log.ts';
import { Cursor } from '../scalars.ts';
import { Webhook } from '../webhook.ts';
import { ActInput, Payload, TargetInput } from './act.ts';

/** Fields that the creation and the change of a webhook share. */
@InputType()
abstract class WebhookChanges extends ActInput {
  @Field(() => EventFilter, {
    nullable: true,
    description: 'Conditions for events; absent on creation, every event that the creator may see.',
  })
  filter?: EventFilter | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether messages are sent; true on creation when absent.' })
  enabled?: boolean | null;

  @Field(() => [Float], {
    nullable: true,
    description:
      'Delay before each further attempt in seconds, at most 20 values; on creation `[5, 300, 1800, 7200, 18000, 36000, 50400]` when absent.',
  })
  retrySeconds?: number[] | null;
}

@InputType({ description: 'Input of `webhookCreate`.' })
export class WebhookCreateInput extends WebhookChanges {
  @Field(() => String, { description: 'Name of the webhook.' })
  name: string;

  @Field(() => String, {
    description:
      'URL that receives the messages: http or https, on a public address unless `webhookNetworks` of the configuration allows it.',
  })
  url: string;

  @Field(() => Cursor, {
    nullable: true,
    description: 'Cursor of the event after which delivery begins; absent, it begins with the events from now on.',
  })
  after?: string | null;
}

@InputType({ description: 'Input of `webhookUpdate`. Absent and null fields keep their value.' })
export class WebhookUpdateInput extends WebhookChanges {
  @Field(() => ID, { description: 'Id of the webhook.' })
  id: string;

  @Field(() => String, { nullable: true, description: 'New name.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'New URL, under the rules of `webhookCreate`.' })
  url?: string | null;
}

@InputType({ description: 'Input of `webhookDelete`.' })
export class WebhookDeleteInput extends TargetInput {}

@InputType({
  description: 'Input of `webhookReplay`. With neither `after` nor `deadLetters`, every dead letter is sent again.',
})
export class WebhookReplayInput extends TargetInput {
  @Field(() => Cursor, {
    nullable: true,
    description: 'Sends every event after this cursor again, in order. Not together with `deadLetters`.',
  })
  after?: string | null;

  @Field(() => [Cursor], {
    nullable: true,
    description: 'Cursors of the dead letters to send again.',
  })
  deadLetters?: string[] | null;
}

@InputType({ description: 'Input of `webhookTest`.' })
export class WebhookTestInput extends TargetInput {}

@InputType({ description: 'Input of `webhookRotateSecret`.' })
export class WebhookRotateSecretInput extends TargetInput {
  @Field(() => Int, {
    nullable: true,
    description:
      'Seconds for which the previous secret signs too: 86,400 (a day) when absent, at most 604,800 (a week).',
  })
  keepOldSeconds?: number | null;
}

/** A payload with the webhook as it is now. */
@ObjectType()
abstract class WebhookPayload extends Payload {
  @Field(() => Webhook, { nullable: true, description: 'The webhook after the change; null when the mutation failed.' })
  webhook?: Webhook | null;
}

/** A payload with a new secret. */
@ObjectType()
abstract class WebhookSecretPayload extends WebhookPayload {
  @Field(() => String, {
    nullable: true,
    description:
      'The new signing secret, for example `whsec_…`. Returned once: null when the call is repeated under the same `idempotencyKey`, and when the mutation failed.',
  })
  secret?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'Result of `webhookCreate`.' })
export class WebhookCreatePayload extends WebhookSecretPayload {}
@ObjectType({ simpleResolvers: true, description: 'Result of `webhookRotateSecret`.' })
export class WebhookRotateSecretPayload extends WebhookSecretPayload {}
@ObjectType({ simpleResolvers: true, description: 'Result of `webhookUpdate`.' })
export class WebhookUpdatePayload extends WebhookPayload {}

@ObjectType({ simpleResolvers: true, description: 'Result of `webhookReplay`.' })
export class WebhookReplayPayload extends WebhookPayload {
  @Field(() => Int, {
    nullable: true,
    description: 'Number of dead letters that are sent again; null for a replay after a cursor.',
  })
  deadLetters?: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'Result of `webhookTest`.' })
export class WebhookTestPayload extends WebhookPayload {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the partner accepted the message; null when none was sent.',
  })
  delivered?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Why the partner did not accept it; null when it did.' })
  failure?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Milliseconds until the partner answered; null when none was sent.',
  })
  milliseconds?: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'Result of `webhookDelete`.' })
export class WebhookDeletePayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'Id of the deleted webhook; null when the mutation failed.' })
  deletedId?: string | null;
}
