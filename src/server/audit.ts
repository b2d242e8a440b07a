import type { Holder } from '../access/caller.ts';
import type { Log } from '../adapters/vendor.ts';
import type { AuditedOperation, AuditOutcome, CallerAudit } from '../resolvers/audit.ts';
import type { AuditStore } from '../storage/audit-trail.ts';

/** Most entries that wait to be stored; a further one is in the log alone, which only refused downloads and operations under way add. */
const MOST_UNWRITTEN = 1_000;

/** Writes each act and each delivered recording to the log and, before it is answered, to the audit trail. */
export class AuditTrail {
  /** Entries that are not stored yet, oldest first. */
  readonly #unwritten: string[] = [];
  #writing: Promise<void> | undefined;

  constructor(
    private readonly store: AuditStore,
    private readonly log: Log,
    private readonly now = () => new Date(),
  ) {}

  /** Throws UNAVAILABLE while entries wait that cannot be stored. */
  async ready(): Promise<void> {
    if (this.#unwritten.length > 0) await this.#write();
  }

  /** Stores an entry; one that cannot be stored is logged as an error and stored with the next. */
  async record(
    { id, tenant }: Holder,
    entry: AuditedOperation,
    { outcome, readBack }: AuditOutcome,
    requestId?: string,
  ): Promise<void> {
    const { operation, account } = entry;
    const at = this.now().toISOString();
    this.log.info(
      { audit: { caller: id, tenant, operation, account, outcome }, requestId },
      'An operation was audited',
    );
    // Downloads are refused while entries wait, and each refusal is a separate entry.
    if (this.#unwritten.length < MOST_UNWRITTEN)
      this.#unwritten.push(JSON.stringify({ at, caller: id, tenant, ...entry, outcome, readBack, requestId }));
    await this.#write().catch((cause: unknown) =>
      this.log.error({ cause, requestId, operation, account, outcome }, 'An audit entry could not be stored'),
    );
  }

  /** The trail as the operations of one caller use it. */
  of(caller: Holder, requestId: string): CallerAudit {
    return {
      ready: () => this.ready(),
      write: (entry, outcome) => this.record(caller, entry, outcome, requestId),
      before: (sequence, limit) => this.store.before(sequence, limit),
    };
  }

  close(): void {
    this.store.close();
  }

  #write(): Promise<void> {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  async #writeAll(): Promise<void> {
    for (let text = this.#unwritten[0]; text !== undefined; text = this.#unwritten[0]) {
      await this.store.append(text);
      this.#unwritten.shift();
    }
  }
}
