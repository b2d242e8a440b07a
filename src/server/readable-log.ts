import { printableLine } from './printable.ts';

const LEVELS: Readonly<Record<number, string>> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error' };

function fact([name, value]: readonly [string, unknown]): string {
  return `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`;
}

/** A line of the log for a person at a terminal: time, level, message and facts; the stack of a cause is left out. */
function readableLine(line: string): string {
  const { level, time, pid: _, hostname: __, msg, cause, ...facts } = JSON.parse(line);
  const reason = cause?.message === undefined ? [] : [['cause', cause.message] as const];
  const shown = [...Object.entries(facts), ...reason].map(fact).join(' ');
  const clock = new Date(time).toISOString().slice(11, 19);
  // JSON had escaped what a terminal would obey.
  const text = printableLine(`${msg}${shown && ` (${shown})`}`);
  return `${clock} ${(LEVELS[level] ?? String(level)).padEnd(5)} ${text}\n`;
}

/** A destination of the log that writes lines for a person. */
export function readableDestination(stream: { write(text: string): unknown }): { write(line: string): void } {
  return { write: (line) => void stream.write(readableLine(line)) };
}
