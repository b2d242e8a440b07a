/** A call limit of the vendor and its current use. */
export interface QuotaRecord {
  /** The vendor's name of the limit. */
  readonly kind: string;
  /** Maximum number of calls in one window. */
  readonly limit: number;
  /** Calls counted in the current window. */
  readonly used: number;
  /** Length of the window in seconds. */
  readonly windowSeconds: number;
  /** End of the current window, RFC 3339; null or absent where it is not known. */
  readonly resetsAt?: string | null;
}
