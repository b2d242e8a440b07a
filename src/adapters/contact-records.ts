/** Rows of contacts, imports and reports in the terms of the unified plane. */

/** A list of contacts. */
export interface ContactListRecord {
  /** The vendor's key, exactly as the vendor writes it; unique within the account and the kind of object. */
  readonly nativeId: string;
  /** Name of the list. */
  readonly name: string;
  /** Number of contacts; null or absent where the vendor does not report it. */
  readonly size?: number | null;
}

/** A contact list of a campaign and its place there. */
export interface CampaignListRecord extends ContactListRecord {
  /** The list with the lower number is dialed first. */
  readonly priority?: number | null;
  /** Share of the list among the campaign's lists. */
  readonly ratio?: number | null;
}

/** A contact. */
export interface ContactRecord {
  /** The vendor's key, exactly as the vendor writes it; unique within the account and the kind of object. */
  readonly nativeId: string;
  /** Full name; null or absent where the record has none. */
  readonly name?: string | null;
  /** Phone numbers, as the vendor writes them. */
  readonly numbers: readonly string[];
  /** All fields of the record under the vendor's names. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}

/** A contact that an import rejected. */
export interface RefusedRow {
  /** Position in the import, counted from 1. */
  readonly row: number;
  /** The vendor's reason, without the contact's other values. */
  readonly message: string;
  /** The vendor's error code. */
  readonly vendorCode?: string | null;
}

/** The progress of an import. */
export interface ImportRecord {
  /** The vendor's key, exactly as the vendor writes it; unique within the account and the kind of object. */
  readonly nativeId: string;
  /** True until the import has finished. */
  readonly running: boolean;
  /** Contacts imported so far. */
  readonly done: number;
  /** Contacts rejected so far. */
  readonly failed: number;
  /** Reason why the import failed as a whole; null or absent otherwise. */
  readonly failureMessage?: string | null;
  /** Rejected contacts, `MOST_REFUSED` at most. */
  readonly refused: readonly RefusedRow[];
}

/** Maximum number of rejected contacts that an import reports one by one. */
export const MOST_REFUSED = 1_000;

/** The progress of a report. */
export interface ReportRecord {
  /** The vendor's key, exactly as the vendor writes it; unique within the account and the kind of object. */
  readonly nativeId: string;
  /** True until the report is ready. */
  readonly running: boolean;
}

/** A report as a table. */
export interface ReportTable {
  /** Names of the columns. */
  readonly columns: readonly string[];
  /** Values of each row, in the order of the columns. */
  readonly rows: readonly (readonly string[])[];
  /** True when the vendor returned as many rows as it does at most. */
  readonly truncated: boolean;
}
