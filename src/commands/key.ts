import { createApiKey } from '../server/auth.ts';

/** Prints a new API key, shown only this once, and what the configuration keeps of it. */
export async function key(): Promise<number> {
  const made = createApiKey();
  process.stdout.write(`key:  ${made.key}\nhash: ${made.hash}\n`);
  return 0;
}
