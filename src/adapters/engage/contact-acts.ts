/** Contacts handed over to be reached: the vendor takes them in batches, each of which begins at once. */
import { randomUUID } from 'node:crypto';
import type { ContactActs, ContactFacts, ContactWriting } from '../acts/contact.ts';
import { rejectUnsupportedFields } from '../acts/taken.ts';
import type { Client, InputOf, SendOptions } from '../contract.ts';
import { invalidArgument } from '../errors.ts';
import type { EngageOperations } from './contract/index.ts';
import type { Organization } from './reads.ts';

type Contact = InputOf<EngageOperations['createContactBatch']>['contacts'][number];

/** Contacts of one batch (guide, createContactBatch). */
const MOST_CONTACTS = 100;
/** How long a batch may take: the most the vendor allows (guide, createContactBatch). */
const LONGEST = 'PT12H';
/** The vendor's own places, which `fields` may name too. */
const CLIENT_ID = 'externalId';

/** The guide names only ids and devices of a contact; what else an account has goes to the fields named by the caller. */
function contactOf({ numbers, name, fields }: ContactFacts, at: number): Contact {
  const path = ['input', 'contacts', at] as const;
  if (name) throw invalidArgument('This vendor has no field of its own for a name; use fields', ...path, 'name');
  const told = fields ?? [];
  const reserved = told.findIndex((field) => ['internalId', 'devices', 'device'].includes(field.name));
  if (reserved >= 0) throw invalidArgument('This field has a place of its own', ...path, 'fields', reserved);
  const externalId = told.find((field) => field.name === CLIENT_ID)?.value;
  if (!numbers.length) throw invalidArgument('A number is needed', ...path, 'numbers');
  const others = told
    .filter((field) => field.name !== CLIENT_ID)
    .map(({ name: field, value }) => ({ name: field, value }));
  const devices = numbers.map((number) => ({ externalId: number }));
  return {
    ...(externalId !== undefined && { externalId }),
    devices,
    ...(others.length && { _other: others }),
  } as Contact;
}

/** Hands contacts over under an id of our choosing, which is the vendor's key of the batch from then on. */
export function contactActs(
  client: Client<EngageOperations>,
  org: Organization,
): Pick<ContactActs, 'contactsAdd' | 'contactsImport'> {
  const handOver = async (
    operation: 'createContactBatch' | 'createContactBatchAsync',
    facts: readonly ContactFacts[],
    writing: ContactWriting,
    ask: SendOptions,
  ): Promise<string> => {
    rejectUnsupportedFields(writing, 'campaign');
    if (facts.length > MOST_CONTACTS)
      throw invalidArgument(`At most ${MOST_CONTACTS} are allowed`, 'input', 'contacts');
    const contacts = facts.map(contactOf);
    const externalId = randomUUID();
    const campaign = writing.campaign ? { campaign: { internalId: writing.campaign } } : {};
    const contactBatch = { externalId, maxDuration: LONGEST, owner: org, ...campaign };
    await client.send(operation, { contactBatch, contacts }, ask);
    return externalId;
  };
  return {
    /** A batch is taken or refused as a whole. */
    contactsAdd: async (contacts, writing, ask) => {
      await handOver('createContactBatch', contacts, writing, ask);
      return contacts.map(() => null);
    },
    contactsImport: async (contacts, writing, ask) => ({
      nativeId: await handOver('createContactBatchAsync', contacts, writing, ask),
    }),
  };
}
