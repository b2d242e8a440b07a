/** Durations of a call that its vendor states, in seconds. */
export interface VendorDurations {
  readonly queueSeconds?: number | null;
  readonly ringSeconds?: number | null;
  readonly holdSeconds?: number | null;
  readonly talkSeconds?: number | null;
  readonly wrapUpSeconds?: number | null;
  readonly handleSeconds?: number | null;
}
