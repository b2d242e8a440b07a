/** How often a watch asks the vendor: milliseconds between two requests. */
export interface WatchRequests {
  /** While nothing changes. */
  readonly idle: number;
  /** While something changes all the time. */
  readonly busy: number;
  /** The object of each, such as "the list of campaigns". */
  readonly reads: string;
}
