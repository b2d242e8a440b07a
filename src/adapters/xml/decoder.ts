import type { WireContext } from '../contract.ts';
import {
  type Attributes,
  emitLeaves,
  type LeafName,
  type LeafTexts,
  NO_ATTRIBUTES,
  type RowTaker,
  type XmlListener,
} from './listener.ts';
import { rowBuilder, wantedTexts } from './row-builder.ts';
import { leafValue, noteMissing, OTHERS, type Slot, type Struct, type Variant, type Wrapper } from './shape.ts';
import { chooseCase, isNil } from './variants.ts';

/** Items of a list that are mapped together. */
const MAPPED_AT_ONCE = 64;
/** An element with children, being read. */
interface Frame {
  readonly slot: Slot;
  /** The struct chosen, or the wrapper. */
  readonly inside: Struct | Wrapper;
  /** The struct's values in their places, or the wrapper's items. */
  values: unknown[] | undefined;
  /** The value, where it was made at once. */
  made: Record<string, unknown> | undefined;
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

/** The values inside a frame, created with the first one. */
function valuesOf(frame: Frame): unknown[] {
  frame.values ??= frame.inside.kind === 'struct' ? frame.inside.blank() : [];
  return frame.values;
}

/** Collects the values of the reported elements into `result`. */
export class Decoder implements XmlListener {
  private readonly stack: Frame[] = [];
  private top: Frame | undefined;
  private skipping = 0;
  private other: Other | undefined;
  /** The leaf being read, which needs no frame. */
  private reading: Slot | undefined;
  private leafText = '';
  private leafNil = false;
  /** Items of the list at the top that are not mapped yet. */
  private readonly unmapped: unknown[] = [];

  constructor(
    private readonly root: Struct,
    readonly result: Record<string, unknown>,
    private readonly context: WireContext,
    /** An empty element at the top means that there is no value, as in the answer of a search without matches. */
    private readonly emptyIsNothing = false,
    /** Replaces the items of a list at the top; those that become undefined are left out. */
    private readonly mapItem?: (item: unknown) => unknown,
  ) {}

  open(name: string, attributes: Attributes): void {
    if (this.other) this.openOther(name);
    else if (this.skipping > 0 || this.reading) this.skipping += 1;
    else this.begin(name, attributes);
  }

  text(text: string): void {
    if (this.other) this.other.text += text;
    else if (this.reading && this.skipping === 0) this.leafText += text;
  }

  close(): void {
    if (this.other) this.closeOther();
    else if (this.skipping > 0) this.skipping -= 1;
    else if (this.reading) this.closeLeaf(this.reading);
    else this.pop();
  }

  leaf(name: string, text: string): void {
    const slot = this.leafSlot(name);
    if (slot) {
      if (this.top) this.top.empty = false;
      if (slot.shape.kind === 'leaf') this.closeLeafAt(slot, text);
    } else {
      this.open(name, NO_ATTRIBUTES);
      this.text(text);
      this.close();
    }
  }

  row(leaves: readonly LeafName[], texts: LeafTexts): void {
    const { top } = this;
    const builder = top && this.isBetweenFields && rowBuilder(leaves, top.inside);
    if (builder) {
      top.made = builder.build(wantedTexts(builder, texts), this.context);
      top.empty = false;
    } else emitLeaves(this, leaves, texts);
  }

  rowPlace(): object | undefined {
    return this.isBetweenFields ? this.inside : undefined;
  }

  takerOf(name: string, leaves: readonly LeafName[]): RowTaker | undefined {
    const slot = this.inside.slots.get(name);
    const builder = slot?.shape.kind === 'struct' ? rowBuilder(leaves, slot.shape) : null;
    if (!slot || !builder) return undefined;
    const take = (texts: LeafTexts) => {
      if (this.top) this.top.empty = false;
      this.place(slot, builder.build(texts, this.context));
    };
    return { wanted: builder.wanted, take };
  }

  /** Nothing is being read that has no fields. */
  private get isBetweenFields(): boolean {
    return !this.other && this.skipping === 0 && !this.reading;
  }

