/** Contacts for outreach: the vendor accepts them in batches, each of which starts at once. */

import { randomUUID } from 'node:crypto';
import type { ContactFacts, ContactWriting } from '../../acts/contact.ts';
import { rejectUnsupportedFields } from '../../acts/unsupported-fields.ts';
import type { Acts } from '../../adapter.ts';
import type { Client, InputOf, SendOptions } from '../../contract.ts';
import { invalidArgument } from '../../errors.ts';
import { readingOf } from '../../readings.ts';
import type { EngageOperations } from '../contract/index.ts';
import { readings } from '../readings.ts';
import { batchKey, campaignKey } from '../reads/keys.ts';
import type { Settings } from '../settings.ts';

type Contact = InputOf<EngageOperations['createContactBatch']>['contacts'][number];

/** Contacts of one batch (guide lines 691 and 736). */
const MOST_CONTACTS = 100;
const HOUR = 3_600_000;
/** The documented attributes that `fields` may name. */
const CLIENT_ID = 'externalId';

/** The guide names ids and devices of a contact alone; an account's other attributes are the caller's `fields`. */
function contactOf({ numbers, name, fields }: ContactFacts, at: number): Contact {
  const path = ['input', 'contacts', at] as const;
  if (name) throw invalidArgument('The vendor has no documented field for a name; use fields', ...path, 'name');
  const given = fields ?? [];
  const reserved = given.findIndex((field) => ['internalId', 'devices', 'device'].includes(field.name));
  if (reserved >= 0) throw invalidArgument('The vendor sets this field; omit it', ...path, 'fields', reserved);
  const externalId = given.find((field) => field.name === CLIENT_ID)?.value;
  if (!numbers.length) throw invalidArgument('A contact requires at least one number', ...path, 'numbers');
  const others = given
    .filter((field) => field.name !== CLIENT_ID)
    .map(({ name: field, value }) => ({ name: field, value }));
  const devices = numbers.map((number) => ({ externalId: number }));
  return {
    ...(externalId !== undefined && { externalId }),
    devices,
    ...(others.length && { _other: others }),
  } as Contact;
}

/** How long a batch may take, in the account's reading of `max-duration`. */
function maxDuration({ batch: { hours }, readings: chosen }: Settings, now: Date): string {
  const reading = readingOf(readings, chosen, 'max-duration');
  if (reading === 'moment') return new Date(now.getTime() + hours * HOUR).toISOString();
  const minutes = Math.floor(hours * 60);
  if (reading === 'minutes') return String(minutes);
  return minutes % 60 === 0 ? `PT${minutes / 60}H` : `PT${minutes}M`;
}

/** Hands contacts over under an externalId of the gateway, which names the batch from then on. */
export function contactActs(client: Client<EngageOperations>, settings: Settings, now: () => Date) {
  const handOver = async (
    operation: 'createContactBatch' | 'createContactBatchAsync',
    facts: readonly ContactFacts[],
    writing: ContactWriting,
    ask: SendOptions,
  ): Promise<string> => {
    rejectUnsupportedFields(writing, 'campaign');
    if (facts.length > MOST_CONTACTS)
      throw invalidArgument(`The vendor takes ${MOST_CONTACTS} contacts at a time; send fewer`, 'input', 'contacts');
    const contacts = facts.map(contactOf);
    const externalId = randomUUID();
    const { org, batch } = settings;
    const { hours: _hours, ...reachedWith } = batch;
    const campaign = writing.campaign ? { campaign: campaignKey(writing.campaign, org) } : {};
    const duration = { maxDuration: maxDuration(settings, now()) };
    const contactBatch = { externalId, ...duration, owner: org, ...campaign, ...reachedWith };
    await client.send(operation, { contactBatch, contacts }, ask);
    return externalId;
  };
  return {
    /** A batch is taken or refused as a whole. */
    contactsAdd: async (contacts, writing, ask) => {
      const batch = await handOver('createContactBatch', contacts, writing, ask);
      return { outcomes: contacts.map(() => null), batch };
    },
    contactsImport: async (contacts, writing, ask) => ({
      nativeId: await handOver('createContactBatchAsync', contacts, writing, ask),
    }),
    /** The one change of a batch there is (guide line 821), by its internalId where that is known (line 802). */
    contactImportCancel: async (nativeId, _input, ask) => {
      const { internalId, externalId } = batchKey(nativeId);
      const contactBatch = internalId === undefined ? { externalId } : { internalId };
      const contactBatchState = { contactBatch, state: 'Cancelled' };
      await client.send('changeContactBatchState', { contactBatchState }, ask);
    },
  } satisfies Partial<Acts>;
}
