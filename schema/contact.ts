import { Field, Int, ObjectType } from 'type-graphql';
import { Source, SourceReport } from './account.ts';
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

/** A contact that an import did not take. */
@ObjectType({ simpleResolvers: true, description: 'A contact that an import did not take.' })
export class RefusedContact {
  @Field(() => Int, { description: 'Its place among the contacts of the import, counted from 1.' })
  row: number;

  @Field(() => String, { description: 'What was wrong with it, in the vendor’s words.' })
  message: string;

  @Field(() => String, { nullable: true, description: 'The vendor’s own word for it.' })
  vendorCode?: string | null;
}

/** How far an import of contacts is. */
@ObjectType({ implements: Node, simpleResolvers: true, description: 'An import of contacts and how far it is.' })
export class ContactImport extends Node {
  @Field(() => Source, { description: 'Where it was handed over.' })
  source: Source;

  @Field(() => Boolean, { description: 'It goes on.' })
  running: boolean;

  @Field(() => Int, { description: 'Contacts taken so far; some vendors only tell at the end.' })
  done: number;

  @Field(() => Int, { description: 'Contacts refused so far.' })
  failed: number;

  @Field(() => String, { nullable: true, description: 'Why the whole import failed; null where it did not.' })
  failureMessage?: string | null;

  @Field(() => [RefusedContact], { description: 'What was refused and why, 1,000 at most; `failed` counts all.' })
  refused: readonly RefusedContact[];
}

/** Which numbers are not to be called. */
@ObjectType({ simpleResolvers: true, description: 'Which of the numbers asked about are not to be called.' })
export class DoNotCallAnswer {
  @Field(() => [String], { description: 'Those on the do-not-call list of an account, as they were asked about.' })
  numbers: readonly string[];

  @Field(() => [SourceReport], {
    description: 'What each account found. Where one did not answer, a number may be on its list all the same.',
  })
  sources: readonly SourceReport[];
}
