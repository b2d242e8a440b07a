/** An element's attributes by the name they are written with. */
export type Attributes = Readonly<Record<string, string>>;

/** What a leaf is called and where it stands. */
export interface LeafName {
  /** The name without its prefix. */
  readonly local: string;
  readonly prefix: string;
  /** The blanks between it and the leaf before it. */
  readonly before: string;
}

/** Leaves' texts as a match holds them: from place 1 on, and none of an element written as empty. */
export type LeafTexts = readonly (string | undefined)[];

/** What listens to a document being read. */
export interface XmlListener {
  /** An element begins; `name` is its local name. */
  open(name: string, attributes: Attributes, prefix: string): void;
  text(text: string): void;
  close(): void;
  /** An element without attributes and children, all at once; without this it is told of in three. */
  leaf?(name: string, text: string, prefix: string): void;
  /**
   * All leaves of an element that has nothing else in it, with their texts. The same names in the same order come
   * as the same array. Without this the leaves are told of one by one.
   */
  row?(leaves: readonly LeafName[], texts: LeafTexts): void;
}

/** Tells of a leaf at once where the listener takes it so. */
export function emitLeaf(listener: XmlListener, name: string, text: string, prefix: string): void {
  if (listener.leaf) listener.leaf(name, text, prefix);
  else {
    listener.open(name, NO_ATTRIBUTES, prefix);
    if (text !== '') listener.text(text);
    listener.close();
  }
}

/** Tells of a row at once where the listener takes it so. */
export function emitRow(listener: XmlListener, leaves: readonly LeafName[], texts: LeafTexts): void {
  if (listener.row) listener.row(leaves, texts);
  else emitLeaves(listener, leaves, texts);
}

/** Tells of the leaves of a row one by one. */
export function emitLeaves(listener: XmlListener, leaves: readonly LeafName[], texts: LeafTexts): void {
  for (const [at, { local, prefix, before }] of leaves.entries()) {
    if (before !== '') listener.text(before);
    emitLeaf(listener, local, texts[at + 1] ?? '', prefix);
  }
}

/** The attributes of every element that has none, so that this can be told at a glance. */
export const NO_ATTRIBUTES: Attributes = Object.freeze({});
