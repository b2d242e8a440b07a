/**
 * Waiting for the caller where a single user serves every caller. A call that waits on the server occupies its user,
 * so the gateway waits itself and polls as often as the guide recommends (p. 210) until the answer changes.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Operation } from '../../contract.ts';

/** Milliseconds between two requests. */
const INTERVAL = 5_000;

type Input = Readonly<Record<string, unknown>>;

/** Seconds a request lets the server wait; 0 where it does not. */
export function serverWait(row: Operation, input: Input): number {
  const seconds = row.waits === undefined ? 0 : Number(input[row.waits] ?? 0);
  return Math.max(seconds, 0);
}

/** Polls without a server wait until the answer changes, is false, or the seconds have passed. */
export async function waitByAsking<Value>(
  row: Operation,
  input: Input,
  signal: AbortSignal | undefined,
  send: (input: Input) => Promise<Value>,
): Promise<Value> {
  const ends = performance.now() + serverWait(row, input) * 1_000;
  const sent = withoutWait(row, input);
  const first = await send(sent);
  for (let answer = first; ; ) {
    const left = ends - performance.now();
    // The operations with a wait answer whether something still runs, or a state.
    if (left <= 0 || answer !== first || String(answer) === 'false') return answer;
    await pause(Math.min(INTERVAL, left), undefined, signal ? { signal } : {});
    answer = await send(sent);
  }
}

function withoutWait(row: Operation, input: Input): Input {
  const name = row.waits ?? '';
  return { ...input, [name]: typeof input[name] === 'string' ? '0' : 0 };
}
