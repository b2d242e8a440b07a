import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type CrosspointError, invalidArgument } from '../../adapters/errors.ts';
import type { LogIdentity, Position } from './log.ts';

const VERSION = 1;
const LOG_BYTES = 6;
const SIGNATURE_BYTES = 12;

/** Turns places of one log into the opaque cursors callers hold, and back. */
export interface Cursors {
  write(position: Position): string;
  /** Refuses with INVALID_ARGUMENT what this log never gave out. */
  read(cursor: string): Position;
}

/**
 * Cursors of a log. Each carries the log's identity and a signature, so that one made up, changed, or taken from
 * another log is refused. A key of the configuration, the same at every gateway, goes before the log's own.
 */
export function createCursors(identity: LogIdentity, key: string | Buffer = identity.key): Cursors {
  const prefix = Buffer.concat([Buffer.from([VERSION]), hashOf(identity.id)]);
  const sign = (body: Buffer) => createHmac('sha256', key).update(body).digest().subarray(0, SIGNATURE_BYTES);
  return {
    write(position) {
      const body = Buffer.concat([prefix, Buffer.from(position)]);
      return Buffer.concat([sign(body), body]).toString('base64url');
    },
    read(cursor) {
      const bytes = Buffer.from(cursor, 'base64url');
      const body = bytes.subarray(SIGNATURE_BYTES);
      const known = bytes.length > SIGNATURE_BYTES + prefix.length && bytes.toString('base64url') === cursor;
      if (!known || !timingSafeEqual(bytes.subarray(0, SIGNATURE_BYTES), sign(body))) throw refused();
      if (!body.subarray(0, prefix.length).equals(prefix)) throw refused();
      return body.subarray(prefix.length).toString();
    },
  };
}

function hashOf(id: string): Buffer {
  return createHash('sha256').update(id).digest().subarray(0, LOG_BYTES);
}

function refused(): CrosspointError {
  return invalidArgument('The cursor was not given out by this event log', 'after');
}
