/** Runs a plan by the rules of graphql-js. Paths and error objects are made only where something needs them. */
import {
  defaultFieldResolver,
  defaultTypeResolver,
  type ExecutionResult,
  type FieldNode,
  type GraphQLAbstractType,
  GraphQLError,
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
import { resolveInfo, runtimeType, serialize } from './complete.ts';
import type { EncodedObjects } from './encoded-objects.ts';
import type { Fallback } from './field-reader.ts';
import { completeItems, type List, later, type Pieces } from './list-items.ts';
import type { ExecutionPlan, FieldPlan, Selection, VariableValues } from './plan.ts';
import { ResponseErrors, unlessEnded } from './response-errors.ts';
import { type Answer, failAfter, isPlain, isPromise, type Path, type Place, pathOf, settled, step } from './values.ts';

/** One execution of a plan. */
export class Execution {
  private readonly errors = new ResponseErrors();

  constructor(
    private readonly plan: ExecutionPlan,
    private readonly context: unknown,
    private readonly variables: VariableValues,
    /** The source of the root fields; the event, for a subscription. */
    private readonly root: unknown,
    /** Arguments worked out so far with these variables. */
    private readonly given: Map<FieldPlan, VariableValues>,
    /** Absent where the whole operation is one piece of work. */
    readonly pieces: Pieces | undefined,
    /** Objects that are answered as text where they can; absent where none is. */
    readonly encoded?: EncodedObjects,
  ) {}

  /** Answers at once where every resolver does. */
  execute(): ExecutionResult | Promise<ExecutionResult> {
    try {
      const data = this.fields(this.plan.root, this.root, undefined);
      if (!(data instanceof Promise)) return this.errors.response(data as Answer);
      return unlessEnded(
        data.then(
          (settledData) => this.errors.response(settledData as Answer),
          (error: GraphQLError) => this.errors.failure(error),
        ),
        this.pieces,
      );
    } catch (error) {
      return this.errors.failure(error as GraphQLError);
    }
  }

  private fields(selection: Selection, source: unknown, path: Place): unknown {
    const isObject = typeof source === 'object' && source !== null;
    const reader = isObject ? this.plan.readerOf(selection) : undefined;
    if (reader) {
      const encoded = this.encoded?.find(this.plan, selection, source as object);
      return encoded ?? reader(this as Fallback<never>, selection.fields, source as object, path);
    }
    const answer: Answer = selection.isBare ? Object.create(null) : {};
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

  /** Waits for what is under way, so that none of its failures goes unhandled, and then fails. */
  readonly abandon = failAfter;

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
        // Reported below, with its place.
      }
    }
    const path = step(prev, field.key, field.parent.name);
    return this.outcome(field, field.type, this.info(field, path), path, value);
  }

  private info(field: FieldPlan, path: Path): GraphQLResolveInfo {
    return resolveInfo(this.plan, field, path, this.root, this.variables);
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

  /** The completed value of a field or an item, or null with the error noted. */
  private outcome(field: FieldPlan, type: GraphQLOutputType, info: GraphQLResolveInfo, path: Path, result: unknown) {
    try {
      const completed = isPromise(result)
        ? Promise.resolve(result).then((found) =>
            later(this.pieces, found, () => this.complete(field, type, info, path, found)),
          )
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
    this.errors.note(error, path);
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
    const selection = this.selectionOfPlain(field, type);
    return completeItems(this, { items, field, type, info, path, selection });
  }

  /** The completed value of an item, or null with the error noted. */
  completeItem({ items, field, type, info, path, selection }: List, at: number): unknown {
    const item = items[at];
    const place = step(path, at, undefined);
    return selection && isPlain(item)
      ? this.plainItem(field, type, selection, place, item)
      : this.outcome(field, type, info, place, item);
  }

  /** The selection of a list's items where all have one type without `isTypeOf`; undefined otherwise. */
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
        this.object(field, runtimeType(this.plan.schema, name, type, field, value), info, path, value),
      );
    return this.object(field, runtimeType(this.plan.schema, named, type, field, value), info, path, value);
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
      ? Promise.resolve(isOfType).then((isOne) => proceed(isOne as boolean))
      : proceed(isOfType as boolean);
  }
}
