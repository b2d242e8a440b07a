import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { AlertRule } from '../alert-rule.ts';
import { AlertFigure, MetricDimension } from '../vocabulary.ts';
import { ActInput, Payload, TargetInput } from './act.ts';

/** Fields that the creation and the change of a rule share. */
@InputType()
abstract class AlertChanges extends ActInput {
  @Field(() => Float, {
    nullable: true,
    description: 'Raises the alert when the figure is greater; either this or `below`.',
  })
  above?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Raises the alert when the figure is less; either this or `above`.',
  })
  below?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds for which the condition holds before the alert is raised, at most 86,400; 60 by default.',
  })
  forSeconds?: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Value that the figure reaches before the alert is cleared, between the threshold and normal; the threshold by default.',
  })
  clearAt?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Seconds for which the figure is there before the alert is cleared, at most 86,400; `forSeconds` by default.',
  })
  clearForSeconds?: number | null;

  @Field(() => MetricDimension, {
    nullable: true,
    description: 'One alert for each QUEUE, CAMPAIGN or AGENT_GROUP; one for each account by default.',
  })
  groupBy?: MetricDimension | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Names of the queues, campaigns or agent groups of `groupBy`, at most 100; all by default.',
  })
  names?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Keys of accounts; by default all of the creator that have an event stream.',
  })
  accounts?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Threshold of the service level in seconds, at most 600, for SERVICE_LEVEL; the one that the vendor reports by default.',
  })
  serviceLevelSeconds?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the rule is applied; true by default.' })
  enabled?: boolean | null;
}

@InputType({ description: 'Input of `alertCreate`.' })
export class AlertCreateInput extends AlertChanges {
  @Field(() => String, { description: 'Name of the rule.' })
  name: string;

  @Field(() => AlertFigure, { description: 'The figure.' })
  figure: AlertFigure;
}

@InputType({
  description: 'Input of `alertUpdate`. Absent fields keep their value; null sets a field to its default.',
})
export class AlertUpdateInput extends AlertChanges {
  @Field(() => ID, { description: 'Id of the rule.' })
  id: string;

  @Field(() => String, { nullable: true, description: 'New name.' })
  name?: string | null;

  @Field(() => AlertFigure, { nullable: true, description: 'Another figure.' })
  figure?: AlertFigure | null;
}

@InputType({ description: 'Input of `alertDelete`.' })
export class AlertDeleteInput extends TargetInput {}

/** A payload with the rule as it is now. */
@ObjectType()
abstract class AlertRulePayload extends Payload {
  @Field(() => AlertRule, { nullable: true, description: 'The rule after the change; null when the mutation failed.' })
  alertRule?: AlertRule | null;
}

@ObjectType({ simpleResolvers: true, description: 'Result of `alertCreate`.' })
export class AlertCreatePayload extends AlertRulePayload {}
@ObjectType({ simpleResolvers: true, description: 'Result of `alertUpdate`.' })
export class AlertUpdatePayload extends AlertRulePayload {}

@ObjectType({ simpleResolvers: true, description: 'Result of `alertDelete`.' })
export class AlertDeletePayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'Id of the deleted rule; null when the mutation failed.' })
  deletedId?: string | null;
}
