import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import './metric-group.ts';
import { DateTime } from './scalars.ts';
import { AlertComparison, AlertFigure, MetricDimension } from './vocabulary.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'A rule that raises alerts when a current figure crosses a threshold, at each account by itself.',
})
export class AlertRule {
  @Field(() => ID, { description: 'Id of the rule, as in `Alert.rule`.' })
  id: string;

  @Field(() => String, { description: 'Name of the rule; the `id` of the configuration for a configured one.' })
  name: string;

  @Field(() => Boolean, {
    description: 'True when the rule is defined in the gateway’s configuration; mutations cannot change it.',
  })
  configured: boolean;

  @Field(() => Boolean, { description: 'Whether the rule is applied.' })
  enabled: boolean;

  @Field(() => AlertFigure, { description: 'The figure.' })
  figure: AlertFigure;

  @Field(() => AlertComparison, { description: 'Side of the threshold that raises the alert.' })
  comparison: AlertComparison;

  @Field(() => Float, { description: 'Value of the figure beyond which the alert is raised.' })
  threshold: number;

  @Field(() => Int, { description: 'Seconds for which the condition holds before the alert is raised.' })
  forSeconds: number;

  @Field(() => Float, { description: 'Value that the figure reaches before the alert is cleared.' })
  clearAt: number;

  @Field(() => Int, { description: 'Seconds for which the figure is there before the alert is cleared.' })
  clearForSeconds: number;

  @Field(() => MetricDimension, {
    nullable: true,
    description: 'QUEUE, CAMPAIGN or AGENT_GROUP: one alert for each; null for one for each account.',
  })
  groupBy?: MetricDimension | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Names of the queues, campaigns or agent groups; null for all.',
  })
  names?: readonly string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Keys of the accounts that the rule names, else of those of its creator; null for all accounts. Only accounts with an event stream are watched.',
  })
  accounts?: readonly string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Threshold of the service level in seconds; null for the one that the vendor reports.',
  })
  serviceLevelSeconds?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why the rule cannot be applied, for example because an account is gone; null while it can.',
  })
  failure?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Time of creation; null for a configured rule.' })
  createdAt?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Time of the latest change; null for a configured rule.' })
  updatedAt?: string | null;
}
