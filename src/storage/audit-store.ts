import { createHash } from 'node:crypto';
import { CrosspointError } from '../adapters/errors.ts';

/** One line of the audit trail, as it is stored. */
export interface StoredAudit {
  /** 1 for the first line, without a hole. */
  readonly sequence: number;
  /** The entry as JSON text, of which the hash is made. */
  readonly text: string;
  /** SHA-256 over the hash of the former line, the sequence and the text, in hexadecimal. */
  readonly hash: string;
}

/** The end of the trail. */
export type AuditHead = Pick<StoredAudit, 'sequence' | 'hash'>;

/** Stores the audit trail: lines are only ever added. Every method throws UNAVAILABLE while the store cannot be used. */
export interface AuditStore {
  /** Adds a line after the last one; resolves once it survives the end of the process. */
  append(text: string): Promise<StoredAudit>;
  /** Lines before a sequence, or the last ones, newest first. */
  before(sequence: number | undefined, limit: number): Promise<readonly StoredAudit[]>;
  /** Lines after a sequence, oldest first; 0 for the first ones. */
  after(sequence: number, limit: number): Promise<readonly StoredAudit[]>;
  close(): void;
}

/** The head of a trail without lines. */
export const EMPTY_TRAIL: AuditHead = { sequence: 0, hash: '' };

/** The line that follows a head. */
export function nextLine(head: AuditHead, text: string): StoredAudit {
  const sequence = head.sequence + 1;
  return { sequence, text, hash: hashOf(head.hash, sequence, text) };
}

function hashOf(previous: string, sequence: number, text: string): string {
  return createHash('sha256').update(`${previous}\n${sequence}\n${text}`).digest('hex');
}

/** The result of a check of the whole trail. */
interface AuditCheck {
  /** Lines that were read and follow from each other. */
  readonly lines: number;
  readonly head: AuditHead;
  /** Sequence of the first line that does not follow from the one before it; null for an intact trail. */
  readonly broken: number | null;
}

const PAGE = 1_000;

/** Every line of the trail, oldest first. */
export async function* auditLines(store: AuditStore): AsyncGenerator<StoredAudit> {
  for (let last = 0; ; ) {
    const lines = await store.after(last, PAGE);
    yield* lines;
    const end = lines.at(-1);
    if (!end) return;
    last = end.sequence;
  }
}

/** Recomputes every hash. A removed, changed or inserted line breaks the chain; lines cut off the end do not. */
export async function verifyAudit(store: AuditStore): Promise<AuditCheck> {
  let head = EMPTY_TRAIL;
  for await (const line of auditLines(store)) {
    const expected = nextLine(head, line.text);
    if (expected.sequence !== line.sequence || expected.hash !== line.hash) {
      return { lines: head.sequence, head, broken: head.sequence + 1 };
    }
    head = line;
  }
  return { lines: head.sequence, head, broken: null };
}

/** The error of a store that cannot be used. */
export function auditUnavailable(cause: unknown): CrosspointError {
  const message = 'The audit trail cannot be written, so that mutations are refused until it can be';
  return new CrosspointError('UNAVAILABLE', message, { cause, retryable: true });
}
