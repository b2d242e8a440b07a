import { asCrosspointError, CrosspointError } from '../adapters/errors.ts';
import type { StoredAudit } from '../storage/audit-store.ts';

/** An act, or the download of a recording, refused or not. */
export interface AuditedOperation {
  /** The mutation, the vendor's operation, or `download`. */
  readonly operation: string;
  /** Key of the account; null where it concerns none. */
  readonly account: string | null;
  /** Global ids in its input. */
  readonly targets?: readonly string[];
  /** Key against repetition that the caller gave. */
  readonly idempotencyKey?: string | undefined;
  /** Other parameters, without secrets. */
  readonly input?: Readonly<Record<string, unknown>>;
}

/** The outcome of an audited operation. */
export interface AuditOutcome {
  /** `OK`, or the code of the error. */
  readonly outcome: string;
  /** The fields read from the vendor afterwards, such as `call.state`. */
  readonly readBack?: Readonly<Record<string, string>>;
}

/** The audit trail, for the caller of one operation. */
export interface CallerAudit {
  /** Throws UNAVAILABLE while entries cannot be stored, so that nothing is done that the trail would not show. */
  ready(): Promise<void>;
  /** Resolves once an entry is stored; rejects where it cannot be stored now, and it is stored later. */
  write(entry: AuditedOperation, outcome: AuditOutcome): Promise<void>;
  /** Stored lines before a sequence, or the last ones, newest first. */
  before(sequence: number | undefined, limit: number): Promise<readonly StoredAudit[]>;
  /** Logs that a line cannot be read, once. */
  noteUnreadable(sequence: number): void;
}

/** The answer of an operation that was done and whose entry could not be stored. */
export function unauditedOutcome(cause: unknown): CrosspointError {
  const message =
    'The mutation was sent; its outcome is not answered because its entry in the audit trail could not be stored';
  return new CrosspointError('OUTCOME_UNKNOWN', message, { cause });
}

/** Runs an audited operation; its answer is withheld where its entry cannot be stored. Not begun while the trail cannot be written. */
export async function audited<Value>(
  { audit }: { readonly audit?: CallerAudit | undefined },
  entry: AuditedOperation & { readonly kind: 'query' | 'mutation' },
  run: () => Promise<Value>,
): Promise<Value> {
  if (!audit) return run();
  const { kind, ...stored } = entry;
  await audit.ready();
  const value = await run().catch(async (thrown: unknown) => {
    await audit.write(stored, { outcome: asCrosspointError(thrown).code }).catch(() => undefined);
    throw thrown;
  });
  await audit.write(stored, { outcome: 'OK' }).catch((cause: unknown) => {
    throw kind === 'mutation' ? unauditedOutcome(cause) : cause;
  });
  return value;
}
