import { setTimeout as sleep } from 'node:timers/promises';
import {
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  print,
  visit,
} from 'graphql';
import { type EventLog, ORIGIN, type Position } from '../log/log.ts';
import type { ResultWriter } from './result-writer.ts';
import { SharedExecution, type SharedOperation, type SubscriptionExecutor } from './shared-execution.ts';
import { type SharedSubscription, Subscriber } from './subscriber.ts';
import { answersKey } from './visibility.ts';

/** The arguments that say where a subscription begins; equal subscriptions differ in nothing else. */
const BEGINNINGS: readonly string[] = ['after', 'snapshot'];
/** The subscriptions that always begin with how far something is. */
const NOTIFY_FIRST: readonly string[] = ['importProgress', 'reportProgress'];

/** Milliseconds in which clients that continue from the same position are gathered: after a restart all come back at once. */
const GATHERING = 10;

/** Gives equal subscriptions of callers with equal rights one execution and one encoding. */
export class SharedSubscriptions {
  readonly #executor: SubscriptionExecutor;
  readonly #log: EventLog;
  readonly #rows = new Map<string, SharedRow>();
  /** An execution about to replay the same past to several clients. */
  readonly #pasts = new Map<string, Past>();

  constructor(executor: SubscriptionExecutor, log: EventLog) {
    this.#executor = executor;
    this.#log = log;
  }

  /** How many executions run for all subscriptions together. */
  get size(): number {
    return this.#rows.size;
  }

  /**
   * Subscribes a client; `head` begins each of its messages. With `from` it continues after that position of the log, which
   * takes precedence over the operation's arguments. Answers the subscriber, or the errors of the operation.
   */
  async join(
    operation: SharedOperation,
    writer: ResultWriter,
    head: string,
    from?: Position,
  ): Promise<Subscriber | ExecutionResult> {
    // The document may have been parsed and validated in the same piece of work.
    await this.#executor.turn?.(operation.viewer);
    const node = getOperationAST(operation.document, operation.operationName);
    const begins = node ? beginningsOf(node, operation) : [];
    const start = from ?? (begins.length > 0 ? null : ((await this.#log.head()) ?? ORIGIN));
    const row = this.#row(keyOf(operation, begins), operation);
    const { channel } = row;
    const subscriber = new Subscriber(writer, head, start, row);
    const past = from === undefined ? begins.length > 0 && this.#past(operation) : pastOf(row.catchUp(from));
    if (past) {
      writer.begin?.(start);
      subscriber.startCatchUp(past.channel);
    }
    channel.add(subscriber);
    const wrong = await this.#open(channel, past || undefined).catch((thrown: unknown) => {
      subscriber.leave();
      throw thrown;
    });
    if (wrong) subscriber.leave();
    // Each event after the client knows where it begins has to reach it, so that its source is open by then.
    else if (!past) writer.begin?.(start);
    return wrong ?? subscriber;
  }

  async #open(channel: SharedExecution, past: Past | undefined): Promise<ExecutionResult | null> {
    return (await past?.opened) ?? (await channel.open());
  }

  /** The channel of subscribers that begin at the same position; the first waits a short time for others. */
  #past(operation: SharedOperation): Past {
    const key = keyOf(operation, []);
    const known = this.#pasts.get(key);
    if (known && !known.channel.closed) return known;
    const channel = new SharedExecution(operation, this.#executor);
    const opened = sleep(GATHERING).then(() => {
      if (this.#pasts.get(key) === past) this.#pasts.delete(key);
      return channel.closed ? null : channel.open();
    });
    const past: Past = { channel, opened };
    this.#pasts.set(key, past);
    return past;
  }

  /** The shared subscription of all equal ones; its executions are made for the first of them. */
  #row(key: string, operation: SharedOperation): SharedRow {
    const known = this.#rows.get(key);
    if (known) return known;
    const channel = new SharedExecution(operation, this.#executor, 'now');
    const row: SharedRow = {
      channel,
      catchUp: (after) => new SharedExecution(operation, this.#executor, { after }),
      leave: (subscriber) => {
        channel.remove(subscriber);
        if (channel.size > 0) return;
        if (this.#rows.get(key) === row) this.#rows.delete(key);
        void channel.close();
      },
    };
    this.#rows.set(key, row);
    return row;
  }
}

interface Past {
  readonly channel: SharedExecution;
  /** The errors of its opening, or null. */
  readonly opened: Promise<ExecutionResult | null>;
}

/** A channel for one client alone, which is opened at once. */
function pastOf(channel: SharedExecution): Past {
  return { channel, opened: channel.open() };
}

interface SharedRow extends SharedSubscription {
  readonly channel: SharedExecution;
}

/** The given arguments of the subscription's field that say where to begin, by the variable that carries each. */
function beginningsOf(node: OperationDefinitionNode, { variables }: SharedOperation): (string | null)[] {
  const fields = node.selectionSet.selections.filter(
    (selection): selection is FieldNode => selection.kind === Kind.FIELD,
  );
  if (fields.some(({ name }) => NOTIFY_FIRST.includes(name.value))) return [null];
  const given = fields.flatMap((field) => field.arguments ?? []).filter(({ name }) => BEGINNINGS.includes(name.value));
  return given.flatMap(({ value }) => {
    if (value.kind === Kind.NULL || (value.kind === Kind.BOOLEAN && !value.value)) return [];
    if (value.kind !== Kind.VARIABLE) return [null];
    const given = variables?.[value.name.value] ?? false;
    return given === false ? [] : [value.name.value];
  });
}

function keyOf(
  { document, operationName, variables, viewer }: SharedOperation,
  begins: readonly (string | null)[],
): string {
  const dropped = new Set(begins.filter((name) => name !== null && usesOf(document, name) === 1));
  const rest = Object.entries(variables ?? {}).filter(([name, value]) => value != null && !dropped.has(name));
  const text = textOf(document);
  return JSON.stringify([answersKey(viewer, text), text, operationName ?? null, rest.sort(byName)]);
}

const texts = new WeakMap<DocumentNode, string>();

function textOf(document: DocumentNode): string {
  let text = texts.get(document);
  if (text === undefined) {
    text = print(document);
    texts.set(document, text);
  }
  return text;
}

function byName([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : 1;
}

/** How often a variable is used, its definition apart. */
function usesOf(document: DocumentNode, name: string): number {
  let uses = -1;
  visit(document, {
    Variable(node) {
      if (node.name.value === name) uses += 1;
    },
  });
  return uses;
}
