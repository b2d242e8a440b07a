import type { Client } from 'graphql-ws';

/** How long a snapshot may pause before it counts as received: it has no mark at its end. */
const SNAPSHOT_PAUSE_MS = 1_500;
/** Accounts that do not answer delay the begin of a snapshot by their deadline. */
const SNAPSHOT_BEGIN_MS = 8_000;
const BACK_OFF_MS = [500, 1_000, 2_000, 5_000];

/** A stretch of an account's events that the gateway did not receive. */
export interface MissedStretch {
  readonly account: { readonly key: string };
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** The fields of every event of a stream. */
export interface ChangePayload {
  readonly cursor: string;
  readonly snapshot: boolean;
  readonly occurredAt: string;
  readonly missed: MissedStretch | null;
}

/** The document of a stream of changes, and its reactions. */
interface StreamHandler<Payload> {
  /** A document with the variables `$after` and `$snapshot`. */
  readonly document: string;
  snapshotBegins(): void;
  snapshotEnds(): void;
  received(payload: Payload): void;
  /** Reports a stretch without events; a new snapshot follows. */
  missed(stretch: MissedStretch): void;
  /** The gateway refuses the subscription for good, with its message. */
  refused(message: string): void;
}

interface StreamError {
  readonly message: string;
  readonly extensions?: { readonly code?: string };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Errors that a repetition does not change. */
const isFinal = (thrown: unknown) =>
  Array.isArray(thrown) && /UNAUTHENTICATED|FORBIDDEN|PERMISSION_DENIED|GRAPHQL_VALIDATION_FAILED/.test(codeOf(thrown));
const codeOf = (errors: readonly StreamError[]) => errors[0]?.extensions?.code ?? '';

/** A subscription that begins with a snapshot and resumes after its last cursor. */
export class LiveStream<Payload extends ChangePayload> {
  #cursor: string | null = null;
  #stopped = false;
  #inSnapshot = false;
  #settle: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(
    private readonly socket: () => Client,
    private readonly handler: StreamHandler<Payload>,
  ) {}

  /** Runs until `stop`, or until the gateway refuses the subscription. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#follow();
      } catch (thrown) {
        if (isFinal(thrown)) return this.handler.refused((thrown as StreamError[])[0]?.message ?? '');
        // A cursor that the gateway refuses cannot be resumed: the current state is read instead.
        if (Array.isArray(thrown)) this.#cursor = null;
      }
      clearTimeout(this.#settle);
      if (!this.#stopped) await pause(BACK_OFF_MS[Math.min(this.#failures++, BACK_OFF_MS.length - 1)] ?? 0);
    }
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#settle);
  }

  async #follow(): Promise<void> {
    const after = this.#inSnapshot ? null : this.#cursor;
    if (after === null) this.#beginSnapshot();
    const variables = { after, snapshot: after === null };
    for await (const { data, errors } of this.socket().iterate({ query: this.handler.document, variables })) {
      if (this.#stopped) return;
      if (errors && !data) throw errors;
      const payload = data && (Object.values(data)[0] as Payload);
      if (!payload) continue;
      this.#failures = 0;
      this.#receive(payload);
      if (payload.missed && !payload.snapshot) {
        this.#cursor = null;
        return;
      }
    }
  }

  #receive(payload: Payload): void {
    if (this.#inSnapshot && payload.snapshot) this.#endSnapshotIn(SNAPSHOT_PAUSE_MS);
    else if (this.#inSnapshot) this.#endSnapshot();
    this.#cursor = payload.cursor;
    if (payload.missed) this.handler.missed(payload.missed);
    this.handler.received(payload);
  }

  #beginSnapshot(): void {
    this.#inSnapshot = true;
    this.handler.snapshotBegins();
    this.#endSnapshotIn(SNAPSHOT_BEGIN_MS);
  }

  #endSnapshotIn(milliseconds: number): void {
    clearTimeout(this.#settle);
    this.#settle = setTimeout(() => this.#endSnapshot(), milliseconds);
  }

  #endSnapshot(): void {
    clearTimeout(this.#settle);
    this.#inSnapshot = false;
    this.handler.snapshotEnds();
  }
}
