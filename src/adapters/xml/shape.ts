/** Contract types compiled, once each, into what the decoder follows while it reads. */
import type { EnumType, Field, Fields, ScalarType, Type, VariantType, WireContext } from '../contract.ts';

/** Where a child element's value goes. */
export interface Slot {
  readonly key: string;
  /** The value is added to a list. */
  readonly many: boolean;
  readonly shape: Shape;
}

/** Finds the slot of a child element by its local name. */
export interface Slots {
  get(name: string): Slot | undefined;
}

/** Text to value; throws a plain Error on text that is not one. */
export interface Leaf {
  readonly kind: 'leaf';
  read(text: string, context: WireContext): unknown;
  /** What an empty element means: '' for text, null for everything else. */
  readonly empty: '' | null;
}

/** An element whose children are fields. */
export interface Struct {
  readonly kind: 'struct';
  readonly slots: Slots;
  readonly open: boolean;
  /** It has no fields, so that an empty element is all of it. */
  readonly hollow: boolean;
  /** A fresh value: nulls, and empty lists. */
  create(): Record<string, unknown>;
}

/** An element whose `xsi:type` chooses the struct. */
export interface Variant {
  readonly kind: 'variant';
  readonly cases: ReadonlyMap<string, Struct>;
  /** The struct meant when no type is told, where there is one. */
  readonly usual: Struct | undefined;
}

/** An element that only wraps the items of a list. */
export interface Wrapper {
  readonly kind: 'wrapper';
  readonly slots: Slots;
}

/** How an element is read. */
export type Shape = Leaf | Struct | Variant | Wrapper;

const shapes = new WeakMap<Type, Shape>();
const fieldShapes = new WeakMap<Fields, Struct>();

/** The shape of an element holding one value of a type. */
export function shapeOf(type: Type): Shape {
  let shape = shapes.get(type);
  if (!shape) {
    shape = compile(type);
    shapes.set(type, shape);
  }
  return shape;
}

/** The shape of an element whose children are these fields. */
export function shapeOfFields(fields: Fields): Struct {
  let shape = fieldShapes.get(fields);
  if (!shape) {
    shape = compileFields(fields, {}, false);
    fieldShapes.set(fields, shape);
  }
  return shape;
}

/** Where a field's elements go; a list without a wrapper repeats the element itself. */
export function slotOf(key: string, type: Type): Slot {
  if (type.kind === 'list' && type.item === undefined) return { key, many: true, shape: shapeOf(type.of) };
  return { key, many: false, shape: shapeOf(type) };
}

function compile(type: Type): Shape {
  switch (type.kind) {
    case 'scalar':
      return scalarLeaf(type);
    case 'enum':
      return enumLeaf(type);
    case 'struct':
      return compileFields(type.fields, {}, type.open === true);
    case 'variant':
      return compileVariant(type);
    case 'list':
      return { kind: 'wrapper', slots: new Map([[type.item ?? 'item', { ...slotOf('', type.of), many: true }]]) };
  }
}

/** Of these an empty element is a value; of all others it is none. */
const TEXTS: ReadonlySet<string> = new Set(['String', 'Base64']);

function scalarLeaf(type: ScalarType): Leaf {
  return { kind: 'leaf', read: type.decode, empty: TEXTS.has(type.graphql) ? '' : null };
}

/** A word the contract does not know is kept as it came: vendors add words, and one must not cost a whole answer. */
function enumLeaf(type: EnumType): Leaf {
  const known = (word: string) => Object.hasOwn(type.words, word);
  return { kind: 'leaf', read: (text) => (known(text) ? text : text.trim()), empty: null };
}

function compileFields(fields: Fields, tag: Readonly<Record<string, string>>, open: boolean): Struct {
  const slots = new Map<string, Slot>();
  const template: Record<string, unknown> = { ...tag };
  const lists: string[] = open ? ['_other'] : [];
  for (const [name, field] of Object.entries(fields)) {
    const slot = slotOf(name, field.type);
    for (const spelling of spellings(name, field)) slots.set(spelling, slot);
    template[name] = null;
    if (field.type.kind === 'list') lists.push(name);
  }
  return { kind: 'struct', slots, open, hollow: slots.size === 0 && !open, create: creator(template, lists) };
}

function spellings(name: string, field: Field): readonly string[] {
  return [field.wire ?? name, ...(field.alsoRead ?? [])];
}

function creator(fields: Record<string, unknown>, lists: readonly string[]): Struct['create'] {
  // An object put together key by key becomes a slow hash table; one that was parsed, and its copies, do not.
  const template = JSON.parse(JSON.stringify(fields)) as Record<string, unknown>;
  if (lists.length === 0) return () => ({ ...template });
  return () => {
    const value = { ...template };
    for (const name of lists) value[name] = [];
    return value;
  };
}

function compileVariant(type: VariantType): Variant {
  const cases = new Map<string, Struct>();
  for (const [word, { fields, open }] of Object.entries(type.cases))
    cases.set(word, compileFields(fields, { _type: word }, open === true));
  return { kind: 'variant', cases, usual: cases.get(type.name) };
}
