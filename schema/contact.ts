import { Field, Int, ObjectType } from 'type-graphql';
import { Source, SourceReport } from './account.ts';
import { Node } from './node.ts';

@ObjectType({ implements: Node, simpleResolvers: true, description: 'A list of contacts, from which campaigns dial.' })
export class ContactList extends Node {
  @Field(() => Source, { description: 'The account that holds the object, and the vendor’s key for it.' })
  source: Source;

  @Field(() => String, { description: 'Name of the list.' })
  name: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of contacts in the list; null when the vendor does not report it.',
  })
  size?: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'A field of a contact record, under the vendor’s name.' })
export class ContactField {
  @Field(() => String, { description: 'The vendor’s field name, for example `number1`.' })
  name: string;

  @Field(() => String, { description: 'Value exactly as the vendor sent it.' })
  value: string;
}

@ObjectType({ implements: Node, simpleResolvers: true, description: 'A contact: a person to be called or messaged.' })
export class Contact extends Node {
  @Field(() => Source, { description: 'The account that holds the object, and the vendor’s key for it.' })
  source: Source;

  @Field(() => String, { nullable: true, description: 'Full name of the person; null when the record has none.' })
  name?: string | null;

  @Field(() => [String], { description: 'Phone numbers of the person, exactly as the vendor writes them.' })
  numbers: readonly string[];

  @Field(() => [ContactField], { description: 'All fields of the vendor’s contact record.' })
  fields: readonly ContactField[];
}

@ObjectType({ simpleResolvers: true, description: 'A contact that an import rejected.' })
export class RefusedContact {
  @Field(() => Int, { description: 'Position of the contact in the import, counted from 1.' })
  row: number;

  @Field(() => String, { description: 'Reason for the rejection, in the vendor’s words.' })
  message: string;

  @Field(() => String, {
    nullable: true,
    description: 'The vendor’s own error code, exactly as the vendor sent it; null when the vendor gave none.',
  })
  vendorCode?: string | null;
}

@ObjectType({ implements: Node, simpleResolvers: true, description: 'A bulk import of contacts and its progress.' })
export class ContactImport extends Node {
  @Field(() => Source, { description: 'The account that runs the import, and the vendor’s key for it.' })
  source: Source;

  @Field(() => Boolean, { description: 'True until the import has finished.' })
  running: boolean;

  @Field(() => Int, { description: 'Number of contacts imported so far; some vendors report it at the end only.' })
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

@ObjectType({ simpleResolvers: true, description: 'The numbers of a request that are on a do-not-call list.' })
export class DoNotCallAnswer {
  @Field(() => [String], { description: 'The listed numbers, as they were written in the request.' })
  numbers: readonly string[];

  @Field(() => [SourceReport], {
    description:
      'One entry for each account that the caller may use. A number that is absent may still be listed at an account that failed or was not asked.',
  })
  sources: readonly SourceReport[];
}
