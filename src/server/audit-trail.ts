import type { CallerIdentity } from '../access/caller.ts';
import type { Log } from '../adapters/vendor.ts';
import type { AuditedOperation, AuditOutcome, CallerAudit } from '../resolvers/audited-operation.ts';
import { type AuditStore, auditUnavailable } from '../storage/audit-store.ts';
import { UnreadableRows } from '../storage/unreadable-rows.ts';

/** Most entries that wait to be stored; a further one is in the log alone, which only refused downloads and operations under way add. */
const MOST_UNWRITTEN = 1_000;

/** The request in which an audited operation was asked for. */
export interface AuditedRequest {
  readonly requestId?: string | undefined;
  /** The address of the client. */
  readonly address?: string | undefined;
}

interface UnwrittenEntry {
  readonly text: string;
  isStored: boolean;
}

/** Writes each act and each delivered recording to the log and, before it is answered, to the audit trail. */
export class AuditTrail {
  /** Entries that are not stored yet, oldest first. */
  readonly #unwritten: UnwrittenEntry[] = [];
  #writing: Promise<void> | undefined;
  readonly #unreadable: UnreadableRows;

  constructor(
    private readonly store: AuditStore,
    private readonly log: Log,
    private readonly now = () => new Date(),
  ) {
    this.#unreadable = new UnreadableRows('A line of the audit trail cannot be read', log);
  }

  /** Throws UNAVAILABLE while entries wait that cannot be stored. */
  async ready(): Promise<void> {
    if (this.#unwritten.length > 0) await this.#write();
  }

  /** Resolves once the entry is stored. One that cannot be stored is logged, rejects with UNAVAILABLE and is stored with the next. */
  async record(
    { id, tenant }: CallerIdentity,
    entry: AuditedOperation,
    { outcome, readBack }: AuditOutcome,
    { requestId, address }: AuditedRequest = {},
  ): Promise<void> {
    const { operation, account } = entry;
    const at = this.now().toISOString();
    this.log.info(
      { audit: { caller: id, tenant, operation, account, outcome, address }, requestId },
      'An operation was audited',
    );
    const text = JSON.stringify({ at, caller: id, tenant, ...entry, outcome, readBack, requestId, address });
    try {
      await this.#store({ text, isStored: false });
    } catch (cause) {
      this.log.error({ cause, requestId, operation, account, outcome }, 'An audit entry could not be stored');
      throw cause;
    }
  }

  /** The trail as the operations of one caller use it. */
  of(caller: CallerIdentity, request: AuditedRequest): CallerAudit {
    return {
      ready: () => this.ready(),
      write: (entry, outcome) => this.record(caller, entry, outcome, request),
      before: (sequence, limit) => this.store.before(sequence, limit),
      noteUnreadable: (sequence) => this.#unreadable.note(String(sequence), { sequence }),
    };
  }

  close(): void {
    this.store.close();
  }

  async #store(entry: UnwrittenEntry): Promise<void> {
    // Downloads are refused while entries wait, and each refusal is a separate entry.
    if (this.#unwritten.length >= MOST_UNWRITTEN) throw auditUnavailable(`${MOST_UNWRITTEN} entries wait`);
    this.#unwritten.push(entry);
    try {
      // A write that is about to end may have missed the entry.
      while (!entry.isStored) await this.#write();
    } catch (cause) {
      if (!entry.isStored) throw cause;
    }
  }

  #write(): Promise<void> {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  async #writeAll(): Promise<void> {
    for (let entry = this.#unwritten[0]; entry; entry = this.#unwritten[0]) {
      await this.store.append(entry.text);
      entry.isStored = true;
      this.#unwritten.shift();
    }
  }
}
