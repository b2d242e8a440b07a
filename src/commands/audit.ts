import { vendors } from '../adapters/vendors.ts';
import { readConfiguration } from '../config/configuration.ts';
import { openAuditStore } from '../server/open-audit-store.ts';
import { type AuditStore, auditLines, verifyAudit } from '../storage/audit-store.ts';
import { storedObject } from '../storage/stored-object.ts';
import type { CommandOptions } from './options.ts';
import { UsageError } from './usage-error.ts';

/** Recomputes the chain of hashes and prints what was found; exits with 1 for a broken trail. */
async function verify(store: AuditStore, { output }: CommandOptions): Promise<number> {
  const { lines, head, broken } = await verifyAudit(store);
  const text =
    broken === null
      ? `${lines} entries are intact; the last is ${head.sequence} with the hash ${head.hash || '-'}`
      : `Entry ${broken} was changed, removed or inserted; the ${lines} entries before it are intact`;
  const facts = { entries: lines, sequence: head.sequence, hash: head.hash, broken };
  process.stdout.write(`${output === 'json' ? JSON.stringify(facts) : text}\n`);
  return broken === null ? 0 : 1;
}

/** Prints every entry as a line of JSON, oldest first; of a damaged one its text. */
async function exportEntries(store: AuditStore): Promise<number> {
  for await (const { sequence, text, hash } of auditLines(store)) {
    const line = `${JSON.stringify({ sequence, ...(storedObject(text) ?? { text }), hash })}\n`;
    if (!process.stdout.write(line)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
  return 0;
}

const ACTIONS: Readonly<Record<string, (store: AuditStore, options: CommandOptions) => Promise<number>>> = {
  verify,
  export: exportEntries,
};

/** Verifies or exports the audit trail of a configuration. */
export async function audit(options: CommandOptions, [action = '']: readonly string[]): Promise<number> {
  const run = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (!run) throw new UsageError('audit needs an action: verify or export');
  if (options.config === undefined) throw new UsageError('audit needs --config FILE');
  const store = await openAuditStore(readConfiguration(options.config, vendors));
  try {
    return await run(store, options);
  } finally {
    store.close();
  }
}
