import { Field, InputType, ObjectType } from 'type-graphql';
import { Report } from '../report.ts';
import { DateTime } from '../scalars.ts';
import { ReportObjectType } from '../vocabulary.ts';
import { ActInput, Payload } from './act.ts';

@InputType({ description: 'Objects to which a report is limited.' })
export class ReportObjectsInput {
  @Field(() => ReportObjectType, { description: 'Kind of the objects.' })
  type: ReportObjectType;

  @Field(() => [String], { description: 'Names of the objects at the vendor, at least one.' })
  names: string[];
}

/** Fields of the input of `reportRun`. */
@InputType()
export abstract class ReportRunInput extends ActInput {
  @Field(() => String, {
    nullable: true,
    description: 'Key of the account, as in `Account.key`; required when several accounts have reports.',
  })
  account?: string | null;

  @Field(() => String, {
    description: 'Folder of the report in the locale of the vendor’s user, for example `Call Log Reports`.',
  })
  folder: string;

  @Field(() => String, { description: 'Name of the report in that locale, for example `Call Log`.' })
  name: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Start of the reported period; the vendor’s default when absent.',
  })
  from?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'End of the reported period, after `from`.' })
  to?: string | null;

  @Field(() => [ReportObjectsInput], { nullable: true, description: 'Objects to which the report is limited.' })
  objects?: ReportObjectsInput[] | null;
}

/** A payload with the report. */
@ObjectType()
export abstract class ReportPayload extends Payload {
  @Field(() => Report, { nullable: true, description: 'The report that was started; null when none was.' })
  report?: Report | null;
}
