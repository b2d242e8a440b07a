/** Completes the items of a list, however long, without keeping other work waiting. */
import type { GraphQLOutputType, GraphQLResolveInfo } from 'graphql';
import { type EncodedObjects, joined } from './encoded-objects.ts';
import type { EncodedPart } from './encoded-part.ts';
import type { FieldPlan, Selection } from './plan.ts';
import { isPromise, type Path } from './values.ts';

/** Divides an execution into pieces of work, between which other work is done. */
export interface Pieces {
  /** Items of a list that are one step. */
  readonly itemsOfStep: number;
  /** Whether the current piece has taken its time, after one more step. */
  isOver(): boolean;
  /** Does the rest in a later piece. */
  defer<Value>(run: () => Value | Promise<Value>): Promise<Value>;
  /** Calls back when the operation ends before it is executed; what was deferred is not done any more then. */
  onEnd(end: (error: Error) => void): void;
}

/** A list whose items are completed. */
export interface List {
  readonly items: readonly unknown[];
  readonly field: FieldPlan;
  readonly type: GraphQLOutputType;
  readonly info: GraphQLResolveInfo;
  readonly path: Path;
  /** The selection of its items where all have one type without `isTypeOf`. */
  readonly selection: Selection | undefined;
}

/** The execution that a list is part of. */
interface ListExecution {
  readonly pieces: Pieces | undefined;
  readonly encoded?: EncodedObjects | undefined;
  completeItem(list: List, at: number): unknown;
  /** Whether a completed item is still under way. */
  isOpen(field: FieldPlan, item: unknown): boolean;
}

type Completed = unknown[] | EncodedPart;

/** The completed items, in order; a promise where one of them is under way or the piece ended among them. */
export function completeItems(execution: ListExecution, list: List): Completed | Promise<Completed> {
  return completeFrom(0, execution, list, new Array(list.items.length), false);
}

function completeFrom(
  from: number,
  execution: ListExecution,
  list: List,
  completed: unknown[],
  wasOpen: boolean,
): Completed | Promise<Completed> {
  const { pieces } = execution;
  const { items, field } = list;
  let isOpen = wasOpen;
  try {
    for (let at = from; at < items.length; ) {
      const item = execution.completeItem(list, at);
      if (execution.isOpen(field, item)) isOpen = true;
      completed[at] = item;
      at += 1;
      if (!pieces || at === items.length || at % pieces.itemsOfStep !== 0 || !pieces.isOver()) continue;
      if (isOpen) ignoreRejections(completed.slice(from, at));
      if (from === 0) ignoreRejections(items.slice(at));
      return pieces.defer(() => completeFrom(at, execution, list, completed, isOpen));
    }
  } catch (error) {
    if (isOpen) ignoreRejections(completed);
    throw error;
  }
  if (isOpen) return Promise.all(completed);
  return (execution.encoded && joined(completed)) ?? completed;
}

/** A rejection of an item that nothing awaits, yet or any more, must not end the process. */
function ignoreRejections(items: unknown): void {
  for (const item of Array.isArray(items) ? items : [])
    if (isPromise(item)) Promise.resolve(item).catch(() => undefined);
}

/** Runs what follows a resolver's promise: now, or in the next piece of work where this one is over. */
export function later(pieces: Pieces | undefined, found: unknown, run: () => unknown): unknown {
  if (!pieces?.isOver()) return run();
  ignoreRejections(found);
  return pieces.defer(run);
}
