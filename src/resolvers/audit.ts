import { asCrosspointError } from '../adapters/errors.ts';
import type { StoredAudit } from '../storage/audit-trail.ts';

/** An act, or a recording that left the recorder or was refused to. */
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
  /** Stores an entry; an entry that cannot be stored now is stored later. */
  write(entry: AuditedOperation, outcome: AuditOutcome): Promise<void>;
  /** Stored lines before a sequence, or the last ones, newest first. */
  before(sequence: number | undefined, limit: number): Promise<readonly StoredAudit[]>;
}

/** Runs an audited operation and stores its outcome; it is not begun while the trail cannot be written. */
export async function audited<Value>(
  { audit }: { readonly audit?: CallerAudit | undefined },
  entry: AuditedOperation,
  run: () => Promise<Value>,
): Promise<Value> {
  if (!audit) return run();
  await audit.ready();
  try {
    const value = await run();
    await audit.write(entry, { outcome: 'OK' });
    return value;
  } catch (thrown) {
    await audit.write(entry, { outcome: asCrosspointError(thrown).code });
    throw thrown;
  }
}
