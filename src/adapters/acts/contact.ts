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

/** Which contacts are meant and where they are kept, all by the vendor's own keys. */
export interface ContactPlace {
  readonly list?: string | null;
  readonly campaign?: string | null;
  /** Fields that tell which contact is meant; the first number when left out. */
  readonly keyFields?: readonly string[] | null;
}

/** How contacts are written. */
export interface ContactWriting extends ContactPlace {
  /** ADD_AND_UPDATE when left out. */
  readonly mode?: ContactMode | null;
}

/** What became of an act on the do-not-call list. */
export interface DoNotCallChange {
  /** Numbers that were new or known; null where the vendor does not tell. */
  readonly changed: number | null;
}

/** What can be done with contacts and the do-not-call list. */
export interface ContactActs {
  /** Adds one after another, and answers what became of each. */
  contactsAdd(
    contacts: readonly ContactFacts[],
    writing: ContactWriting,
    ask: SendOptions,
  ): Promise<readonly ItemOutcome[]>;
  /** Hands contacts over; what is answered leads to how far they are. */
  contactsImport(contacts: readonly ContactFacts[], writing: ContactWriting, ask: SendOptions): Promise<NamedId>;
  contactsRemove(
    contacts: readonly ContactFacts[],
    place: ContactPlace,
    ask: SendOptions,
  ): Promise<readonly ItemOutcome[]>;
  doNotCallAdd(numbers: readonly string[], ask: SendOptions): Promise<DoNotCallChange>;
  doNotCallRemove(numbers: readonly string[], ask: SendOptions): Promise<DoNotCallChange>;
}
