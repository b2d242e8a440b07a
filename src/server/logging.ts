import pino from 'pino';
import { withoutCardNumbers, withoutCredentials } from '../adapters/calls/secrets.ts';
import { CrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';
import { logDestination } from './log-destination.ts';
import { printable } from './printable.ts';

const nothing = () => {};

/** A log that discards everything. */
export const quietLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Field names whose values never reach the log, wherever a library hides them. */
const SECRET_PATHS = ['password', 'token', 'authorization', 'cookie', 'apiKey', 'secret'].flatMap((name) => [
  name,
  `*.${name}`,
  `*.*.${name}`,
]);

/** An error in the log: name, message, stack and cause. Libraries attach requests, headers and bodies to their errors; these are not read. */
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

/** Removes what looks like a credential or a card number from free text, and control characters that could forge a line. */
function redactText(text: string): string {
  return withoutCardNumbers(withoutCredentials(printable(text), '[redacted]'), '[redacted number]');
}

const serialize = (thrown: unknown) => safeError(thrown);

/** The program's log on standard error: JSON lines with secrets removed, none of which the process waits for. */
export function createProgramLog(level: string): Log {
  const destination = logDestination(process.stderr);
  const log = createLog(level, destination);
  destination.onDropped((lines) => log.warn({ lines }, 'Lines of the log were dropped, since nothing read them'));
  return log;
}

/** A log of JSON lines with secrets removed. */
export function createLog(level: string, destination: { write(line: string): void }): Log {
  return pino(
    {
      level,
      redact: { paths: SECRET_PATHS, censor: '[redacted]' },
      serializers: { err: serialize, cause: serialize },
      // JSON escapes only the first 32 control characters.
      hooks: { streamWrite: printable },
    },
    destination,
  );
}
