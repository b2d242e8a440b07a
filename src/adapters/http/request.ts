import type { VendorApi } from '../../../schema/vocabulary.ts';

/** An HTTP request to a vendor. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly signal?: AbortSignal | undefined;
  /** Deadline of the whole exchange in milliseconds. Default: 30,000. */
  readonly deadline?: number | undefined;
  /** True when the request changes something, so that a missing answer is OUTCOME_UNKNOWN. */
  readonly act: boolean;
  /** Largest accepted body in bytes after decompression. Default: 20 MB. */
  readonly maxBytes?: number;
  readonly account: string;
  readonly vendor: VendorApi;
  readonly operation: string;
}

/** The decompressed response. */
export interface HttpResponse {
  readonly status: number;
  /** Header names are lower case; one that repeats is a list. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** The body in the parts in which it came. */
  readonly chunks: readonly Buffer[];
}
