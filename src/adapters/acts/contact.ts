import type { ContactMode } from '../../../schema/vocabulary.ts';
import type { SendOptions } from '../contract.ts';
import type { Act } from './act.ts';
import type { NamedId } from './campaign.ts';
import type { ItemOutcome } from './items.ts';

/** A contact to be written or removed. */
export interface ContactFacts {
  readonly numbers: readonly string[];
  readonly name?: string | null;
  /** Under the vendor's field names. */
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
  /** Dialed at once. */
  readonly callNow?: true;
}

/** The result of an act on the do-not-call list. */
interface DoNotCallChange {
  /** Numbers added or removed; null where the vendor does not report it. */
  readonly changed: number | null;
}

/** Contacts that were added as one batch of the vendor. */
interface AddedBatch {
  /** The outcome of each contact, in order. */
  readonly outcomes: readonly ItemOutcome[];
  /** Native id of the batch, an import from then on. */
  readonly batch: string;
}

/** Acts on contacts and the do-not-call list. */
export interface ContactActs {
  /** Adds one after another, or all as one batch, and answers the outcome of each, in order. */
  contactsAdd(
    contacts: readonly ContactFacts[],
    writing: ContactWriting,
    ask: SendOptions,
  ): Promise<readonly ItemOutcome[] | AddedBatch>;
  /** Imports contacts and answers the native id of the import. */
  contactsImport(contacts: readonly ContactFacts[], writing: ContactWriting, ask: SendOptions): Promise<NamedId>;
  /** Cancels an import that runs. Throws FAILED_PRECONDITION for one that is over. */
  contactImportCancel: Act;
  contactsRemove(
    contacts: readonly ContactFacts[],
    place: ContactPlace,
    ask: SendOptions,
  ): Promise<readonly ItemOutcome[]>;
  doNotCallAdd(numbers: readonly string[], ask: SendOptions): Promise<DoNotCallChange>;
  doNotCallRemove(numbers: readonly string[], ask: SendOptions): Promise<DoNotCallChange>;
}
