/** XML to values, straight from the reader's events, by contract and local names. What the contract lacks is passed over. */
import type { Fields, Type, ValueOf, WireContext } from '../contract.ts';
import { CrosspointError } from '../errors.ts';
import { type Attributes, NO_ATTRIBUTES, type XmlListener } from './listener.ts';
import { attribute, readXml } from './read.ts';
import { type Leaf, type Slot, type Struct, shapeOfFields, slotOf, type Variant, type Wrapper } from './shape.ts';
import { replay, type XmlElement } from './tree.ts';

/** An element with children, being read. */
interface Frame {
  readonly slot: Slot;
  /** The struct chosen, or the wrapper. */
  readonly inside: Struct | Wrapper;
  readonly value: unknown;
  /** No element was inside. */
  empty: boolean;
  readonly nil: boolean;
  readonly name: string;
}

interface Other {
  readonly target: { name: string; value: string }[];
  readonly path: string[];
  text: string;
  leaf: boolean;
}

const UNKNOWN: Struct = {
  kind: 'struct',
  slots: new Map(),
  open: true,
  hollow: true,
  create: () => ({ _other: [] }),
};

function chooseCase(shape: Variant, attributes: Attributes): { inside: Struct; value: Record<string, unknown> } {
  const qualified = attribute(attributes, 'type');
  const word = qualified?.slice(qualified.indexOf(':') + 1).trim();
  const chosen = word === undefined ? shape.usual : shape.cases.get(word);
  if (chosen) return { inside: chosen, value: chosen.create() };
  // A type the contract lacks is kept open under its own name, so that one novelty does not cost the answer.
  return { inside: UNKNOWN, value: { _type: word ?? '', ...UNKNOWN.create() } };
}

function isNil(attributes: Attributes): boolean {
  if (attributes === NO_ATTRIBUTES) return false;
  const nil = attribute(attributes, 'nil')?.trim();
  return nil === 'true' || nil === '1';
}

/** Collects the values of the elements it is told of into `result`. */
export class Decoder implements XmlListener {
  private readonly stack: Frame[] = [];
  private top: Frame | undefined;
  private skipping = 0;
  private other: Other | undefined;
  /** The leaf being read, which needs no frame. */
  private leaf: Slot | undefined;
  private leafName = '';
  private leafText = '';
  private leafNil = false;

  constructor(
    private readonly root: Struct,
    readonly result: Record<string, unknown>,
    private readonly context: WireContext,
    /** An empty element at the top means that there is no value, as in the answer of a search without matches. */
    private readonly emptyIsNothing = false,
  ) {}

  open(name: string, attributes: Attributes): void {
    if (this.other) this.openOther(name);
    else if (this.skipping > 0 || this.leaf) this.skipping += 1;
    else this.begin(name, attributes);
  }

  text(text: string): void {
    if (this.other) this.other.text += text;
    else if (this.leaf && this.skipping === 0) this.leafText += text;
  }

  close(): void {
    if (this.other) this.closeOther();
    else if (this.skipping > 0) this.skipping -= 1;
    else if (this.leaf) this.closeLeaf(this.leaf);
    else this.pop();
  }

  private begin(name: string, attributes: Attributes): void {
    const { top } = this;
    const inside = top ? top.inside : this.root;
    const slot = inside.slots.get(name);
    if (top) top.empty = false;
    if (slot?.shape.kind === 'leaf') {
      this.leaf = slot;
      this.leafName = name;
      this.leafText = '';
      this.leafNil = isNil(attributes);
    } else if (slot) this.push(slot, slot.shape, attributes, name);
    else if (top && inside.kind === 'struct' && inside.open) this.beginOther(name, top);
    else this.skipping = 1;
  }

  private push(slot: Slot, shape: Exclude<Slot['shape'], Leaf>, attributes: Attributes, name: string): void {
    const chosen = shape.kind === 'variant' ? chooseCase(shape, attributes) : { inside: shape, value: blank(shape) };
    this.top = { slot, ...chosen, empty: true, nil: isNil(attributes), name };
    this.stack.push(this.top);
  }

