/** Contract types compiled, once each, into what the decoder follows while it reads. */

import type { EnumType, Fields, ScalarType, Type, VariantType, WireContext } from '../contract.ts';
import { detached } from '../detached.ts';
import { spellings } from './narrowed.ts';

/** Characters of the longest text that is copied: a longer one is most of its document. */
const LONGEST_COPY = 4_096;

/** Where a child element's value goes. */
export interface Slot {
  readonly key: string;
  /** Place of the value among those of its struct. */
  readonly place: number;
  /** The value is added to a list. */
  readonly many: boolean;
  readonly shape: Shape;
}

/** Finds the slot of a child element by its local name. */
interface Slots {
  get(name: string): Slot | undefined;
}

/** Text to value; throws a plain Error on text that is not one. */
interface Leaf {
  readonly kind: 'leaf';
  read(text: string, context: WireContext): unknown;
  /** The value of an empty element: '' for text, null for everything else. */
  readonly empty: '' | null;
  /** The value of text that cannot be read; absent for null. */
  readonly unreadable?: unknown;
}

/** An element whose children are fields. */
export interface Struct {
  readonly kind: 'struct';
  readonly slots: Slots;
  readonly open: boolean;
  /** It has no fields, so that an empty element is all of it. */
  readonly fieldless: boolean;
  /** Fresh values of the fields, each in its place: nulls, and empty lists. */
  blank(): unknown[];
  /** The object that has these values. */
  build(values: readonly unknown[]): Record<string, unknown>;
  /** The parts of the object, for code that builds it in another way; undefined where they are not known in advance. */
  readonly members?: Members;
}

/** The keys of an object, in the order of its values. */
interface Members {
  readonly names: readonly string[];
  /** Places of lists. */
  readonly lists: readonly number[];
  /** Places of what the contract requires; a list is there even where it is empty. */
  readonly required: readonly number[];
  /** The type name of a variant's case. */
  readonly type: string | null;
}

/** An element whose `xsi:type` chooses the struct. */
export interface Variant {
  readonly kind: 'variant';
  readonly cases: ReadonlyMap<string, Struct>;
  /** The default struct where no type is given. */
  readonly usual: Struct | undefined;
}

/** An element that only wraps the items of a list. */
export interface Wrapper {
  readonly kind: 'wrapper';
  readonly slots: Slots;
}

/** An element that is passed over with all that is in it. */
interface Skipped {
  readonly kind: 'skipped';
}

/** How an element is read. */
type Shape = Leaf | Struct | Variant | Wrapper | Skipped;

const SKIPPED: Slot = { key: '', place: -1, many: false, shape: { kind: 'skipped' } };

const shapes = new WeakMap<Type, Shape>();
const fieldShapes = new WeakMap<Fields, Struct>();

/** The shape of an element holding one value of a type. */
function shapeOf(type: Type): Shape {
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
    shape = compileFields(fields, null, false);
    fieldShapes.set(fields, shape);
  }
  return shape;
}

/** Where a field's elements go; a list without a wrapper repeats the element itself. */
export function slotOf(key: string, type: Type, place = 0): Slot {
  if (type.kind === 'list' && type.item === undefined) return { key, place, many: true, shape: shapeOf(type.of) };
  return { key, place, many: false, shape: shapeOf(type) };
}

function compile(type: Type): Shape {
  switch (type.kind) {
    case 'scalar':
      return scalarLeaf(type);
    case 'enum':
      return enumLeaf(type);
    case 'struct':
      return compileFields(type.fields, null, type.open === true, type.skipped);
    case 'variant':
      return compileVariant(type);
    case 'list':
      return { kind: 'wrapper', slots: new Map([[type.item ?? 'item', { ...slotOf('', type.of), many: true }]]) };
  }
}

/** Of these an empty element is a value; of all others it is none. */
const TEXTS: ReadonlySet<string> = new Set(['String', 'Base64']);

