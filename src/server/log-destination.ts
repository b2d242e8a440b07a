import type { Writable } from 'node:stream';

/** Characters of lines that may wait for a reader; more are dropped. */
const MOST_WAITING = 1_000_000;

/** The part of a stream that a log needs. */
type LineStream = Pick<Writable, 'write' | 'writableLength' | 'on'>;

/** Where a log writes its lines. */
interface LogDestination {
  write(line: string): void;
  /** Sets what is called with the number of lines that were dropped, once lines are written again. */
  onDropped(listener: (lines: number) => void): void;
}

/**
 * Writes lines to a stream whose reader may stop reading, such as a pipe to a collector of logs, or end. The process does not
 * wait for it: beyond a bound lines are dropped and counted.
 */
export function logDestination(stream: LineStream, mostWaiting = MOST_WAITING): LogDestination {
  let dropped = 0;
  let listener: (lines: number) => void = () => {};
  // A reader that ended takes nothing more, and is no reason to end the gateway.
  stream.on('error', () => {});
  return {
    write(line) {
      if (stream.writableLength + line.length > mostWaiting) {
        dropped += 1;
        return;
      }
      stream.write(line);
      const lines = dropped;
      dropped = 0;
      if (lines > 0) listener(lines);
    },
    onDropped(then) {
      listener = then;
    },
  };
}