  private pop(): void {
    const frame = this.stack.pop();
    if (!frame) return;
    this.top = this.stack[this.stack.length - 1];
    this.place(frame.slot, this.finished(frame));
  }

  /** A nil text among others stays as an empty one, so that the columns after it keep their places. */
  private closeLeaf(slot: Slot): void {
    this.leaf = undefined;
    const { shape } = slot;
    if (shape.kind !== 'leaf') this.place(slot, null);
    else if (this.leafNil) this.place(slot, slot.many ? shape.empty : null);
    else this.place(slot, this.leafText === '' ? shape.empty : this.read(shape));
  }

  private finished(frame: Frame): unknown {
    if (frame.nil) return frame.inside.kind === 'wrapper' ? [] : null;
    return frame.empty && this.isNothing(frame) ? null : frame.value;
  }

  private isNothing({ slot, inside, value }: Frame): boolean {
    if (slot.shape.kind === 'variant') return (value as { _type: string })._type === '';
    return this.emptyIsNothing && this.stack.length === 0 && inside.kind === 'struct' && !inside.hollow;
  }

  private read(leaf: Leaf): unknown {
    try {
      return leaf.empty === null && this.leafText.trim() === '' ? null : leaf.read(this.leafText, this.context);
    } catch (cause) {
      const path = [...this.stack.map(({ name }) => name), this.leafName].join('/');
      throw new CrosspointError('BAD_RESPONSE', `The vendor's answer holds an unreadable value at ${path}`, { cause });
    }
  }

  private place({ key, many }: Slot, value: unknown): void {
    const target = (this.top ? this.top.value : this.result) as Record<string, unknown>;
    if (!many) target[key] = value;
    else if (value !== null) {
      const list = Array.isArray(target) ? target : (target[key] as unknown[]);
      list.push(value);
    }
  }

  private beginOther(name: string, top: Frame): void {
    const target = (top.value as Record<string, unknown>)._other as Other['target'];
    this.other = { target, path: [name], text: '', leaf: true };
  }

  private openOther(name: string): void {
    if (!this.other) return;
    this.other.path.push(name);
    this.other.text = '';
    this.other.leaf = true;
  }

  private closeOther(): void {
    const { other } = this;
    if (!other) return;
    if (other.leaf) other.target.push({ name: other.path.join('/'), value: other.text });
    other.leaf = false;
    other.text = '';
    other.path.pop();
    if (other.path.length === 0) this.other = undefined;
  }
}

function blank(shape: Struct | Wrapper): unknown {
  return shape.kind === 'struct' ? shape.create() : [];
}

/** Collects the one value that stands in an element of any name. */
export function valueDecoder(type: Type, context: WireContext): Decoder {
  const slot = slotOf('value', type);
  const result = { value: type.kind === 'list' ? [] : null };
  const root: Struct = { ...UNKNOWN, slots: { get: () => slot }, open: false };
  return new Decoder(root, result, context);
}

/** Reads a document whose root element holds a value of the type, whatever the root is called. */
export function decodeXml<T extends Type>(type: T, text: string, context: WireContext): ValueOf<T> | null {
  const decoder = readXml(text, () => valueDecoder(type, context));
  return decoder.result.value as ValueOf<T> | null;
}

/** Reads an element of a tree as a value of the type. */
export function decodeElement<T extends Type>(type: T, element: XmlElement, context: WireContext): ValueOf<T> | null {
  const decoder = valueDecoder(type, context);
  replay(element, decoder);
  return decoder.result.value as ValueOf<T> | null;
}

/** Reads the children of an element of a tree as these fields. */
export function decodeFields(fields: Fields, element: XmlElement, context: WireContext): Record<string, unknown> {
  const root = shapeOfFields(fields);
  const decoder = new Decoder(root, root.create(), context);
  for (const child of element.children) replay(child, decoder);
  return decoder.result;
}
