import { type ClassType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ContactImport } from '../contact.ts';
import { ContactMode } from '../vocabulary.ts';
import { ActInput, named, Payload } from './act.ts';

/** One field of a contact, as the vendor names it. */
@InputType({ description: 'One field of a contact, as the vendor names it.' })
export class ContactFieldInput {
  @Field(() => String, { description: 'The vendor’s name of the field.' })
  name: string;

  @Field(() => String, { description: 'Its value, to the letter.' })
  value: string;
}

/** A person to be called. */
@InputType({ description: 'A person to be called.' })
export class ContactInput {
  @Field(() => [String], { description: 'Phone numbers, the first first.' })
  numbers: string[];

  @Field(() => String, { nullable: true, description: 'The person’s name, where the vendor has a field for it.' })
  name?: string | null;

  @Field(() => [ContactFieldInput], { nullable: true, description: 'What else is to be kept on the person.' })
  fields?: ContactFieldInput[] | null;
}

/** Where contacts go. */
@InputType()
export abstract class ContactsInput extends ActInput {
  @Field(() => ID, { nullable: true, description: 'The contact list they are for, where the vendor has lists.' })
  listId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The campaign they are for, where the vendor reaches them by campaign.',
  })
  campaignId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The account, by the operator’s key; told by the list or campaign.',
  })
  account?: string | null;

  @Field(() => [ContactInput], { description: 'The contacts.' })
  contacts: ContactInput[];

  @Field(() => [String], {
    nullable: true,
    description: 'Fields that tell which contact is meant, by the vendor’s names; the first number when left out.',
  })
  keyFields?: string[] | null;
}

/** Where contacts are put, and what happens to known ones. */
@InputType()
export abstract class ContactsWrittenInput extends ContactsInput {
  @Field(() => ContactMode, {
    nullable: true,
    description: 'What happens to known contacts; ADD_AND_UPDATE when left out. Where several match, none is touched.',
  })
  mode?: ContactMode | null;
}

/** Adds a few contacts. */
@InputType({
  description:
    'Adds up to 50 contacts one by one: one refused keeps no other away. For more there is `contactsImport`.',
})
export class ContactsAddInput extends ContactsWrittenInput {}

/** Imports contacts. */
@InputType({
  description:
    'Hands over contacts in bulk; how many at a time is the vendor’s limit, 50,000 at most. See `importProgress`.',
})
export class ContactsImportInput extends ContactsWrittenInput {}

/** Removes contacts. */
@InputType({
  description:
    'Takes up to 50 contacts, told by their key fields, from a list, where the vendor needs one; without a list they are deleted altogether.',
})
export class ContactsRemoveInput extends ContactsInput {}

/** Numbers of the do-not-call list. */
@InputType()
export abstract class DoNotCallInput extends ActInput {
  @Field(() => String, { description: 'The account, by the operator’s key.' })
  account: string;

  @Field(() => [String], { description: 'The numbers, 50,000 at most.' })
  numbers: string[];
}

@InputType({ description: 'Puts numbers on the do-not-call list. None is sent where one is no number.' })
export class DoNotCallAddInput extends DoNotCallInput {}
@InputType({ description: 'Takes numbers off the do-not-call list. None is sent where one is no number.' })
export class DoNotCallRemoveInput extends DoNotCallInput {}

/** A payload of an act on contacts one by one. */
@ObjectType()
export abstract class ContactsPayload extends Payload {
  @Field(() => Int, {
    nullable: true,
    description: 'How many of the contacts it was done with; null where none was tried.',
  })
  done?: number | null;
}

/** A payload of an import. */
@ObjectType()
export abstract class ContactsImportedPayload extends Payload {
  @Field(() => ContactImport, { nullable: true, description: 'The import; its id is what `importProgress` takes.' })
  import?: ContactImport | null;
}

/** A payload of an act on the do-not-call list. */
@ObjectType()
export abstract class DoNotCallPayload extends Payload {
  @Field(() => Int, {
    nullable: true,
    description: 'How many numbers were added or taken off, where the vendor tells; known ones do not count.',
  })
  changed?: number | null;
}

const contacts = (name: string) => named(name, ContactsPayload as unknown as ClassType<ContactsPayload>);
const doNotCall = (name: string) => named(name, DoNotCallPayload as unknown as ClassType<DoNotCallPayload>);

export const ContactsAddPayload = contacts('ContactsAddPayload');
export const ContactsRemovePayload = contacts('ContactsRemovePayload');
export const ContactsImportPayload = named(
  'ContactsImportPayload',
  ContactsImportedPayload as unknown as ClassType<ContactsImportedPayload>,
);
export const DoNotCallAddPayload = doNotCall('DoNotCallAddPayload');
export const DoNotCallRemovePayload = doNotCall('DoNotCallRemovePayload');
