/**
 * Carries out a plan by the rules of graphql-js, step by step as it does, with what it works out anew for every value
 * taken from the plan. Positions and error objects are made only where something needs them.
 */
import {
  defaultFieldResolver,
  defaultTypeResolver,
  type ExecutionResult,
  type FieldNode,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  getArgumentValues,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  locatedError,
} from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import type { Fallback } from './field-reader.ts';
import type { ExecutionPlan, FieldPlan, Selection, VariableValues } from './plan.ts';

type Path = GraphQLResolveInfo['path'];
type Place = Path | undefined;
type Answer = Record<string, unknown>;

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

/** An object that is there already and no error. */
function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Error) && !isPromise(value);
}

function step(prev: Place, key: string | number, typename: string | undefined): Path {
  return { prev, key, typename };
}

function pathOf(place: Place): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at = place; at; at = at.prev) keys.push(at.key);
  return keys.reverse();
}

function settled(answer: Answer): Promise<Answer> {
  const keys = Object.keys(answer);
  return Promise.all(Object.values(answer)).then((values) => {
    keys.forEach((key, at) => {
      answer[key] = values[at];
    });
    return answer;
  });
}

/** One execution of a plan. */
export class Execution {
  private readonly errors: GraphQLError[] = [];
  private readonly failed = new Set<Place>();

  constructor(
    private readonly plan: ExecutionPlan,
    private readonly context: unknown,
    private readonly variables: VariableValues,
    /** What the fields of the operation are read from; an event, where it is a subscription. */
    private readonly root: unknown,
    /** Arguments worked out so far with these variables. */
    private readonly given: Map<FieldPlan, VariableValues>,
  ) {}

  /** Answers at once where every resolver does. */
  execute(): ExecutionResult | Promise<ExecutionResult> {
    try {
      const data = this.fields(this.plan.root, this.root, undefined);
      if (!(data instanceof Promise)) return this.response(data as Answer);
      return data.then(
        (settledData) => this.response(settledData as Answer),
        (error: GraphQLError) => this.failure(error),
      );
    } catch (error) {
      return this.failure(error as GraphQLError);
    }
  }

  private failure(error: GraphQLError): ExecutionResult {
    this.note(error, undefined);
    return this.response(null);
  }

  private response(data: Answer | null): ExecutionResult {
    return this.errors.length === 0 ? { data } : { errors: this.errors, data };
  }

  /** An error under a place that has become null already is not told. */
  private note(error: GraphQLError, place: Place): void {
    if (this.failed.size > 0) {
      for (let at = place; at; at = at.prev) if (this.failed.has(at)) return;
      if (this.failed.has(undefined)) return;
    }
    this.failed.add(place);
    this.errors.push(error);
  }

  private fields(selection: Selection, source: unknown, path: Place): unknown {
    const isObject = typeof source === 'object' && source !== null;
    const reader = isObject ? this.plan.readerOf(selection) : undefined;
    if (reader) return reader(this as Fallback<never>, selection.fields, source as object, path);
    const answer: Answer = {};
    const open: Promise<unknown>[] = [];
    try {
      for (const field of selection.fields) {
        const value = this.field(field, source, path);
        answer[field.key] = value;
        if (this.isOpen(field, value)) open.push(value);
      }
    } catch (error) {
      return this.abandon(open, error);
    }
    return open.length === 0 ? answer : settled(answer);
  }

  /** Waits for what is under way, so that its failures are not left to nobody, and then fails. */
  abandon(open: readonly Promise<unknown>[], error: unknown): Promise<never> {
    if (open.length === 0) throw error;
    const ended = Promise.all(open).then(() => undefined);
    return ended.finally(() => {
      throw error;
    }) as Promise<never>;
  }

  /** Whether a completed value is still under way; of composites only our own promises are. */
  isOpen(field: FieldPlan, value: unknown): value is Promise<unknown> {
    return field.isComposite ? value instanceof Promise : isPromise(value);
  }

  settled(answer: Answer): Promise<Answer> {
    return settled(answer);
  }

