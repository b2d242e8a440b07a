/** An element's attributes by the name they are written with. */
export type Attributes = Readonly<Record<string, string>>;

/** What listens to a document being read. */
export interface XmlListener {
  /** An element begins; `name` is its local name. */
  open(name: string, attributes: Attributes, prefix: string): void;
  text(text: string): void;
  close(): void;
}

/** The attributes of every element that has none, so that this can be told at a glance. */
export const NO_ATTRIBUTES: Attributes = Object.freeze({});
