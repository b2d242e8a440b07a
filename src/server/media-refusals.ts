/** Answers of downloads that are refused. */
import type { ServerResponse } from 'node:http';
import type { CrosspointError } from '../adapters/errors.ts';

const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  NOT_FOUND: 404,
  PERMISSION_DENIED: 403,
  FAILED_PRECONDITION: 409,
  TIMEOUT: 504,
  UNAVAILABLE: 503,
  RATE_LIMITED: 503,
};

/** The HTTP status of an error: a purged recording differs from one that is not found. */
export function statusOf({ code, details }: CrosspointError): number {
  if (code === 'NOT_FOUND' && details?.purged === true) return 410;
  return STATUS_BY_CODE[code] ?? 502;
}

/** Sends a short text that no cache may store. */
export function sendPlain(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    })
    .end(text);
}
