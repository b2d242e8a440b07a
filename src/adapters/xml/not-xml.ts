import { CrosspointError } from '../errors.ts';

/** Refuses an answer that is no document we read; the cause is for the log. */
export function notXml(reason: string, cause?: unknown): CrosspointError {
  return new CrosspointError('BAD_RESPONSE', `The vendor's answer cannot be decoded: ${reason}`, { cause });
}
