import type { ErrorCode } from './generated/schema.ts';

/** An error of a GraphQL response. */
export interface ResponseError {
  /** The problem, and how to resolve it. */
  readonly message: string;
  /** Path of the field that failed; absent when the whole request failed. */
  readonly path?: readonly (string | number)[];
  /** The code of the failure and the id of the request. */
  readonly extensions?: { readonly code?: ErrorCode | (string & {}); readonly requestId?: string };
}

/** Facts about a failed request. */
interface Failure {
  /** HTTP status, or close code of the WebSocket. */
  readonly status?: number;
  /** Errors of the response. */
  readonly errors?: readonly ResponseError[];
  /** Milliseconds after which the gateway accepts the request again. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** A request or subscription that the gateway refused, or that did not reach it. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  /** HTTP status, or close code of the WebSocket; absent when the gateway was not reached. */
  readonly status: number | undefined;
  /** Errors of the response. */
  readonly errors: readonly ResponseError[];
  /** Milliseconds after which the gateway accepts the request again. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, { status, errors = [], retryAfterMs, cause }: Failure = {}) {
    super(message, { cause });
    this.status = status;
    this.errors = errors;
    this.retryAfterMs = retryAfterMs;
  }

  /** Code of the first error, such as `PERMISSION_DENIED`. */
  get code(): string | undefined {
    return this.errors[0]?.extensions?.code;
  }

  /** Whether the gateway refused the key or token. */
  get isUnauthenticated(): boolean {
    return this.status === 401 || this.status === 4401 || this.status === 4403;
  }

  /** Whether the same request can succeed later. */
  get isTemporary(): boolean {
    const { status, code } = this;
    if (code === 'RATE_LIMITED' || code === 'UNAVAILABLE' || code === 'TIMEOUT') return true;
    if (status === undefined) return this.errors.length === 0;
    return status === 408 || status === 429 || (status >= 500 && status < 4000) || TEMPORARY_CLOSES.has(status);
  }
}

/** Close codes after which a WebSocket may be opened again: gone, abnormal, restart, try later, limits and slow clients. */
const TEMPORARY_CLOSES = new Set([1000, 1001, 1005, 1006, 1011, 1012, 1013, 4408, 4413, 4429, 4499, 4504]);

/** The error of an HTTP response that has no data. */
export function errorOfResponse(status: number, headers: Headers, errors: readonly ResponseError[] = []): RequestError {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  const message = errors[0]?.message ?? `The gateway answered with HTTP status ${status}`;
  return new RequestError(message, { status, errors, ...(seconds >= 0 && { retryAfterMs: seconds * 1_000 }) });
}
