import { makeSecret } from '../webhooks/definition.ts';
import type { CommandOptions } from './options.ts';

/** Prints a new signing secret for a webhook. */
export async function secret({ output }: CommandOptions): Promise<number> {
  const made = makeSecret();
  process.stdout.write(`${output === 'json' ? JSON.stringify({ secret: made }) : made}\n`);
  return 0;
}
