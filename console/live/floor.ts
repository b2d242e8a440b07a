import type { Client as SocketClient } from 'graphql-ws';
import type { Client as HttpClient } from 'urql';
import { createSocket } from '../api/socket.ts';
import type { Rights } from '../session/rights.ts';
import { Collection } from './collection.ts';
import { Connection } from './connection.ts';
import { ACCOUNTS_DOCUMENT, AGENTS_DOCUMENT, CALL_IDS_DOCUMENT, callsDocument } from './documents.ts';
import { missedText } from './missed.ts';
import { type ChangePayload, LiveStream, type MissedStretch } from './stream.ts';
import type { AccountState, LiveAgent, LiveCall } from './types.ts';

/** Milliseconds between two reads of the accounts' status. */
export const ACCOUNTS_EVERY_MS = 5_000;
const COMPARE_EVERY_MS = 60_000;

interface CallChange extends ChangePayload {
  readonly call: LiveCall;
}

interface AgentChange extends ChangePayload {
  readonly presence: string | null;
  readonly reasonCode: string | null;
  readonly agent: {
    readonly id: string;
    readonly name: string;
    readonly presenceSince: string | null;
    readonly groups: readonly string[];
    readonly identities: readonly { readonly account: { readonly key: string } }[];
  } | null;
}

interface CallIdPage {
  readonly calls: {
    readonly edges: readonly { readonly node: { readonly id: string; readonly state: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly sources: readonly { readonly account: { readonly key: string }; readonly error: object | null }[];
  };
}

/** The calls, agents and accounts of the centre, live. */
export class LiveFloor {
  readonly calls = new Collection<LiveCall>();
  readonly agents = new Collection<LiveAgent>();
  readonly accounts = new Collection<AccountState>();
  readonly connection = new Connection();
  readonly #socket: SocketClient;
  readonly #streams: readonly LiveStream<never>[];
  #timers: readonly ReturnType<typeof setInterval>[] = [];
  #missing: ReadonlySet<string> = new Set();

  constructor(
    credential: string | null,
    readonly http: HttpClient,
    readonly rights: Rights,
    /** Called when the gateway does not accept the credential any more, as after its expiry. */
    private readonly refused: () => void = () => {},
  ) {
    const { connection } = this;
    this.#socket = createSocket(credential, {
      opened: () => connection.opened(),
      closed: () => connection.closed(),
    });
    const streams = [
      ...(rights.may('callChanged') ? [this.#callStream()] : []),
      ...(rights.may('agentChanged') ? [this.#agentStream()] : []),
    ];
    this.#streams = streams as readonly LiveStream<never>[];
  }

  start(): void {
    for (const stream of this.#streams) void stream.run();
    void this.readAccounts();
    this.#timers = [
      setInterval(() => void this.readAccounts(), ACCOUNTS_EVERY_MS),
      setInterval(() => void this.compare(), COMPARE_EVERY_MS),
    ];
  }

  stop(): void {
    for (const stream of this.#streams) stream.stop();
    for (const timer of this.#timers) clearInterval(timer);
    void this.#socket.dispose();
  }

  readonly readAccounts = async (): Promise<void> => {
    const { data, error } = await this.http
      .query<{ accounts: readonly AccountState[] }>(ACCOUNTS_DOCUMENT, {})
      .toPromise();
    if (error?.graphQLErrors.some(({ extensions }) => extensions.code === 'UNAUTHENTICATED')) this.refused();
    if (!data) return;
    this.accounts.beginSnapshot();
    for (const account of data.accounts) this.accounts.set(account);
    this.accounts.endSnapshot();
  };

  /** Removes calls that two lists in a row do not have: an end that no event reported leaves no row behind. */
  readonly compare = async (): Promise<void> => {
    if (!this.rights.may('calls')) return;
    const before = this.calls.list();
    const listed = await this.#listedCalls();
    if (!listed) return;
    const missing = new Set(
      before
        .filter(({ id, source }) => !listed.ids.has(id) && !listed.failed.has(source.account.key))
        .map(({ id }) => id),
    );
    for (const id of missing) if (this.#missing.has(id)) this.calls.delete(id);
    this.#missing = missing;
  };

  async #listedCalls() {
    const ids = new Set<string>();
    const failed = new Set<string>();
    for (let after: string | null = null; ; ) {
      const { data }: { data?: CallIdPage } = await this.http
        .query<CallIdPage>(CALL_IDS_DOCUMENT, { after })
        .toPromise();
      if (!data) return null;
      for (const { node } of data.calls.edges) ids.add(node.id);
      for (const { account, error } of data.calls.sources) if (error) failed.add(account.key);
      if (!data.calls.pageInfo.hasNextPage) return { ids, failed };
      after = data.calls.pageInfo.endCursor;
    }
  }

  /** A stream of a page's own into its collection, over the shared socket; the page runs and stops it. */
  stream<Payload extends ChangePayload, Row extends { readonly id: string }>(
    collection: Collection<Row>,
    handler: {
      readonly document: string;
      received(payload: Payload): void;
      /** The gateway refuses the subscription for good; the user is notified in any case. */
      refused?(message: string): void;
    },
  ): LiveStream<Payload> {
    const common = this.#handler(collection);
    const refused = (message: string) => {
      common.refused(message);
      handler.refused?.(message);
    };
    return new LiveStream<Payload>(() => this.#socket, { ...common, ...handler, refused });
  }

  /** Follows a subscription that is no snapshot; returns what stops it. */
  follow<Data extends object>(
    query: string,
    variables: Record<string, unknown>,
    { next, refused, ended }: { next(data: Data): void; refused(message: string): void; ended(): void },
  ): () => void {
    return this.#socket.subscribe<Data>(
      { query, variables },
      {
        next: ({ data, errors }) => {
          if (data) next(data);
          else if (errors) refused(errors[0]?.message ?? '');
        },
        // A refusal is final; a connection that broke is opened again.
        error: (thrown) => (Array.isArray(thrown) ? refused(thrown[0]?.message ?? '') : ended()),
        complete: ended,
      },
    );
  }

  #callStream(): LiveStream<CallChange> {
    const { calls } = this;
    return this.stream<CallChange, LiveCall>(calls, {
      document: callsDocument(this.rights),
      received: ({ call }) => (call.state === 'ENDED' ? calls.delete(call.id) : calls.set(call)),
    });
  }

  #agentStream(): LiveStream<AgentChange> {
    return this.stream<AgentChange, LiveAgent>(this.agents, {
      document: AGENTS_DOCUMENT,
      received: (change) => this.#agentChanged(change),
    });
  }

  #handler<Row extends { readonly id: string }>(collection: Collection<Row>) {
    return {
      snapshotBegins: () => collection.beginSnapshot(),
      snapshotEnds: () => collection.endSnapshot(),
      missed: (stretch: MissedStretch) => this.connection.notify('warning', missedText(stretch)),
      refused: (message: string) => {
        this.connection.notify('warning', message);
        collection.endSnapshot();
      },
    };
  }

  #agentChanged({ agent, presence, reasonCode, occurredAt, snapshot }: AgentChange): void {
    if (!agent) return;
    const before = this.agents.get(agent.id);
    const changedAt = snapshot ? null : occurredAt;
    const since = before?.presence === presence ? (before?.since ?? null) : changedAt;
    this.agents.set({
      ...{ id: agent.id, name: agent.name, groups: agent.groups, presence, reasonCode },
      since: agent.presenceSince ?? since,
      accounts: agent.identities.map(({ account }) => account.key),
    });
  }
}
