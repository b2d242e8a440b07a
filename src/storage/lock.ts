import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { CrosspointError } from '../adapters/errors.ts';

const locks = new Set<string>();

/** Takes a file for this process, refusing when another living one has it; answers how to give it back. */
export function lockFile(file: string): () => void {
  const lock = `${file}.lock`;
  if (isTaken(lock)) {
    throw new CrosspointError('FAILED_PRECONDITION', `The event log ${file} is in use by another process`);
  }
  writeFileSync(lock, String(process.pid));
  locks.add(lock);
  return () => {
    if (locks.delete(lock)) rmSync(lock, { force: true });
  };
}

function isTaken(lock: string): boolean {
  if (locks.has(lock)) return true;
  const owner = ownerOf(lock);
  return owner !== null && owner !== process.pid && isAlive(owner);
}

function ownerOf(lock: string): number | null {
  try {
    return Number(readFileSync(lock, 'utf8')) || null;
  } catch {
    return null;
  }
}

/** Whether a process of this machine runs. */
export function isAlive(owner: number): boolean {
  try {
    process.kill(owner, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}
