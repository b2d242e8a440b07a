import { Field, ID, Int, ObjectType } from 'type-graphql';
import { RefusedContact } from './contact.ts';
import { Event } from './event.ts';

@ObjectType({ implements: Event, simpleResolvers: true, description: 'The progress of an import of contacts.' })
export class ImportProgress extends Event {
  @Field(() => ID, { description: 'Id of the import, as in `ContactImport.id`.' })
  importId: string;

  @Field(() => Boolean, { description: 'True until the import has finished.' })
  running: boolean;

  @Field(() => Int, { description: 'Number of contacts imported so far.' })
  done: number;

  @Field(() => Int, { description: 'Number of contacts rejected so far.' })
  failed: number;

  @Field(() => String, {
    nullable: true,
    description: 'Reason why the import failed as a whole; null when it did not.',
  })
  failureMessage?: string | null;

  @Field(() => [RefusedContact], { description: 'The first 1,000 rejected contacts; `failed` counts all of them.' })
  refused: readonly RefusedContact[];
}

@ObjectType({ implements: Event, simpleResolvers: true, description: 'The progress of a report.' })
export class ReportProgress extends Event {
  @Field(() => ID, { description: 'Id of the report, as passed to `reportProgress`.' })
  reportId: string;

  @Field(() => Boolean, { description: 'True until the report is ready.' })
  running: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Reason why the report can no longer be followed; null when it can.',
  })
  failureMessage?: string | null;
}
