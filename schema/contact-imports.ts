import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { connectionClass, edgeOf } from './connections.ts';
import { ContactImport } from './contact.ts';
import { PlaceFilter } from './filters.ts';
import { DateTime } from './scalars.ts';

@ObjectType({ simpleResolvers: true, description: 'An import of contacts with its position in the list.' })
export class ContactImportEdge extends edgeOf(() => ContactImport) {}
@ObjectType({ simpleResolvers: true, description: 'A page of imports of contacts.' })
export class ContactImportConnection extends connectionClass(() => ContactImportEdge) {}

@InputType({
  description: 'Conditions for imports of contacts. An import matches when it meets every given condition.',
})
export class ContactImportFilter extends PlaceFilter {
  @Field(() => ID, { nullable: true, description: 'Id of the campaign of the contacts.' })
  campaignId?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Lower bound of the start; 24 hours before the upper bound when absent.',
  })
  startedAfter?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Upper bound of the start; now when absent.' })
  startedBefore?: string | null;
}
