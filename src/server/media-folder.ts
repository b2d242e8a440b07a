import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '../storage/lock.ts';

const PREFIX = 'crosspoint-media-';

/** The process whose folder this is; null for another's folder. */
function ownerOf(name: string): number | null {
  const [, owner] = /^crosspoint-media-(\d+)-\w{6}$/.exec(name) ?? [];
  return owner === undefined ? null : Number(owner);
}

/** Folders that this process has made and uses. */
const inUse = new Set<string>();

/** Removes the folders of processes that ended without removing them, such as by a crash. */
export async function removeLeftovers(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  const isLeftover = (name: string) => {
    const owner = ownerOf(name);
    if (owner === null || inUse.has(join(parent, name))) return false;
    return owner === process.pid || !isAlive(owner);
  };
  const removing = names.filter(isLeftover).map((name) => rm(join(parent, name), { recursive: true, force: true }));
  // A folder of another user stays.
  await Promise.allSettled(removing);
}

/** Makes a folder for this process's temporary files, which only its user can read. */
export async function createMediaFolder(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(parent, `${PREFIX}${process.pid}-`));
  inUse.add(folder);
  return folder;
}

/** Removes a folder of this process. */
export async function removeMediaFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  inUse.delete(folder);
}
