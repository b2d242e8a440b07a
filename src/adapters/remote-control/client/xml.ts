/**
 * Reads an XML answer by contract. What the vendor may write in several forms is brought into the contract's one form
 * while it is read, so that the shared decoder takes it; the usual form passes straight through.
 */
import type { Fields, WireContext } from '../../contract.ts';
import { readByContractInSlices, valueDecoder } from '../../xml/decode.ts';
import {
  type Attributes,
  emitLeaf,
  emitLeaves,
  emitRow,
  type LeafName,
  type LeafTexts,
  NO_ATTRIBUTES,
  type XmlListener,
} from '../../xml/listener.ts';
import { attribute } from '../../xml/read.ts';
import { replay, TreeBuilder, type XmlElement } from '../../xml/tree.ts';
import { unspecified } from '../contract/scalars.ts';
import { type AnswerType, ITEM } from './answer-type.ts';
import { fieldOfMember } from './names.ts';

/** The members of an answer's envelope, by the contract. Throws BAD_RESPONSE on anything unsound. */
export async function readXmlAnswer(text: string, type: AnswerType, context: WireContext) {
  const { decoder } = await readByContractInSlices(
    text,
    context,
    () => new AnswerForm(type, valueDecoder(type.envelope, context)),
  );
  return decoder.result.value as Readonly<Record<string, unknown>> | null;
}

const NIL: Attributes = { nil: 'true' };
const ENVELOPE = 1;
const DATA = 2;

/** An element that is read as a tree, since its form is not the contract's. */
interface Aside {
  readonly builder: TreeBuilder;
  readonly depth: number;
  finish(element: XmlElement): void;
}

/** An element inside `Data` of which only the name is known. */
interface Pending {
  readonly name: string;
  readonly attributes: Attributes;
  readonly fields: Fields;
}

/** Precedes the decoder: member names in either case, items of any element name, undefined shapes as JSON text. */
class AnswerForm implements XmlListener {
  private depth = 0;
  private aside: Aside | undefined;
  private pending: Pending | undefined;
  /** Depth of the members of an entity; 0 outside of one. */
  private membersAt = 0;
  /** Fields of the entity, inside of `Data`. */
  private inData: Fields | undefined;
  private readonly fields: Fields | undefined;

  constructor(
    private readonly type: AnswerType,
    readonly decoder: ReturnType<typeof valueDecoder>,
  ) {
    this.fields = type.entity?.fields;
  }

  open(name: string, attributes: Attributes, prefix: string): void {
    this.depth += 1;
    if (this.pending) this.decide(this.pending, name);
    if (this.aside) this.aside.builder.open(name, attributes, prefix);
    else if (this.depth <= DATA) this.openEnvelope(name, attributes);
    else if (this.inData && this.membersAt === 0) this.hold(name, attributes, prefix, this.inData);
    else this.openMember(name, attributes);
  }

  text(text: string): void {
    if (this.aside) this.aside.builder.text(text);
    else if (!this.pending) this.decoder.text(text);
  }

  close(): void {
    const { depth } = this;
    this.depth -= 1;
    if (this.pending) this.pending = undefined;
    else if (this.aside) this.closeAside(this.aside, depth);
    else this.closeElement(depth);
  }

  leaf(name: string, text: string, prefix: string): void {
    const field = this.fields && this.membersAt === this.depth + 1 ? fieldOfMember(this.fields, name) : undefined;
    if (field !== undefined && !this.aside && !this.pending && this.fields?.[field]?.type !== unspecified)
      emitLeaf(this.decoder, field, text, '');
    else {
      this.open(name, NO_ATTRIBUTES, prefix);
      this.text(text);
      this.close();
    }
  }

  row(leaves: readonly LeafName[], texts: LeafTexts): void {
    if (this.pending && leaves[0]) {
      this.depth += 1;
      this.decide(this.pending, leaves[0].local);
      this.depth -= 1;
    }
    if (this.membersAt === this.depth + 1 && this.isPlain(leaves)) emitRow(this.decoder, leaves, texts);
    else emitLeaves(this, leaves, texts);
  }

