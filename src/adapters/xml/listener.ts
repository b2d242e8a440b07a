/** An element's attributes by the name they are written with. */
export type Attributes = Readonly<Record<string, string>>;

/** What listens to a document being read. */
export interface XmlListener {
  /** An element begins; `name` is its local name. */
  open(name: string, attributes: Attributes, prefix: string): void;
  text(text: string): void;
  close(): void;
  /** An element without attributes and children, all at once; without this it is told of in three. */
  leaf?(name: string, text: string, prefix: string): void;
}

/** Tells of a leaf at once where the listener takes it so. */
export function tellLeaf(listener: XmlListener, name: string, text: string, prefix: string): void {
  if (listener.leaf) listener.leaf(name, text, prefix);
  else {
    listener.open(name, NO_ATTRIBUTES, prefix);
    if (text !== '') listener.text(text);
    listener.close();
  }
}

/** The attributes of every element that has none, so that this can be told at a glance. */
export const NO_ATTRIBUTES: Attributes = Object.freeze({});
