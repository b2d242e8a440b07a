import { asCrosspointError } from '../adapters/errors.ts';

/** A recording that left the recorder, or was refused to. */
export interface AuditEntry {
  readonly operation: string;
  readonly account: string;
  /** What was asked for, without secrets. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** Writes an entry of the caller at hand to the audit log; the outcome is `OK` or the code of the error. */
export type WriteAudit = (entry: AuditEntry, outcome: string) => void;

/** Runs an audited operation and writes its outcome to the audit log. */
export async function audited<Value>(
  context: { readonly audit?: WriteAudit | undefined },
  entry: AuditEntry,
  run: () => Promise<Value>,
): Promise<Value> {
  try {
    const value = await run();
    context.audit?.(entry, 'OK');
    return value;
  } catch (thrown) {
    context.audit?.(entry, asCrosspointError(thrown).code);
    throw thrown;
  }
}
