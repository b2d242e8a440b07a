import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { Node, PageInfo } from './node.ts';
import { Cursor, DateTime } from './scalars.ts';
import { EventKind } from './vocabulary.ts';

@ObjectType({
  simpleResolvers: true,
  description:
    'The conditions of a webhook, as they were given in its `EventFilter`; null conditions select everything.',
})
export class WebhookFilter {
  @Field(() => [EventKind], { nullable: true, description: 'Kinds of object.' })
  kinds?: readonly EventKind[] | null;

  @Field(() => [String], { nullable: true, description: 'Types of event.' })
  types?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Keys of accounts.' })
  accounts?: readonly string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Ids of agents; selects events of these agents and of their calls.',
  })
  agentIds?: readonly string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Ids of campaigns; selects events of these campaigns and of their calls.',
  })
  campaignIds?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Extensions or device ids of agents’ phones.' })
  devices?: readonly string[] | null;
}

@ObjectType({ simpleResolvers: true, description: 'The delivery state of a webhook.' })
export class WebhookDelivery {
  @Field(() => Cursor, {
    nullable: true,
    description: 'Position of the latest event that was read for delivery; null before the first.',
  })
  cursor?: string | null;

  @Field(() => Int, { description: 'Number of messages in delivery, including those that wait for a further attempt.' })
  waiting: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Time of the latest delivery that the partner accepted; null before the first.',
  })
  lastDeliveredAt?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Time of the latest failed attempt; null when none failed.' })
  lastFailedAt?: string | null;

  @Field(() => String, { nullable: true, description: 'Cause of the latest failed attempt; null when none failed.' })
  lastFailure?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'A message that failed every attempt and is no longer sent.' })
export class DeadLetter {
  @Field(() => Cursor, {
    description: 'Position of the event in the log; the same text as the message’s `webhook-id` header.',
  })
  cursor: string;

  @Field(() => String, { description: 'Type of the message, for example `call.ended`.' })
  type: string;

  @Field(() => Int, { description: 'Number of attempts.' })
  attempts: number;

  @Field(() => String, { description: 'Cause of the last failure.' })
  reason: string;

  @Field(() => DateTime, { description: 'Time of the last attempt.' })
  givenUpAt: string;
}

@ObjectType({ simpleResolvers: true, description: 'A dead letter with its position in the list.' })
export class DeadLetterEdge {
  @Field(() => Cursor, { description: 'Position of the dead letter in the list.' })
  cursor: string;

  @Field(() => DeadLetter, { description: 'The dead letter.' })
  node: DeadLetter;
}

@ObjectType({ simpleResolvers: true, description: 'A page of dead letters, oldest first.' })
export class DeadLetterConnection {
  @Field(() => [DeadLetterEdge], { description: 'The dead letters of this page with their positions.' })
  edges: readonly DeadLetterEdge[];

  @Field(() => PageInfo, { description: 'Position of this page in the list.' })
  pageInfo: PageInfo;

  @Field(() => Int, {
    description: 'Number of stored dead letters. At most 1,000 are stored; the oldest are removed first.',
  })
  totalCount: number;
}

@ObjectType({
  implements: Node,
  description:
    'A webhook: events sent to a partner’s URL by HTTP POST, signed according to Standard Webhooks. Delivery is at least once, and in order for each call.',
})
export class Webhook extends Node {
  @Field(() => String, { description: 'Name of the webhook; the `id` of the configuration for a configured one.' })
  name: string;

  @Field(() => String, { description: 'URL that receives the messages.' })
  url: string;

  @Field(() => Boolean, {
    description: 'True when the webhook is defined in the gateway’s configuration; mutations cannot change it.',
  })
  configured: boolean;

  @Field(() => Boolean, {
    description:
      'True while messages are sent. Events during a pause are sent afterwards, as far as the log still has them.',
  })
  enabled: boolean;

  @Field(() => WebhookFilter, { description: 'Conditions for the events that are sent.' })
  filter: WebhookFilter;

  @Field(() => [String], {
    nullable: true,
    description:
      'Keys of the accounts whose events may be sent, from the rights of the caller that created the webhook; null for all accounts.',
  })
  accounts?: readonly string[] | null;

  @Field(() => [Float], { description: 'Delay before each further attempt, in seconds, for example `[5, 300, 1800]`.' })
  retrySeconds: readonly number[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'End of the period in which the previous secret signs too; null when only one secret signs.',
  })
  oldSecretUntil?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Time of creation; null for a configured webhook.' })
  createdAt?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Time of the latest change; null for a configured webhook.' })
  updatedAt?: string | null;

  delivery?: WebhookDelivery;
  deadLetters?: DeadLetterConnection;
}
