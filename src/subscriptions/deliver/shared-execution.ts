import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import type { Caller } from '../../access/caller.ts';
import type { Charge } from '../../access/charge.ts';
import { withDeadline } from '../../adapters/calls/deadline.ts';
import type { Pieces } from '../../executor/list-items.ts';
import type { Position } from '../log/log.ts';
import type { Start, SubscriptionPayload } from '../request.ts';
import { EventDeadline } from './event-deadline.ts';

/** An operation to be executed, and for whom. */
export interface SharedOperation {
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly viewer: Caller;
}

/** The context of an execution, and the pieces of work that this is divided into. */
type ExecutionContext = object & { readonly pieces?: Pieces | undefined };

/** The functions that execute a subscription. */
export interface SubscriptionExecutor {
  readonly schema: GraphQLSchema;
  /** Milliseconds that opening may take, and the result of one event; absent where they have no limit. */
  readonly operationMilliseconds?: () => number;
  /** A fresh context: one for each event, so that no loader outlives it. */
  contextFor(
    viewer: Caller,
    deadline: { readonly signal: AbortSignal },
    charge?: Charge,
    address?: string,
  ): ExecutionContext | Promise<ExecutionContext>;
  formatError(error: GraphQLError, caller: Caller): GraphQLFormattedError;
  /** Resolves when the caller's next piece of work may begin; null where that is at once. */
  turn?(viewer: Caller): Promise<void> | null;
  /** Makes the result of an event when few of the caller are being made; at once where absent. */
  inShare?<Value>(viewer: Caller, make: () => Promise<Value>): Promise<Value>;
  /** Makes a valid operation ready to be run for one event after the other, on a part of the schema if given; null where that cannot be. */
  prepare?(operation: Omit<SharedOperation, 'viewer'>, ownPart?: GraphQLSchema): ExecuteEvent | null;
}

/** Executes a query, or a subscription's selection for one event. */
type ExecuteEvent = (context: unknown, event?: unknown, pieces?: Pieces) => ExecutionResult | Promise<ExecutionResult>;

/** Why a subscription's work stops; made once, as an error with its stack trace takes longer than all else of an end. */
const ENDED = new DOMException('The subscription has ended', 'AbortError');

/** Receives the encoded results of a channel; all listeners get the same bytes, which end the message they belong to. */
export interface ResultListener {
  /** Answers a promise where the next result should wait. `gapsPending`: gaps are still to be delivered with what follows. */
  deliver(body: Buffer, position: Position | null, gapsPending: boolean): void | Promise<void>;
  end(thrown?: unknown): void;
}

/** One execution of a subscription: each event is resolved once and encoded once. */
export class SharedExecution {
  readonly #operation: SharedOperation;
  readonly #executor: SubscriptionExecutor;
  readonly #start: Start | undefined;
  readonly #stopping = new AbortController();
  readonly #listeners = new Set<ResultListener>();
  #source: AsyncIterator<unknown> | undefined;
  #opening: Promise<ExecutionResult | null> | undefined;
  /** The latest result, where each replaces the one before. */
  #state: Buffer | undefined;
  readonly #run: ExecuteEvent | null;

  constructor(operation: SharedOperation, executor: SubscriptionExecutor, start?: Start) {
    this.#operation = operation;
    this.#executor = executor;
    this.#start = start;
    this.#run = executor.prepare?.(operation) ?? null;
  }

  /**
   * Subscribes, once however often it is called; answers what went wrong, or null. Rejects with TIMEOUT where it takes too
   * long, and the source is then ended as soon as there is one.
   */
  open(): Promise<ExecutionResult | null> {
    const milliseconds = this.#executor.operationMilliseconds?.();
    const run = () => this.#open();
    this.#opening ??= milliseconds === undefined ? run() : withDeadline(milliseconds, undefined, run);
    return this.#opening;
  }

  get size(): number {
    return this.#listeners.size;
  }

  get closed(): boolean {
    return this.#stopping.signal.aborted;
  }

  add(listener: ResultListener): void {
    this.#listeners.add(listener);
    if (this.#state) void listener.deliver(this.#state, null, false);
  }

  remove(listener: ResultListener): void {
    this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    if (!this.closed) this.#stopping.abort(ENDED);
    await this.#source?.return?.();
  }

  async #open(): Promise<ExecutionResult | null> {
    const stream = await createSourceEventStream(await this.#arguments(this.#stopping));
    if (!(Symbol.asyncIterator in stream)) return stream;
    this.#source = stream[Symbol.asyncIterator]();
    if (this.#stopping.signal.aborted) await this.#source.return?.();
    else void this.#follow(this.#source);
    return null;
  }

  async #follow(source: AsyncIterator<unknown>): Promise<void> {
    let thrown: unknown;
    try {
      for (let item = await source.next(); !item.done; item = await source.next()) {
        await this.#broadcast(item.value as SubscriptionPayload);
      }
    } catch (caught) {
      thrown = caught;
    }
    for (const listener of [...this.#listeners]) listener.end(thrown);
  }

  async #broadcast(payload: SubscriptionPayload): Promise<void> {
    const make = () => this.#executeInTurn(payload);
    const { viewer } = this.#operation;
    const result = await (this.#executor.inShare?.(viewer, make) ?? make());
    const body = Buffer.from(`${this.#encode(result)}}`);
    if (payload.isState) this.#state = body;
    const waits: Promise<void>[] = [];
    for (const listener of this.#listeners) {
      const wait = listener.deliver(body, payload.position ?? null, payload.gapsPending ?? false);
      if (wait) waits.push(wait);
    }
    for (const wait of waits) await wait;
  }

  async #executeInTurn(payload: SubscriptionPayload): Promise<ExecutionResult> {
    const turn = this.#executor.turn?.(this.#operation.viewer);
    if (turn) await turn;
    return this.#execute(payload);
  }

  async #execute(payload: SubscriptionPayload): Promise<ExecutionResult> {
    const deadline = new EventDeadline(this.#executor.operationMilliseconds?.(), this.#stopping.signal);
    try {
      if (!this.#run) return await execute({ ...(await this.#arguments(deadline)), rootValue: payload });
      const context = await this.#context(deadline);
      return await this.#run(context, payload, context.pieces);
    } finally {
      deadline.clear();
    }
  }

  /** A result as text, its errors masked as everywhere. */
  #encode({ errors, ...rest }: ExecutionResult): string {
    const shown = (error: GraphQLError) => this.#executor.formatError(error, this.#operation.viewer);
    return JSON.stringify(errors ? { ...rest, errors: errors.map(shown) } : rest);
  }

  async #arguments(deadline: { readonly signal: AbortSignal }) {
    const { document, operationName, variables } = this.#operation;
    const { schema } = this.#executor;
    return { schema, document, operationName, variableValues: variables, contextValue: await this.#context(deadline) };
  }

  async #context(deadline: { readonly signal: AbortSignal }): Promise<ExecutionContext> {
    const context = await this.#executor.contextFor(this.#operation.viewer, deadline);
    return Object.assign(context, { start: this.#start });
  }
}
