/** Documents as trees, for small ones without a contract: faults, SOAP requests, a vendor's own XML. */
import type { Drift } from '../calls/drift.ts';
import type { XmlSource } from './document.ts';
import { notXml } from './not-xml.ts';
import { readXml } from './read.ts';

/** An element. Names are local; `namespace` is what its prefix was bound to, or the empty string. */
export interface XmlElement {
  readonly name: string;
  readonly prefix: string;
  readonly namespace: string;
  /** By the name they are written with, declarations of namespaces included. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Character data directly inside the element, unchanged. */
  readonly text: string;
}

interface Growing extends XmlElement {
  readonly children: Growing[];
  text: string;
}

/** Builds elements from a reader's events. */
export class TreeBuilder {
  root: XmlElement | undefined;
  private readonly stack: Growing[] = [];
  private readonly namespaces: Readonly<Record<string, string>>[] = [];

  open(name: string, attributes: XmlElement['attributes'], prefix: string): void {
    const bound = this.bind(attributes);
    const element = { name, prefix, namespace: bound[prefix] ?? '', attributes, children: [], text: '' };
    const parent = this.stack.at(-1);
    if (parent) parent.children.push(element);
    else this.root = element;
    this.stack.push(element);
  }

  text(text: string): void {
    const element = this.stack.at(-1);
    if (element) element.text += text;
  }

  close(): void {
    this.stack.pop();
    this.namespaces.pop();
  }

  private bind(attributes: XmlElement['attributes']): Readonly<Record<string, string>> {
    const around = this.namespaces.at(-1) ?? {};
    const declared = Object.entries(attributes).flatMap(([name, value]): [string, string][] => {
      if (name === 'xmlns') return [['', value]];
      return name.startsWith('xmlns:') ? [[name.slice(6), value]] : [];
    });
    const bound = declared.length ? { ...around, ...Object.fromEntries(declared) } : around;
    this.namespaces.push(bound);
    return bound;
  }
}

/** Reads a whole document into a tree. Throws BAD_RESPONSE on anything unsound, a character that XML forbids included. */
export function parseXml(text: string): XmlElement {
  const { listener, mended } = readXml(text, () => new TreeBuilder());
  if (mended > 0) throw notXml('it contains characters that XML forbids');
  return rootOf(listener);
}

/** Reads a vendor's answer into a tree; characters that XML forbids are mended and counted as drift. */
export function parseAnswerXml(source: XmlSource, drift?: Drift): XmlElement {
  const { listener, mended } = readXml(source, () => new TreeBuilder());
  if (mended > 0) drift?.note('UNREADABLE_CHARACTER', mended);
  return rootOf(listener);
}

function rootOf({ root }: TreeBuilder): XmlElement {
  // The reader refuses a document without a root, so there is one.
  return root as XmlElement;
}

/** The first child of that local name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** Reports the content of an element to a listener, as if it were being read. */
export function replay(element: XmlElement, listener: Pick<TreeBuilder, 'open' | 'text' | 'close'>): void {
  listener.open(element.name, element.attributes, element.prefix);
  if (element.text !== '') listener.text(element.text);
  for (const child of element.children) replay(child, listener);
  listener.close();
}