  /** A leaf's value that stood ready in its parent. */
  value(field: FieldPlan, value: unknown, source: object, prev: Place): unknown {
    if (typeof value === 'function') return this.field(field, source, prev);
    if ((value === null || value === undefined) && field.type === field.leaf) return null;
    if (typeof value !== 'object' && value !== undefined && field.leaf) {
      try {
        const serialized: unknown = field.leaf.serialize(value);
        if (serialized !== null && serialized !== undefined) return serialized;
      } catch {
        // Told below, with its place.
      }
    }
    const path = step(prev, field.key, field.parent.name);
    return this.outcome(field, field.type, this.info(field, path), path, value);
  }

  private info({ definition, nodes, parent }: FieldPlan, path: Path): GraphQLResolveInfo {
    const { schema, fragments, operation } = this.plan;
    return {
      fieldName: definition.name,
      fieldNodes: nodes,
      returnType: definition.type,
      parentType: parent,
      path,
      schema,
      fragments,
      rootValue: this.root,
      operation,
      variableValues: this.variables as GraphQLResolveInfo['variableValues'],
    };
  }

  /** Resolves and completes a field. */
  field(field: FieldPlan, source: unknown, prev: Place): unknown {
    const { definition } = field;
    const path = step(prev, field.key, field.parent.name);
    const info = this.info(field, path);
    let result: unknown;
    try {
      const given = definition.args.length === 0 ? {} : { ...this.argumentsOf(field) };
      result = (definition.resolve ?? defaultFieldResolver)(source, given, this.context, info);
    } catch (error) {
      return this.handle(error, field, field.type, path);
    }
    return this.outcome(field, field.type, info, path, result);
  }

  /** The same for every item of a list and every event. */
  private argumentsOf(field: FieldPlan): VariableValues {
    let given = this.given.get(field);
    if (!given) {
      given = getArgumentValues(field.definition, field.nodes[0] as FieldNode, this.variables);
      this.given.set(field, given);
    }
    return given;
  }

  /** What a field or an item comes to: its completed value, or null with the error noted. */
  private outcome(field: FieldPlan, type: GraphQLOutputType, info: GraphQLResolveInfo, path: Path, result: unknown) {
    try {
      const completed = isPromise(result)
        ? Promise.resolve(result).then((resolved) => this.complete(field, type, info, path, resolved))
        : this.complete(field, type, info, path, result);
      if (!this.isOpen(field, completed)) return completed;
      return completed.then(undefined, (error: unknown) => this.handle(error, field, type, path));
    } catch (error) {
      return this.handle(error, field, type, path);
    }
  }

  private handle(raw: unknown, { nodes }: FieldPlan, type: GraphQLOutputType, path: Path): null {
    const error = locatedError(raw as Error, nodes as FieldNode[], pathOf(path));
    if (isNonNullType(type)) throw error;
    this.note(error, path);
    return null;
  }

  private complete(
    field: FieldPlan,
    type: GraphQLOutputType,
    info: GraphQLResolveInfo,
    path: Path,
    value: unknown,
  ): unknown {
    if (value instanceof Error) throw value;
    if (isNonNullType(type)) {
      const completed = this.complete(field, type.ofType, info, path, value);
      if (completed === null)
        throw new Error(`Cannot return null for non-nullable field ${field.parent.name}.${field.name}.`);
      return completed;
    }
    if (value === null || value === undefined) return null;
    if (isListType(type)) return this.list(field, type.ofType, info, path, value);
    if (isLeafType(type)) return serialize(type, value);
    if (isAbstractType(type)) return this.abstract(field, type, info, path, value);
    return this.object(field, type, info, path, value);
  }

