import pino from 'pino';
import { CrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';

const nothing = () => {};

/** A log nobody reads. */
export const quietLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Field names whose values never reach the log, wherever a library hides them. */
const SECRET_PATHS = ['password', 'token', 'authorization', 'cookie', 'apiKey', 'secret'].flatMap((name) => [
  name,
  `*.${name}`,
  `*.*.${name}`,
]);

/**
 * What the log keeps of an error: its own words and where it was thrown. Libraries hang requests, headers and bodies on
 * their errors, so nothing else of them is read.
 */
function safeError(thrown: unknown, depth = 0): unknown {
  if (!(thrown instanceof Error)) return { message: redactText(String(thrown)).slice(0, 200) };
  const cause = thrown.cause === undefined || depth > 3 ? undefined : safeError(thrown.cause, depth + 1);
  return {
    name: thrown.name,
    message: redactText(thrown.message),
    ...known(thrown),
    stack: redactText(thrown.stack ?? ''),
    cause,
  };
}

function known(thrown: Error): object {
  if (!(thrown instanceof CrosspointError)) return {};
  const { code, account, vendor, operation, vendorCode } = thrown;
  return { code, account, vendor, operation, vendorCode };
}

/** Removes what looks like a credential from free text: user info and query strings of addresses, authorization values. */
function redactText(text: string): string {
  return text
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi, '$1[redacted]@')
    .replace(/(\bhttps?:\/\/[^\s?#]*)[?#]\S*/gi, '$1?[redacted]')
    .replace(/\b(Basic|Bearer)\s+\S+/gi, '$1 [redacted]')
    .replace(/\b(TokenKey|password|pwd)=[^\s;&]+/gi, '$1=[redacted]')
    .replace(/\b(?:\d[ -]?){13,19}\b/g, '[redacted number]');
}

const told = (thrown: unknown) => safeError(thrown);

/** The program's log: JSON lines, on standard error unless told otherwise, with secrets left out. */
export function createLog(level: string, destination?: { write(line: string): void }): Log {
  return pino(
    {
      level,
      redact: { paths: SECRET_PATHS, censor: '[redacted]' },
      serializers: { err: told, cause: told },
    },
    destination ?? pino.destination({ fd: 2, sync: true }),
  );
}
