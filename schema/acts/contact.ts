import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ContactImport } from '../contact.ts';
import { ContactMode } from '../vocabulary.ts';
import { ActInput, Payload } from './act.ts';

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

/** Numbers of the do-not-call list. */
@InputType()
export abstract class DoNotCallInput extends ActInput {
  @Field(() => String, { description: 'The account, by the operator’s key.' })
  account: string;

  @Field(() => [String], { description: 'The numbers, 50,000 at most.' })
  numbers: string[];
}

/** A payload of an act on contacts one by one. */
@ObjectType()
export abstract class ContactsPayload extends Payload {
  @Field(() => Int, {
    nullable: true,
    description: 'How many of the contacts it was done with; null where none was tried.',
  })
  done?: number | null;

  @Field(() => ContactImport, {
    nullable: true,
    description:
      'The batch in which the vendor reaches the contacts; null where the vendor does not work in batches. Its id is what `importProgress` and `contactImportCancel` take.',
  })
  import?: ContactImport | null;
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
