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
import type { Position } from '../log/log.ts';
import type { Start, SubscriptionPayload } from '../request.ts';

/** An operation to be executed, and for whom. */
export interface SharedOperation {
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly viewer: Caller;
}

/** The functions that execute a subscription. */
export interface SubscriptionExecutor {
  readonly schema: GraphQLSchema;
  /** A fresh context: one for each event, so that no loader outlives it. */
  contextFor(viewer: Caller, signal: AbortSignal, charge?: Charge): object | Promise<object>;
  formatError(error: GraphQLError): GraphQLFormattedError;
  /** Resolves when the caller's next piece of work may begin; null where that is at once. */
  turn?(viewer: Caller): Promise<void> | null;
  /** Makes a valid operation ready to be run for one event after the other; null where that cannot be. */
  prepare?(operation: Omit<SharedOperation, 'viewer'>): ExecuteEvent | null;
}

/** Executes a subscription's selection for one event. */
type ExecuteEvent = (context: unknown, event: unknown) => ExecutionResult | Promise<ExecutionResult>;

/** Receives the encoded results of a channel; all listeners get the same bytes, which end the message they belong to. */
export interface ResultListener {
  /** Answers a promise where the next result should wait. `owing`: gaps are still to be delivered with what follows. */
  deliver(body: Buffer, position: Position | null, owing: boolean): void | Promise<void>;
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

  /** Subscribes, once however often it is called; answers what went wrong, or null. */
  open(): Promise<ExecutionResult | null> {
    this.#opening ??= this.#open();
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
    this.#stopping.abort();
    await this.#source?.return?.();
  }

  async #open(): Promise<ExecutionResult | null> {
    const stream = await createSourceEventStream(await this.#arguments());
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
    const turn = this.#executor.turn?.(this.#operation.viewer);
    if (turn) await turn;
    const result = this.#run
      ? await this.#run(await this.#context(), payload)
      : await execute({ ...(await this.#arguments()), rootValue: payload });
    const body = Buffer.from(`${encode(result, this.#executor)}}`);
    if (payload.isState) this.#state = body;
    const waits: Promise<void>[] = [];
    for (const listener of this.#listeners) {
      const wait = listener.deliver(body, payload.position ?? null, payload.owing ?? false);
      if (wait) waits.push(wait);
    }
    for (const wait of waits) await wait;
  }

  async #arguments() {
    const { document, operationName, variables } = this.#operation;
    const { schema } = this.#executor;
    return { schema, document, operationName, variableValues: variables, contextValue: await this.#context() };
  }

  async #context(): Promise<object> {
    const context = await this.#executor.contextFor(this.#operation.viewer, this.#stopping.signal);
    return Object.assign(context, { start: this.#start });
  }
}

/** A result as text, its errors masked as everywhere. */
function encode(result: ExecutionResult, { formatError }: Pick<SubscriptionExecutor, 'formatError'>): string {
  const { errors, ...rest } = result;
  return JSON.stringify(errors ? { ...rest, errors: errors.map(formatError) } : rest);
}
