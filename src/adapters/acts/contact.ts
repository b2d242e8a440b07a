import type { ContactMode } from '../../../schema/vocabulary.ts';
import type { SendOptions } from '../contract.ts';
import type { NamedId } from './campaign.ts';
import type { ItemOutcome } from './items.ts';

/** A contact to be written or removed. */
export interface ContactFacts {
  readonly numbers: readonly string[];
  readonly name?: string | null;
  /** In the vendor's own names. */
  readonly fields?: readonly { readonly name: string; readonly value: string }[] | null;
}

/** The list or campaign of the contacts and the fields that identify them, by native ids. */
export interface ContactPlace {
  readonly list?: string | null;
  readonly campaign?: string | null;
  /** Fields that identify a contact; default the first number. */
  readonly keyFields?: readonly string[] | null;
}

/** How contacts are written. */
export interface ContactWriting extends ContactPlace {
  /** ADD_AND_UPDATE when left out. */
  readonly mode?: ContactMode | null;
}

/** The result of an act on the do-not-call list. */
export interface DoNotCallChange {
  /** Numbers added or removed; null where the vendor does not report it. */
  readonly changed: number | null;
}

/** Acts on contacts and the do-not-call list. */
export interface ContactActs {
  /** Adds one after another and answers the outcome of each, in order. */
  contactsAdd(
    contacts: readonly ContactFacts[],
    writing: ContactWriting,
    ask: SendOptions,
  ): Promise<readonly ItemOutcome[]>;
  /** Imports contacts and answers the native id of the import. */
  contactsImport(contacts: readonly ContactFacts[], writing: ContactWriting, ask: SendOptions): Promise<NamedId>;
  contactsRemove(
    contacts: readonly ContactFacts[],
    place: ContactPlace,
    ask: SendOptions,
  ): Promise<readonly ItemOutcome[]>;
  doNotCallAdd(numbers: readonly string[], ask: SendOptions): Promise<DoNotCallChange>;
  doNotCallRemove(numbers: readonly string[], ask: SendOptions): Promise<DoNotCallChange>;
}
