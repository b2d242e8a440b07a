/** Subscribers of a chaos run, over WebSocket and server-sent events, which continue at their cursors on either gateway. */
import { setTimeout as wait } from 'node:timers/promises';
import { createClient as createStreamClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import WebSocket from 'ws';
import { KEY } from '../instances/gateways.ts';
import { codesOf } from './codes.ts';

const FOLLOW = `subscription ($after: Cursor, $filter: EventFilter) {
  events(after: $after, filter: $filter) {
    cursor kind name account { key } ... on VendorEvent { payload { name value } } ... on Gap { from to reason }
  }
}`;
/** Milliseconds without an event after which a client connects again; calls change every second. */
const SILENCE_MS = 10_000;
const LOOK_EVERY_MS = 500;
const AGAIN_AFTER_MS = 100;

/** An event as a subscriber received it. */
export interface Received {
  readonly cursor: string;
  readonly kind: string;
  readonly name: string;
  readonly account: { readonly key: string };
  readonly payload?: readonly { readonly name: string; readonly value: string }[];
  readonly from?: string;
  readonly to?: string;
  readonly reason?: string;
}

/** The number of an event of the account that numbers its events; null for any other. */
export function numberOf({ payload }: Received): number | null {
  return Number(payload?.find(({ name }) => name === 'GLOBALCALLID')?.value) || null;
}

/** A socket that may be ended before it is open. */
class Socket extends WebSocket {
  constructor(address: string, protocol: string) {
    super(address, protocol);
    this.on('error', () => undefined);
  }
}

type Sink = Parameters<ReturnType<typeof createSocketClient>['subscribe']>[1];

/** Opens one connection, by WebSocket or by server-sent events; answers how to end it. */
function connect(
  transport: 'socket' | 'stream',
  url: string,
  variables: Record<string, unknown>,
  sink: Sink,
): () => void {
  const operation = { query: FOLLOW, variables };
  const headers = { authorization: `Bearer ${KEY}` };
  if (transport === 'stream') {
    const client = createStreamClient({ url, headers, retryAttempts: 0 });
    client.subscribe(operation, sink as Parameters<typeof client.subscribe>[1]);
    return () => client.dispose();
  }
  const to = { url: url.replace(/^http/, 'ws'), webSocketImpl: Socket, connectionParams: headers, retryAttempts: 0 };
  const client = createSocketClient(to);
  client.subscribe(operation, sink);
  return () => client.terminate();
}

/** One subscriber. */
export class Follower {
  readonly received: Received[] = [];
  /** Codes that it was refused with, and what came without one. */
  readonly codes: string[] = [];
  /** How often it connected. */
  connections = 0;
  #end = () => {};
  #isOver = false;

  constructor(
    readonly name: string,
    private readonly transport: 'socket' | 'stream',
    private readonly url: () => string,
    readonly kinds: readonly string[] | null = null,
    private readonly first: string | null = null,
  ) {
    void this.#follow();
  }

  get cursor(): string | null {
    return this.received.at(-1)?.cursor ?? this.first;
  }

  /** Breaks the connection, as a client on the road does. */
  disconnect(): void {
    this.#end();
  }

  stop(): void {
    this.#isOver = true;
    this.#end();
  }

  async #follow(): Promise<void> {
    while (!this.#isOver) {
      await this.#once();
      await wait(AGAIN_AFTER_MS);
    }
  }

  #once(): Promise<void> {
    this.connections += 1;
    return new Promise((done) => {
      let isOver = false;
      let receivedAt = Date.now();
      let close = () => {};
      const watchdog = setInterval(() => Date.now() - receivedAt > SILENCE_MS && end(), LOOK_EVERY_MS);
      const end = () => {
        if (isOver) return;
        isOver = true;
        clearInterval(watchdog);
        close();
        done();
      };
      this.#end = end;
      const filter = this.kinds ? { kinds: this.kinds } : {};
      close = connect(
        this.transport,
        this.url(),
        { after: this.cursor, filter },
        {
          next: ({ data, errors }) => {
            if (isOver) return;
            receivedAt = Date.now();
            if (errors) this.codes.push(...codesOf(errors));
            if (data) this.received.push((data as unknown as { events: Received }).events);
          },
          error: (thrown) => {
            if (Array.isArray(thrown)) this.codes.push(...codesOf(thrown));
            end();
          },
          complete: end,
        },
      );
      if (isOver) close();
    });
  }
}