  private get inside(): Struct | Wrapper {
    return this.top ? this.top.inside : this.root;
  }

  private closeLeafAt(slot: Slot, text: string): void {
    this.leafText = text;
    this.leafNil = false;
    this.closeLeaf(slot);
  }

  private leafSlot(name: string): Slot | undefined {
    if (!this.isBetweenFields) return undefined;
    const slot = this.inside.slots.get(name);
    return slot?.shape.kind === 'leaf' || slot?.shape.kind === 'skipped' ? slot : undefined;
  }

  private begin(name: string, attributes: Attributes): void {
    const { top, inside } = this;
    const slot = inside.slots.get(name);
    if (top) top.empty = false;
    if (slot?.shape.kind === 'leaf') {
      this.reading = slot;
      this.leafText = '';
      this.leafNil = isNil(attributes);
    } else if (slot?.shape.kind === 'skipped') this.skipping = 1;
    else if (slot) this.push(slot, slot.shape, attributes, name);
    else if (top && inside.kind === 'struct' && inside.open) this.beginOther(name, top);
    else this.pass();
  }

  /** Passes over an element that the contract lacks. */
  private pass(): void {
    this.skipping = 1;
    this.context.drift?.note('UNKNOWN_FIELD');
  }

  private push(slot: Slot, shape: Struct | Variant | Wrapper, attributes: Attributes, name: string): void {
    const inside = shape.kind === 'variant' ? chooseCase(shape, attributes, this.context) : shape;
    this.top = { slot, inside, values: undefined, made: undefined, empty: true, nil: isNil(attributes), name };
    this.stack.push(this.top);
  }

  private pop(): void {
    const frame = this.stack.pop();
    if (!frame) return;
    this.top = this.stack[this.stack.length - 1];
    this.place(frame.slot, this.finished(frame));
  }

  /** A nil text among others becomes an empty one, so that later columns keep their positions. */
  private closeLeaf(slot: Slot): void {
    this.reading = undefined;
    const { shape } = slot;
    if (shape.kind !== 'leaf') this.place(slot, null);
    else if (this.leafNil) this.place(slot, slot.many ? shape.empty : null);
    else this.place(slot, leafValue(shape, this.leafText, this.context));
  }

  private finished(frame: Frame): unknown {
    const { slot, inside, made, empty, nil } = frame;
    if (inside.kind === 'wrapper') return nil ? [] : valuesOf(frame);
    if (nil) return null;
    const value = made ?? inside.build(valuesOf(frame));
    if (empty && this.isNothing(slot, inside, value)) return null;
    if (!made) noteMissing(inside, valuesOf(frame), this.context);
    return value;
  }

  private isNothing(slot: Slot, inside: Struct, value: Record<string, unknown>): boolean {
    if (slot.shape.kind === 'variant') return value._type === '';
    return this.emptyIsNothing && this.stack.length === 0 && !inside.fieldless;
  }

  private place({ key, place, many }: Slot, value: unknown): void {
    const { top } = this;
    if (many && value === null) return;
    if (top?.inside.kind === 'wrapper') valuesOf(top).push(value);
    else if (top && many) (valuesOf(top)[place] as unknown[]).push(value);
    else if (top) valuesOf(top)[place] = value;
    else if (many) this.add(this.result[key] as unknown[], value);
    else this.result[key] = value;
  }

  private add(list: unknown[], value: unknown): void {
    if (!this.mapItem) list.push(value);
    else if (this.unmapped.push(value) === MAPPED_AT_ONCE) this.mapItems(list);
  }

  /** Maps what was not mapped yet: in a loop of its own, since the engine would make it a part of all that reads an item. */
  private mapItems(list: unknown[]): void {
    for (const value of this.unmapped) {
      const item = this.mapItem?.(value);
      if (item !== undefined) list.push(item);
    }
    this.unmapped.length = 0;
  }

  /** The content is over. */
  finish(): void {
    for (const value of Object.values(this.result)) if (Array.isArray(value)) this.mapItems(value);
  }

  private beginOther(name: string, top: Frame): void {
    const target = valuesOf(top)[OTHERS] as Other['target'];
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