  /** Whether every leaf has the contract's spelling and is a single value. */
  private isPlain(leaves: readonly LeafName[]): boolean {
    const { fields } = this;
    return leaves.every(({ local }) => fields && Object.hasOwn(fields, local) && fields[local]?.type !== unspecified);
  }

  private openEnvelope(name: string, attributes: Attributes): void {
    const member = this.depth === ENVELOPE ? name : (fieldOfMember(this.type.envelope.fields, name) ?? name);
    this.inData = this.depth === DATA && member === 'Data' ? this.fields : undefined;
    if (this.inData && this.type.output?.kind === 'struct') this.membersAt = DATA + 1;
    this.decoder.open(member, attributes);
  }

  /** An element inside `Data` is a member of the only entity, an item, or a list around items. */
  private hold(name: string, attributes: Attributes, prefix: string, fields: Fields): void {
    if (fieldOfMember(fields, name) !== undefined) {
      this.decoder.open(ITEM, NO_ATTRIBUTES);
      this.membersAt = DATA + 1;
      this.openMember(name, attributes);
    } else if (isNil(attributes)) this.setAside(name, attributes, prefix, () => undefined);
    else this.pending = { name, attributes, fields };
  }

  /** The name of the first element inside the pending one determines its kind. */
  private decide({ name, attributes, fields }: Pending, first: string): void {
    this.pending = undefined;
    if (fieldOfMember(fields, first) === undefined) {
      this.setAside(name, attributes, '', (element) => this.replayItems(element, fields), this.depth - 1);
      return;
    }
    this.decoder.open(ITEM, attributes);
    this.membersAt = this.depth;
  }

  private openMember(name: string, attributes: Attributes): void {
    const fields = this.depth === this.membersAt ? this.fields : undefined;
    const field = fields ? (fieldOfMember(fields, name) ?? name) : name;
    if (fields?.[field]?.type === unspecified)
      this.setAside(field, attributes, '', (element) => this.writeUnspecified(element));
    else this.decoder.open(field, attributes);
  }

  private setAside(name: string, attributes: Attributes, prefix: string, finish: Aside['finish'], depth = this.depth) {
    this.aside = { builder: new TreeBuilder(), depth, finish };
    this.aside.builder.open(name, attributes, prefix);
  }

  private closeAside({ builder, depth, finish }: Aside, closed: number): void {
    builder.close();
    if (closed > depth || !builder.root) return;
    this.aside = undefined;
    finish(builder.root);
  }

  private closeElement(depth: number): void {
    const single = this.membersAt === DATA + 1 && this.type.output?.kind === 'list';
    if (depth === DATA && single) this.decoder.close();
    if (depth < this.membersAt) this.membersAt = 0;
    this.decoder.close();
  }

  private writeUnspecified(element: XmlElement): void {
    const value = plainOf(element);
    if (value === null || value === '') this.decoder.open(element.name, NIL);
    else {
      this.decoder.open(element.name, NO_ATTRIBUTES);
      this.decoder.text(JSON.stringify(value));
    }
    this.decoder.close();
  }

  /** Passes on an element whose first child the contract lacks: an item with a new member, or a list around items. */
  private replayItems(element: XmlElement, fields: Fields): void {
    const items = isItem(element, fields) ? [element] : element.children.filter((child) => isItem(child, fields));
    for (const item of items) this.replayItem(item);
  }

  private replayItem(item: XmlElement): void {
    this.depth += 1;
    this.decoder.open(ITEM, NO_ATTRIBUTES);
    this.membersAt = this.depth + 1;
    for (const member of item.children) replay(member, this);
    this.membersAt = 0;
    this.decoder.close();
    this.depth -= 1;
  }
}

function isItem({ children }: XmlElement, fields: Fields): boolean {
  return children.some(({ name }) => fieldOfMember(fields, name) !== undefined);
}

function isNil(attributes: Attributes): boolean {
  return ['true', '1'].includes(String(attribute(attributes, 'nil')).trim());
}

/** Children of one name become an array; attributes are markup only. */
function plainOf(element: XmlElement): unknown {
  if (isNil(element.attributes)) return null;
  if (element.children.length === 0) return element.text;
  const members = new Map<string, unknown[]>();
  for (const child of element.children) members.set(child.name, [...(members.get(child.name) ?? []), plainOf(child)]);
  return Object.fromEntries([...members].map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
}
