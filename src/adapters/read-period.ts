/** The time of which a list was read, in milliseconds since 1970. */
export interface ReadPeriod {
  /** The time down to which every row was read. */
  readonly from: number;
  /** The time up to which no row is missing; before `from` where none of the time is complete. */
  readonly completeTo: number;
}
