import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ActInput, Payload, TargetInput } from './acts/act.ts';
import { EventFilter } from './event.ts';
import { Node, PageInfo } from './node.ts';
import { Cursor, DateTime } from './scalars.ts';
import { EventKind } from './vocabulary.ts';

/** Which events a webhook sends, as it was asked for. */
@ObjectType({ simpleResolvers: true, description: 'Which events a webhook sends, in the words of an EventFilter.' })
export class WebhookFilter {
  @Field(() => [EventKind], { nullable: true, description: 'About these kinds of thing.' })
  kinds?: readonly EventKind[] | null;

  @Field(() => [String], { nullable: true, description: 'Of these types.' })
  types?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Of these accounts.' })
  accounts?: readonly string[] | null;

  @Field(() => [ID], { nullable: true, description: 'About these agents or their calls.' })
  agentIds?: readonly string[] | null;

  @Field(() => [ID], { nullable: true, description: 'About these campaigns or their calls.' })
  campaignIds?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'On these phones.' })
  devices?: readonly string[] | null;
}

/** How a webhook's deliveries go. */
@ObjectType({ simpleResolvers: true, description: 'How a webhook’s deliveries go.' })
export class WebhookDelivery {
  @Field(() => Cursor, { nullable: true, description: 'Everything up to this event was taken up for sending.' })
  cursor?: string | null;

  @Field(() => Int, { description: 'Messages on their way, those that wait for another attempt included.' })
  waiting: number;

  @Field(() => DateTime, { nullable: true, description: 'When the partner last took a message.' })
  lastDeliveredAt?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When an attempt last failed.' })
  lastFailedAt?: string | null;

  @Field(() => String, { nullable: true, description: 'Why it did.' })
  lastFailure?: string | null;
}

/** A message that was given up. */
@ObjectType({ simpleResolvers: true, description: 'A message that was given up after its last attempt.' })
export class DeadLetter {
  @Field(() => Cursor, { description: 'The place of its event in the log, which is the message’s webhook-id.' })
  cursor: string;

  @Field(() => String, { description: 'What it tells, such as `call.ended`.' })
  type: string;

  @Field(() => Int, { description: 'How often it was tried.' })
  attempts: number;

  @Field(() => String, { description: 'Why the last attempt failed.' })
  reason: string;

  @Field(() => DateTime, { description: 'When it was given up.' })
  givenUpAt: string;
}

/** A message that was given up, and its place. */
@ObjectType({ simpleResolvers: true, description: 'A message that was given up, and its place in the list.' })
export class DeadLetterEdge {
  @Field(() => Cursor, { description: 'Its place in the list.' })
  cursor: string;

  @Field(() => DeadLetter, { description: 'The message.' })
  node: DeadLetter;
}

/** A page of what was given up. */
@ObjectType({ simpleResolvers: true, description: 'A page of the messages that were given up, the oldest first.' })
export class DeadLetterConnection {
  @Field(() => [DeadLetterEdge], { description: 'This page’s messages with their places.' })
  edges: readonly DeadLetterEdge[];

  @Field(() => PageInfo, { description: 'Where this page stands in the list.' })
  pageInfo: PageInfo;

  @Field(() => Int, { description: 'How many there are; the oldest go beyond a thousand.' })
  totalCount: number;
}

/** A partner that is told of events over HTTP. */
@ObjectType({
  implements: Node,
  description:
    'A partner that is told of events over HTTP, signed as Standard Webhooks asks: at least once, in order per call.',
})
export class Webhook extends Node {
  @Field(() => String, { description: 'What it is called; the operator’s id where the configuration names it.' })
  name: string;

  @Field(() => String, { description: 'Where messages go.' })
  url: string;

  @Field(() => Boolean, { description: 'The configuration names it, so that it cannot be changed here.' })
  configured: boolean;

  @Field(() => Boolean, {
    description: 'Messages are sent. What happens while it is not enabled is sent later, as far as the log keeps it.',
  })
  enabled: boolean;

  @Field(() => WebhookFilter, { description: 'Which events are sent.' })
  filter: WebhookFilter;

  @Field(() => [String], {
    nullable: true,
    description: 'It tells of these accounts only, which whoever made it may know of; of all when null.',
  })
  accounts?: readonly string[] | null;

