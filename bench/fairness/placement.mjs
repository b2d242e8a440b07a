// Where the processes of a measurement run: neither the clients nor the rest of the machine must take the time of the gateway.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const run = (command, ...words) => spawnSync(command, words, { stdio: 'ignore' }).status === 0;

/** Runs a process before all those of less priority; zero is an ordinary process. */
const raise = ({ pid }, priority) => run('chrt', '--all-tasks', '--rr', '--pid', String(priority), String(pid));

/**
 * Leaves the first processor to the measured gateway, and puts the reader before that gateway, and this
 * before everything else. Answers whether it could: that needs a second processor, `taskset`, `chrt` and the right to use them.
 */
export function separate({ served, reader, vendors, spare, attacker }) {
  if (availableParallelism() < 2) return false;
  const last = String(availableParallelism() - 1);
  const done = [reader, spare, attacker, ...vendors].map(({ pid }) => run('taskset', '-acp', last, String(pid)));
  done.push(raise(reader, 3), raise(served, 2));
  done.push(...vendors.map((child) => raise(child, 2)), ...[spare, attacker].map((child) => raise(child, 1)));
  return done.every(Boolean);
}