  private list(field: FieldPlan, type: GraphQLOutputType, info: GraphQLResolveInfo, path: Path, value: unknown) {
    if (typeof value !== 'object' || typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] !== 'function')
      throw new GraphQLError(`Expected Iterable, but did not find one for field "${field.parent.name}.${field.name}".`);
    const items = Array.isArray(value) ? value : [...(value as Iterable<unknown>)];
    const { length } = items;
    const completed: unknown[] = new Array(length);
    const selection = this.selectionOfPlain(field, type);
    let waits = false;
    try {
      for (let at = 0; at < length; at += 1) {
        const given = items[at];
        const place = step(path, at, undefined);
        const item =
          selection && isPlain(given)
            ? this.plainItem(field, type, selection, place, given)
            : this.outcome(field, type, info, place, given);
        if (this.isOpen(field, item)) waits = true;
        completed[at] = item;
      }
    } catch (error) {
      // Nobody waits for the items before this one any more; that they may fail too must not end the process.
      if (waits) Promise.allSettled(completed);
      throw error;
    }
    return waits ? Promise.all(completed) : completed;
  }

  /** What is selected of items that need no look at what they are; undefined where each needs one. */
  private selectionOfPlain(field: FieldPlan, type: GraphQLOutputType): Selection | undefined {
    const item = isNonNullType(type) ? type.ofType : type;
    return isObjectType(item) && !item.isTypeOf ? this.plan.below(field, item) : undefined;
  }

  private plainItem(field: FieldPlan, type: GraphQLOutputType, selection: Selection, path: Path, item: object) {
    try {
      const completed = this.fields(selection, item, path);
      if (!(completed instanceof Promise)) return completed;
      return completed.then(undefined, (error: unknown) => this.handle(error, field, type, path));
    } catch (error) {
      return this.handle(error, field, type, path);
    }
  }

  private abstract(
    field: FieldPlan,
    type: GraphQLAbstractType,
    info: GraphQLResolveInfo,
    path: Path,
    value: unknown,
  ): unknown {
    const named: unknown = (type.resolveType ?? defaultTypeResolver)(value, this.context, info, type);
    if (isPromise(named))
      return Promise.resolve(named).then((name) =>
        this.object(field, this.runtimeType(name, type, field, value), info, path, value),
      );
    return this.object(field, this.runtimeType(named, type, field, value), info, path, value);
  }

  private object(field: FieldPlan, type: GraphQLObjectType, info: GraphQLResolveInfo, path: Path, value: unknown) {
    const selection = this.plan.below(field, type);
    if (!type.isTypeOf) return this.fields(selection, value, path);
    const proceed = (isOfType: boolean) => {
      if (isOfType) return this.fields(selection, value, path);
      const message = `Expected value of type "${type.name}" but got: ${inspect(value)}.`;
      throw new GraphQLError(message, { nodes: field.nodes });
    };
    const isOfType = type.isTypeOf(value, this.context, info);
    return isPromise(isOfType)
      ? Promise.resolve(isOfType).then((told) => proceed(told as boolean))
      : proceed(isOfType as boolean);
  }

  private runtimeType(name: unknown, type: GraphQLAbstractType, field: FieldPlan, value: unknown): GraphQLObjectType {
    const found = typeof name === 'string' ? this.plan.schema.getType(name) : undefined;
    if (isObjectType(found) && this.plan.schema.isSubType(type, found)) return found;
    const { nodes } = field;
    const place = `${field.parent.name}.${field.name}`;
    const must = `Abstract type "${type.name}" must resolve to an Object type at runtime for field "${place}"`;
    const was = `Abstract type "${type.name}" was resolved to a`;
    if (name === null || name === undefined) {
      const advice = `Either the "${type.name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`;
      throw new GraphQLError(`${must}. ${advice}`, { nodes });
    }
    if (isObjectType(name))
      throw new GraphQLError(
        'Support for returning GraphQLObjectType from resolveType was removed in graphql-js@16.0.0 please return type name instead.',
      );
    if (typeof name !== 'string')
      throw new GraphQLError(`${must} with value ${inspect(value)}, received "${inspect(name)}".`);
    if (!found) throw new GraphQLError(`${was} type "${name}" that does not exist inside the schema.`, { nodes });
    if (!isObjectType(found)) throw new GraphQLError(`${was} non-object type "${name}".`, { nodes });
    throw new GraphQLError(`Runtime Object type "${name}" is not a possible type for "${type.name}".`, { nodes });
  }
}

function serialize(type: GraphQLLeafType, value: unknown): unknown {
  const serialized: unknown = type.serialize(value);
  if (serialized !== null && serialized !== undefined) return serialized;
  const call = `${inspect(type)}.serialize(${inspect(value)})`;
  throw new Error(`Expected \`${call}\` to return non-nullable value, returned: ${inspect(serialized)}`);
}
