import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import {
  ContactsAddInput,
  ContactsAddPayload,
  ContactsImportInput,
  ContactsImportPayload,
  ContactsRemoveInput,
  ContactsRemovePayload,
  DoNotCallAddInput,
  DoNotCallAddPayload,
  DoNotCallRemoveInput,
  DoNotCallRemovePayload,
} from '../../../schema/acts/contact.ts';
import type { Context } from '../context.ts';
import { changeContacts, changeDoNotCall, importContacts } from './contact-changes.ts';
import { type ActPayload, INPUT } from './perform.ts';

/** What can be done with contacts. Each is done at most once, and tells what was refused of it. */
@Resolver()
export class ContactMutations {
  @Mutation(() => ContactsAddPayload, { description: 'Adds a few contacts and tells what became of each.' })
  contactsAdd(
    @Ctx() context: Context,
    @Arg('input', () => ContactsAddInput, INPUT) input: ContactsAddInput,
  ): Promise<ActPayload> {
    return changeContacts(context, 'contactsAdd', input);
  }

  @Mutation(() => ContactsImportPayload, {
    description: 'Imports contacts in bulk, without waiting for the end of it.',
  })
  contactsImport(
    @Ctx() context: Context,
    @Arg('input', () => ContactsImportInput, INPUT) input: ContactsImportInput,
  ): Promise<ActPayload> {
    return importContacts(context, input);
  }

  @Mutation(() => ContactsRemovePayload, { description: 'Removes a few contacts and tells what became of each.' })
  contactsRemove(
    @Ctx() context: Context,
    @Arg('input', () => ContactsRemoveInput, INPUT) input: ContactsRemoveInput,
  ): Promise<ActPayload> {
    return changeContacts(context, 'contactsRemove', input);
  }

  @Mutation(() => DoNotCallAddPayload, { description: 'Puts numbers on the do-not-call list of an account.' })
  doNotCallAdd(
    @Ctx() context: Context,
    @Arg('input', () => DoNotCallAddInput, INPUT) input: DoNotCallAddInput,
  ): Promise<ActPayload> {
    return changeDoNotCall(context, 'doNotCallAdd', input);
  }

  @Mutation(() => DoNotCallRemovePayload, { description: 'Takes numbers off the do-not-call list of an account.' })
  doNotCallRemove(
    @Ctx() context: Context,
    @Arg('input', () => DoNotCallRemoveInput, INPUT) input: DoNotCallRemoveInput,
  ): Promise<ActPayload> {
    return changeDoNotCall(context, 'doNotCallRemove', input);
  }
}
