/** An element's attributes by the name they are written with. */
export type Attributes = Readonly<Record<string, string>>;

/** Name and position of a leaf. */
export interface LeafName {
  /** The name without its prefix. */
  readonly local: string;
  readonly prefix: string;
  /** The blanks between it and the leaf before it. */
  readonly before: string;
}

/** Texts of leaves as in a match: from index 1 on, undefined for an element written as empty. */
export type LeafTexts = readonly (string | undefined)[];

/** Takes elements that contain the same leaves and nothing else. */
export interface RowTaker {
  /** By leaf, whether its text is taken; the texts of others are not even cut out. */
  readonly wanted: readonly boolean[];
  /** One element: the texts of the wanted leaves. */
  take(texts: LeafTexts): void;
}

/** Receives the parts of a document as it is read. */
export interface XmlListener {
  /** Whether most texts of the document are passed over, so that little of its memory is used for longer. */
  readonly passesOver?: boolean;
  /** Start of an element; `name` is its local name. */
  open(name: string, attributes: Attributes, prefix: string): void;
  text(text: string): void;
  close(): void;
  /** An element without attributes and children in one call; without this method it is reported in three calls. */
  leaf?(name: string, text: string, prefix: string): void;
  /**
   * All leaves of an element that contains nothing else, with their texts. The same names in the same order are
   * passed as the same array. Without this method the leaves are reported one by one.
   */
  row?(leaves: readonly LeafName[], texts: LeafTexts): void;
  /** Takes the content of the element that was opened last, up to its end; undefined, or no such method, where this does. */
  content?(): XmlListener | undefined;
  /**
   * Where the elements in the innermost open element go; undefined, or no such method, where rows must be reported in
   * parts.
   */
  rowPlace?(): object | undefined;
  /** Takes the elements of this name and of these leaves, without prefixes and attributes, wherever the place is the same. */
  takerOf?(name: string, leaves: readonly LeafName[]): RowTaker | undefined;
}

/** Reports a leaf in one call where the listener accepts it. */
export function emitLeaf(listener: XmlListener, name: string, text: string, prefix: string): void {
  if (listener.leaf) listener.leaf(name, text, prefix);
  else {
    listener.open(name, NO_ATTRIBUTES, prefix);
    if (text !== '') listener.text(text);
    listener.close();
  }
}

/** Reports a row in one call where the listener accepts it. */
export function emitRow(listener: XmlListener, leaves: readonly LeafName[], texts: LeafTexts): void {
  if (listener.row) listener.row(leaves, texts);
  else emitLeaves(listener, leaves, texts);
}

/** Reports the leaves of a row one by one. */
export function emitLeaves(listener: XmlListener, leaves: readonly LeafName[], texts: LeafTexts): void {
  for (const [at, { local, prefix, before }] of leaves.entries()) {
    if (before !== '') listener.text(before);
    emitLeaf(listener, local, texts[at + 1] ?? '', prefix);
  }
}

/** The shared attributes of elements without any, so that identity shows that there are none. */
export const NO_ATTRIBUTES: Attributes = Object.freeze({});