function scalarLeaf(type: ScalarType): Leaf {
  const { decode: read, unreadable = null } = type;
  return { kind: 'leaf', read, empty: TEXTS.has(type.graphql) ? '' : null, unreadable };
}

/** A word that the contract lacks is returned unchanged: vendors add words, and one must not fail a whole answer. */
function enumLeaf(type: EnumType): Leaf {
  const known = (word: string) => Object.hasOwn(type.words, word);
  const unusual = (word: string, { drift }: WireContext) => {
    if (!known(word)) drift?.note('UNKNOWN_WORD');
    return word;
  };
  return { kind: 'leaf', read: (text, context) => (known(text) ? text : unusual(text.trim(), context)), empty: null };
}

/** Position, in an open struct, of the elements beyond its fields. */
export const OTHERS = 0;

function compileFields(fields: Fields, type: string | null, open: boolean, skipped: readonly string[] = []): Struct {
  const slots = new Map<string, Slot>(skipped.map((name) => [name, SKIPPED]));
  const names = open ? ['_other'] : [];
  const lists = open ? [OTHERS] : [];
  const required: number[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const slot = slotOf(name, field.type, names.length);
    for (const spelling of spellings(name, field)) slots.set(spelling, slot);
    if (field.type.kind === 'list') lists.push(names.length);
    else if (field.required) required.push(names.length);
    names.push(name);
  }
  const fieldless = slots.size === 0 && !open;
  const members = { names, lists, required, type };
  return { kind: 'struct', slots, open, fieldless, blank: blankOf(members), build: builderOf(members), members };
}

function blankOf({ names, lists }: Members): Struct['blank'] {
  const nothing = Array<unknown>(names.length).fill(null);
  return () => {
    const values = nothing.slice();
    for (const place of lists) values[place] = [];
    return values;
  };
}

/** Written out on first use: an object made in one go costs a fraction of one that is filled key by key. */
function builderOf(members: Members): Struct['build'] {
  let build: Struct['build'] | undefined;
  return (values) => {
    build ??= new Function('values', `return ${literal(members, (place) => `values[${place}]`)};`) as Struct['build'];
    return build(values);
  };
}

/** The code of an object with these members. */
export function literal({ names, type }: Members, valueAt: (place: number) => string): string {
  if (names.includes('__proto__')) throw new Error('a field must not be named __proto__');
  const tag = type === null ? [] : [`_type: ${JSON.stringify(type)}`];
  return `{ ${[...tag, ...names.map((name, place) => `${JSON.stringify(name)}: ${valueAt(place)}`)].join(', ')} }`;
}

/** Substitute for a value that the contract requires and the vendor omitted. */
export function missing({ drift }: WireContext): null {
  drift?.note('MISSING_FIELD');
  return null;
}

/** Notes what of the required is not among a struct's values. */
export function noteMissing({ members }: Struct, values: readonly unknown[], context: WireContext): void {
  if (members) for (const place of members.required) if (values[place] === null) missing(context);
}

/** The value of a leaf's text; text that is not one is null and counted, as one value must not cost the answer. */
export function leafValue(leaf: Leaf, text: string | undefined, context: WireContext): unknown {
  if (text === undefined || text === '') return leaf.empty;
  if (leaf.empty === null && mayBeBlank(text.charCodeAt(0)) && text.trim() === '') return null;
  try {
    const value = leaf.read(text, context);
    const isCopied = typeof value === 'string' && value.length <= LONGEST_COPY && !context.keepsSlices;
    return isCopied ? detached(value) : value;
  } catch {
    context.drift?.note('UNREADABLE_VALUE');
    return leaf.unreadable ?? null;
  }
}

/** Blanks lie outside the visible characters of ASCII. */
function mayBeBlank(code: number): boolean {
  return code <= 32 || code > 126;
}

function compileVariant(type: VariantType): Variant {
  const cases = new Map<string, Struct>();
  for (const [word, { fields, open }] of Object.entries(type.cases))
    cases.set(word, compileFields(fields, word, open === true));
  return { kind: 'variant', cases, usual: cases.get(type.name) };
}
