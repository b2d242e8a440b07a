/** Audio of a recording, or the text of a report, in pieces. */
export interface MediaStream {
  /** Media type, for example `audio/mpeg`. */
  readonly contentType: string;
  /** The bytes; iteration rejects with a CrosspointError when the transfer fails. */
  readonly body: AsyncIterable<Uint8Array>;
}
