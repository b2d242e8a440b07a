/** XML to values, straight from the reader's events, by contract and local names. What the contract lacks is passed over. */
import type { Fields, Type, ValueOf, WireContext } from '../contract.ts';
import { Decoder } from './decoder.ts';
import type { XmlSource } from './document.ts';
import type { XmlListener } from './listener.ts';
import { type ReadXml, readXml, readXmlInSlices } from './read.ts';
import { type Struct, shapeOfFields, slotOf } from './shape.ts';
import { replay, type XmlElement } from './tree.ts';
import { CLOSED } from './variants.ts';

/** Collects the one value of an element of any name, of a type that is one element. */
export function valueDecoder(type: Type, context: WireContext): Decoder {
  const slot = slotOf('value', type);
  const root: Struct = { ...CLOSED, slots: { get: () => slot } };
  return new Decoder(root, { value: null }, context);
}

/** A fresh listener for each time a document is read: one that is read again, as it is not plain, counts once. */
function countedOnce<L extends XmlListener>({ drift }: WireContext, listen: () => L): () => L {
  const before = drift?.counts;
  return () => {
    if (drift && before) drift.counts = before;
    return listen();
  };
}

function withMends<L>({ listener, mended }: ReadXml<L>, { drift }: WireContext): L {
  if (mended > 0) drift?.note('UNREADABLE_CHARACTER', mended);
  return listener;
}

/** Reads a document by contract. */
export function readByContract<L extends XmlListener>(source: XmlSource, context: WireContext, listen: () => L): L {
  return withMends(readXml(source, countedOnce(context, listen)), context);
}

/** The same in slices, where the document may be long. */
export async function readByContractInSlices<L extends XmlListener>(
  source: XmlSource,
  context: WireContext,
  listen: () => L,
): Promise<L> {
  return withMends(await readXmlInSlices(source, countedOnce(context, listen)), context);
}

/** Reads a document whose root element, of any name, contains a value of the type. */
export function decodeXml<T extends Type>(type: T, text: string, context: WireContext): ValueOf<T> | null {
  const decoder = readByContract(text, context, () => valueDecoder(type, context));
  return decoder.result.value as ValueOf<T> | null;
}

/** The same in slices, where the document may be long. */
export async function decodeXmlInSlices<T extends Type>(type: T, text: string, context: WireContext) {
  const decoder = await readByContractInSlices(text, context, () => valueDecoder(type, context));
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
  const decoder = new Decoder(root, root.build(root.blank()), context);
  for (const child of element.children) replay(child, decoder);
  return decoder.result;
}
