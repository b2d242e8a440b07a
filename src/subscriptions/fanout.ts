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
import { Channel, type Executor, type Operation } from './channel.ts';
import type { EventLog } from './log.ts';
import { ORIGIN } from './log.ts';
import { Seat } from './seat.ts';
import { visibilityKey } from './visibility.ts';
import type { Wire } from './wire.ts';

/** The arguments that say where a subscription begins; equal subscriptions differ in nothing else. */
const BEGINNINGS: readonly string[] = ['after', 'snapshot'];
/** The subscriptions that always begin with how far something is. */
const TELL_FIRST: readonly string[] = ['importProgress', 'reportProgress'];

/** Gives equal subscriptions of callers who may see the same one execution and one encoding. */
export class Fanout {
  readonly #executor: Executor;
  readonly #log: EventLog;
  readonly #channels = new Map<string, Channel>();

  constructor(executor: Executor, log: EventLog) {
    this.#executor = executor;
    this.#log = log;
  }

  /** How many executions run for all subscriptions together. */
  get size(): number {
    return this.#channels.size;
  }

  /** Takes a subscription in; answers its seat, or what is wrong with it. */
  async join(operation: Operation, wire: Wire, id: string): Promise<Seat | ExecutionResult> {
    const node = getOperationAST(operation.document, operation.operationName);
    const begins = node ? beginningsOf(node, operation) : [];
    const key = keyOf(operation, begins);
    const start = begins.length > 0 ? null : ((await this.#log.head()) ?? ORIGIN);
    const channel = this.#channel(key, operation);
    const catchUp = (after: string) => new Channel(operation, this.#executor, { after });
    const seat = new Seat(wire, id, start, catchUp, () => this.#leave(key, channel, seat));
    const own = begins.length > 0 ? new Channel(operation, this.#executor) : undefined;
    if (own) seat.goAlone(own);
    channel.add(seat.shared);
    const wrong = await this.#open(channel, own).catch(async (thrown: unknown) => {
      await seat.return();
      throw thrown;
    });
    if (wrong) await seat.return();
    return wrong ?? seat;
  }

  async #open(channel: Channel, own: Channel | undefined): Promise<ExecutionResult | null> {
    return (await own?.open()) ?? (await channel.open());
  }

  #channel(key: string, operation: Operation): Channel {
    const channel = this.#channels.get(key) ?? new Channel(operation, this.#executor, 'now');
    this.#channels.set(key, channel);
    return channel;
  }

  #leave(key: string, channel: Channel, seat: Seat): void {
    channel.remove(seat.shared);
    if (channel.size > 0) return;
    if (this.#channels.get(key) === channel) this.#channels.delete(key);
    void channel.close();
  }
}

/** The given arguments of the subscription's field that say where to begin, by the variable that carries each. */
function beginningsOf(node: OperationDefinitionNode, { variables }: Operation): (string | null)[] {
  const fields = node.selectionSet.selections.filter(
    (selection): selection is FieldNode => selection.kind === Kind.FIELD,
  );
  if (fields.some(({ name }) => TELL_FIRST.includes(name.value))) return [null];
  const given = fields.flatMap((field) => field.arguments ?? []).filter(({ name }) => BEGINNINGS.includes(name.value));
  return given.flatMap(({ value }) => {
    if (value.kind === Kind.NULL || (value.kind === Kind.BOOLEAN && !value.value)) return [];
    if (value.kind !== Kind.VARIABLE) return [null];
    return variables?.[value.name.value] ? [value.name.value] : [];
  });
}

function keyOf({ document, operationName, variables, viewer }: Operation, begins: readonly (string | null)[]): string {
  const dropped = new Set(begins.filter((name) => name !== null && usesOf(document, name) === 1));
  const rest = Object.entries(variables ?? {}).filter(([name, value]) => value != null && !dropped.has(name));
  return JSON.stringify([visibilityKey(viewer), print(document), operationName ?? null, rest.sort(byName)]);
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
