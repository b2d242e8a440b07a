import type { VendorApi } from '../../../schema/vocabulary.ts';

/** What is asked of a vendor over HTTP. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the whole exchange, from connecting to the last byte; 30 seconds unless told otherwise. */
  readonly deadline?: number | undefined;
  /** The request changes something, so a doubt about its fate must be told as OUTCOME_UNKNOWN. */
  readonly act: boolean;
  /** Largest body accepted, after decompression; 20 MB unless told otherwise. */
  readonly maxBytes?: number;
  readonly account: string;
  readonly vendor: VendorApi;
  readonly operation: string;
}

/** What came back, decompressed. */
export interface HttpResponse {
  readonly status: number;
  /** Header names are lower case; one that repeats is a list. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}
