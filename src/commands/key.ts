import { createApiKey } from '../server/auth.ts';
import type { CommandOptions } from './options.ts';

/** Prints a new API key, shown only this once, and its hash for the configuration. */
export async function key({ output }: CommandOptions): Promise<number> {
  const { key, hash } = createApiKey();
  const text = output === 'json' ? JSON.stringify({ key, hash }) : `key:  ${key}\nhash: ${hash}`;
  process.stdout.write(`${text}\n`);
  return 0;
}
