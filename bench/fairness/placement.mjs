// Where the processes of a measurement run: neither the clients nor the rest of the machine must take the time of the gateway.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism, setPriority } from 'node:os';

/** Weights of the scheduler: an ordinary process has 0, and one of -20 has nearly all of the time that it wants. */
const FIRST = -20;
const SECOND = -10;

const run = (command, ...words) => spawnSync(command, words, { stdio: 'ignore' }).status === 0;

/**
 * Runs the threads of a process before those of others. Not as real-time processes: of these Linux stops any that take a whole
 * processor for 50 ms in each second, which the measured times would show as delays by the attack.
 */
function raise({ pid }, priority) {
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) setPriority(Number(thread), priority);
    return true;
  } catch {
    return false;
  }
}

/**
 * Leaves the first processor to the event loop of the measured gateway, and runs the reader before the vendors and both before
 * the attacker on the last. Answers whether it could: that needs a second processor, `taskset` and the right to raise priorities.
 */
export function separate({ served, reader, vendors, spare, attacker }) {
  if (availableParallelism() < 2) return false;
  const last = String(availableParallelism() - 1);
  const done = [reader, spare, attacker, ...vendors].map(({ pid }) => run('taskset', '-acp', last, String(pid)));
  done.push(run('taskset', '-cp', '0', String(served.pid)));
  done.push(...[served, reader].map((child) => raise(child, FIRST)), ...vendors.map((child) => raise(child, SECOND)));
  return done.every(Boolean);
}
