import { Field, Int, ObjectType } from 'type-graphql';
import { Source } from './account.ts';
import { Node } from './node.ts';

/** A list of contacts to call. */
@ObjectType({ implements: Node, simpleResolvers: true, description: 'A list of people to call.' })
export class ContactList extends Node {
  @Field(() => Source, { description: 'Where it comes from.' })
  source: Source;

  @Field(() => String, { description: 'What it is called.' })
  name: string;

  @Field(() => Int, { nullable: true, description: 'How many records it holds, where the vendor tells.' })
  size?: number | null;
}

/** One field of a contact, as the vendor names it. */
@ObjectType({ simpleResolvers: true, description: 'One field of a contact, as the vendor names it.' })
export class ContactField {
  @Field(() => String, { description: 'The vendor’s name of the field.' })
  name: string;

  @Field(() => String, { description: 'Its value, to the letter.' })
  value: string;
}

/** A person to be called. */
@ObjectType({ implements: Node, simpleResolvers: true, description: 'A person to be called.' })
export class Contact extends Node {
  @Field(() => Source, { description: 'Where it comes from.' })
  source: Source;

  @Field(() => String, { nullable: true, description: 'The person’s name.' })
  name?: string | null;

  @Field(() => [String], { description: 'Phone numbers as the vendor keeps them.' })
  numbers: readonly string[];

  @Field(() => [ContactField], { description: 'Everything the vendor keeps on the person.' })
  fields: readonly ContactField[];
}
