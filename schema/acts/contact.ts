import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ContactImport } from '../contact.ts';
import { ContactMode } from '../vocabulary.ts';
import { ActInput, Payload } from './act.ts';

@InputType({ description: 'A field of a contact record, under the vendor’s name.' })
export class ContactFieldInput {
  @Field(() => String, { description: 'The vendor’s field name, for example `number1`.' })
  name: string;

  @Field(() => String, { description: 'Value exactly as the vendor writes it.' })
  value: string;
}

@InputType({ description: 'A contact to add, import or remove.' })
export class ContactInput {
  @Field(() => [String], { description: 'Phone numbers, the primary number first.' })
  numbers: string[];

  @Field(() => String, { nullable: true, description: 'Full name; refused by a vendor without a field for it.' })
  name?: string | null;

  @Field(() => [ContactFieldInput], { nullable: true, description: 'Further fields of the record.' })
  fields?: ContactFieldInput[] | null;
}

/** Where contacts go. */
@InputType()
export abstract class ContactsInput extends ActInput {
  @Field(() => ID, { nullable: true, description: 'Id of the contact list, for vendors with lists.' })
  listId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the campaign, for vendors that reach contacts by campaign.',
  })
  campaignId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Key of the account, as in `Account.key`; derived from the list or campaign when absent.',
  })
  account?: string | null;

  @Field(() => [ContactInput], { description: 'The contacts.' })
  contacts: ContactInput[];

  @Field(() => [String], {
    nullable: true,
    description: 'The vendor’s names of the fields that identify a contact; the field of the first number when absent.',
  })
  keyFields?: string[] | null;
}

/** Where contacts are put, and what happens to known ones. */
@InputType()
export abstract class ContactsWrittenInput extends ContactsInput {
  @Field(() => ContactMode, {
    nullable: true,
    description:
      'Treatment of contacts that exist already; ADD_AND_UPDATE when absent. When several contacts match, none is changed.',
  })
  mode?: ContactMode | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True to have the contacts dialed at once, before others of the list; needs a list. INVALID_ARGUMENT where the vendor has no such order.',
  })
  callNow?: boolean | null;
}

/** Numbers of the do-not-call list. */
@InputType()
export abstract class DoNotCallInput extends ActInput {
  @Field(() => String, { description: 'Key of the account, as in `Account.key`.' })
  account: string;

  @Field(() => [String], { description: 'Phone numbers, at most 50,000.' })
  numbers: string[];
}

/** A payload of an act on contacts one by one. */
@ObjectType()
export abstract class ContactsPayload extends Payload {
  @Field(() => Int, {
    nullable: true,
    description: 'Number of contacts that were processed successfully; null when none was attempted.',
  })
  done?: number | null;

  @Field(() => ContactImport, {
    nullable: true,
    description:
      'The batch in which the vendor reaches the contacts, for `importProgress` and `contactImportCancel`; null when the vendor does not work in batches.',
  })
  import?: ContactImport | null;
}

/** A payload of an import. */
@ObjectType()
export abstract class ContactsImportedPayload extends Payload {
  @Field(() => ContactImport, {
    nullable: true,
    description: 'The import, for `importProgress` and `contactImportCancel`; null when it was not accepted.',
  })
  import?: ContactImport | null;
}

/** A payload of an act on the do-not-call list. */
@ObjectType()
export abstract class DoNotCallPayload extends Payload {
  @Field(() => Int, {
    nullable: true,
    description:
      'Number of numbers that were added or removed, without those already in that state; null when the vendor does not report it.',
  })
  changed?: number | null;
}
