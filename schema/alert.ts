import { Field, Float, ID, ObjectType } from 'type-graphql';
import { Account } from './account.ts';
import { Campaign } from './campaign.ts';
import './enums.ts';
import { Queue } from './queue.ts';
import { DateTime } from './scalars.ts';
import { AlertComparison, AlertFigure } from './vocabulary.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'A current figure that crossed the threshold of a rule, from when it was raised until it is cleared.',
})
export class Alert {
  @Field(() => ID, { description: 'Id of the alert; the same when it is raised and when it is cleared.' })
  id: string;

  @Field(() => String, { description: 'Id of the rule, as in `AlertRule.id`.' })
  rule: string;

  @Field(() => Account, { description: 'The account whose calls and agents the figure is of.' })
  account: Account;

  @Field(() => Queue, { nullable: true, description: 'The queue; null when the rule is not by queue.' })
  queue?: Queue | null;

  @Field(() => Campaign, {
    nullable: true,
    description: 'The campaign; null when the rule is not by campaign, or when no account lists the campaign.',
  })
  campaign?: Campaign | null;

  @Field(() => String, { nullable: true, description: 'Name of the agent group; null when the rule is not by group.' })
  agentGroup?: string | null;

  @Field(() => AlertFigure, { description: 'The figure.' })
  figure: AlertFigure;

  @Field(() => AlertComparison, { description: 'Side of the threshold that raises the alert.' })
  comparison: AlertComparison;

  @Field(() => Float, { description: 'Threshold of the rule when the alert was raised.' })
  threshold: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'Value of the figure when the alert was raised; when it was cleared for a cleared one; null without a value.',
  })
  value?: number | null;

  @Field(() => DateTime, { description: 'Time at which the alert was raised.' })
  raisedAt: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Time at which the alert was cleared; null while it is raised.',
  })
  clearedAt?: string | null;
}