  @Field(() => [Float], { description: 'Seconds before each further attempt.' })
  retrySeconds: readonly number[];

  @Field(() => DateTime, { nullable: true, description: 'Until then messages are signed with the secret before, too.' })
  oldSecretUntil?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was made; null where the configuration names it.' })
  createdAt?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was last changed.' })
  updatedAt?: string | null;

  delivery?: WebhookDelivery;
  deadLetters?: DeadLetterConnection;
}

/** What a webhook is made with or changed to. */
@InputType()
abstract class WebhookChanges extends ActInput {
  @Field(() => EventFilter, { nullable: true, description: 'Which events; all the caller may see when left out.' })
  filter?: EventFilter | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether messages are sent.' })
  enabled?: boolean | null;

  @Field(() => [Float], {
    nullable: true,
    description: 'Seconds before each further attempt, at most twenty; from seconds to half a day unless told.',
  })
  retrySeconds?: number[] | null;
}

/** Makes a webhook. */
@InputType({ description: 'Makes a webhook.' })
export class WebhookCreateInput extends WebhookChanges {
  @Field(() => String, { description: 'What to call it.' })
  name: string;

  @Field(() => String, { description: 'Where messages go: http or https, and never into a private network.' })
  url: string;

  @Field(() => Cursor, { nullable: true, description: 'Begin after this event; from now on when left out.' })
  after?: string | null;
}

/** Changes a webhook. */
@InputType({ description: 'Changes a webhook; what is left out stays.' })
export class WebhookUpdateInput extends WebhookChanges {
  @Field(() => ID, { description: 'The webhook.' })
  id: string;

  @Field(() => String, { nullable: true, description: 'What to call it.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Where messages go.' })
  url?: string | null;
}

/** Deletes a webhook. */
@InputType({ description: 'Deletes a webhook with everything that waits for it.' })
export class WebhookDeleteInput extends TargetInput {}

/** Sends messages again. */
@InputType({ description: 'Sends messages again: dead letters, or everything after an event.' })
export class WebhookReplayInput extends TargetInput {
  @Field(() => Cursor, { nullable: true, description: 'Everything after this event, in order.' })
  after?: string | null;

  @Field(() => [Cursor], {
    nullable: true,
    description: 'These dead letters; all of them when neither this nor `after` is given.',
  })
  deadLetters?: string[] | null;
}

/** Gives a webhook another secret. */
@InputType({ description: 'Gives a webhook another secret.' })
export class WebhookRotateSecretInput extends TargetInput {
  @Field(() => Int, {
    nullable: true,
    description: 'Seconds for which the old secret signs too: a day unless told, a week at most.',
  })
  keepOldSeconds?: number | null;
}

/** A payload with the webhook as it is now. */
@ObjectType()
abstract class WebhookPayload extends Payload {
  @Field(() => Webhook, { nullable: true, description: 'The webhook as it is now.' })
  webhook?: Webhook | null;
}

/** A payload with a new secret. */
@ObjectType()
abstract class WebhookSecretPayload extends WebhookPayload {
  @Field(() => String, {
    nullable: true,
    description: 'Verifies the messages. It is told this once, and not again under the same idempotencyKey.',
  })
  secret?: string | null;
}

/** What webhookCreate did. */
@ObjectType({ simpleResolvers: true, description: 'What webhookCreate did.' })
export class WebhookCreatePayload extends WebhookSecretPayload {}
/** What webhookRotateSecret did. */
@ObjectType({ simpleResolvers: true, description: 'What webhookRotateSecret did.' })
export class WebhookRotateSecretPayload extends WebhookSecretPayload {}
/** What webhookUpdate did. */
@ObjectType({ simpleResolvers: true, description: 'What webhookUpdate did.' })
export class WebhookUpdatePayload extends WebhookPayload {}

/** What webhookReplay did. */
@ObjectType({ simpleResolvers: true, description: 'What webhookReplay did.' })
export class WebhookReplayPayload extends WebhookPayload {
  @Field(() => Int, { nullable: true, description: 'How many dead letters are sent again; null after a cursor.' })
  deadLetters?: number | null;
}

/** What webhookDelete did. */
@ObjectType({ simpleResolvers: true, description: 'What webhookDelete did.' })
export class WebhookDeletePayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'What is gone.' })
  deletedId?: string | null;
}
