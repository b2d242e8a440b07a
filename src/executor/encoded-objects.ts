/**
 * Texts of objects that cannot change: a frozen object, of which a selection reads frozen data alone, is read and encoded
 * once for as long as it lives. So rows that stay in memory are encoded once, however often they are answered.
 */
import {
  type GraphQLLeafType,
  type GraphQLOutputType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  TypeNameMetaFieldDef,
} from 'graphql';
import { EncodedPart, itemsIn } from './encoded-part.ts';
import type { ExecutionPlan, FieldPlan, Selection } from './plan.ts';
import { type Answer, isPlain } from './values.ts';

/** Bytes of all texts, by an estimate; beyond it they are made anew. */
const MOST_BYTES = 32 * 1024 * 1024;
const BYTES_OF_PART = 128;
const MOST_JOINED = 1_000;

/** The parts of one selection, and when it began to have them. */
interface Parts {
  readonly generation: number;
  /** Null for an object that has more than frozen data. */
  readonly of: WeakMap<object, EncodedPart | null>;
}

/** The encoded objects of all selections. */
export class EncodedObjects {
  readonly #parts = new WeakMap<Selection, Parts>();
  #generation = 0;
  #bytes = 0;

  constructor(private readonly mostBytes = MOST_BYTES) {}

  /** The text of an object for a selection; undefined where the object may change. */
  find(plan: ExecutionPlan, selection: Selection, source: object): EncodedPart | undefined {
    if (!selection.readsData || !Object.isFrozen(source)) return undefined;
    const { of } = this.#partsOf(selection);
    let part = of.get(source);
    if (part === undefined) {
      part = this.#encode(plan, selection, source);
      of.set(source, part);
    }
    return part ?? undefined;
  }

  #partsOf(selection: Selection): Parts {
    let parts = this.#parts.get(selection);
    if (parts?.generation !== this.#generation) {
      parts = { generation: this.#generation, of: new WeakMap() };
      this.#parts.set(selection, parts);
    }
    return parts;
  }

  #encode(plan: ExecutionPlan, selection: Selection, source: object): EncodedPart | null {
    const answer = answerOf(plan, selection, source);
    if (!answer) return null;
    const text = JSON.stringify(answer);
    this.#bytes += BYTES_OF_PART + 2 * text.length;
    if (this.#bytes > this.mostBytes) {
      this.#generation += 1;
      this.#bytes = 0;
    }
    return new EncodedPart(text, itemsIn(answer));
  }
}

/** A list whose items are all encoded, as one part; undefined otherwise, and for a long one, which is sent in pieces. */
export function joined(items: readonly unknown[]): EncodedPart | undefined {
  if (items.length > MOST_JOINED) return undefined;
  let text = '[';
  let count = items.length;
  for (let at = 0; at < items.length; at += 1) {
    const item = items[at];
    if (!(item instanceof EncodedPart)) return undefined;
    text += at === 0 ? item.text : `,${item.text}`;
    count += item.items;
  }
  return count === 0 ? undefined : new EncodedPart(`${text}]`, count);
}

/** The completed fields of a frozen object; undefined where one of them is not frozen data, or fails. */
function answerOf(plan: ExecutionPlan, { fields, readsData }: Selection, source: object): Answer | undefined {
  if (!readsData || !Object.isFrozen(source) || !isPlain(source)) return undefined;
  const answer: Answer = {};
  for (const field of fields) {
    const value = fieldOf(plan, field, source);
    if (value === undefined) return undefined;
    answer[field.key] = value;
  }
  return answer;
}

function fieldOf(plan: ExecutionPlan, field: FieldPlan, source: object): unknown {
  if (field.definition === TypeNameMetaFieldDef) return field.parent.name;
  return propertyOf(source, field.name, (value) => completed(plan, field, field.type, value));
}

/** A property that cannot change, read on; undefined for one that is computed or inherited. */
function propertyOf(source: object, name: string, read: (value: unknown) => unknown): unknown {
  const property = Object.getOwnPropertyDescriptor(source, name);
  if (property) return 'value' in property ? read(property.value) : undefined;
  return name in source ? undefined : read(null);
}

/** A completed value; undefined where it is not frozen data, or fails. */
function completed(plan: ExecutionPlan, field: FieldPlan, type: GraphQLOutputType, value: unknown): unknown {
  if (isNonNullType(type)) return completed(plan, field, type.ofType, value) ?? undefined;
  if (value === null || value === undefined) return null;
  if (isLeafType(type)) return leafOf(type, value);
  if (typeof value !== 'object' || !Object.isFrozen(value)) return undefined;
  if (isListType(type)) return itemsOf(plan, field, type.ofType, value);
  return isObjectType(type) && !type.isTypeOf ? answerOf(plan, plan.below(field, type), value) : undefined;
}

function itemsOf(plan: ExecutionPlan, field: FieldPlan, type: GraphQLOutputType, value: object): unknown[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items: unknown[] = [];
  for (let at = 0; at < value.length; at += 1) {
    const item = propertyOf(value, String(at), (each) => completed(plan, field, type, each));
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

const PRIMITIVES: ReadonlySet<string> = new Set(['string', 'number', 'boolean']);

function leafOf(type: GraphQLLeafType, value: unknown): unknown {
  if (!PRIMITIVES.has(typeof value)) return undefined;
  try {
    const serialized: unknown = type.serialize(value);
    return PRIMITIVES.has(typeof serialized) ? serialized : undefined;
  } catch {
    // Completed in the usual way, which reports the error at its place.
    return undefined;
  }
}
