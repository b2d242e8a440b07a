/** XML and JSON answers seen alike: named parts, items, text. */
import { CrosspointError } from '../errors.ts';
import { attribute } from '../xml/read.ts';
import { childOf, parseAnswerXml, type XmlElement } from '../xml/tree.ts';

/** A value in an answer, whichever of the two forms it came in. */
export interface Part {
  /** Character data; null where the vendor says there is no value. */
  text(): string | null;
  child(name: string): Part | undefined;
  /** Everything inside, in order. */
  parts(): readonly Part[];
  /** It has named members, so it may be an entity. */
  readonly named: boolean;
  /** How many parts there are inside. */
  readonly size: number;
  /** The whole as plain values, for what the guide leaves untold. */
  plain(): unknown;
}

/** Reads an XML document strictly. */
export function xmlDocument(text: string): Part {
  return new XmlPart(parseAnswerXml(text));
}

/** Reads a JSON document strictly. */
export function jsonDocument(text: string): Part {
  try {
    return new JsonPart(JSON.parse(text));
  } catch (cause) {
    throw new CrosspointError('BAD_RESPONSE', "The vendor's answer is no JSON", { cause });
  }
}

class XmlPart implements Part {
  constructor(private readonly element: XmlElement) {}

  get named(): boolean {
    return this.element.children.length > 0;
  }

  get size(): number {
    return this.element.children.length;
  }

  text(): string | null {
    return isNil(this.element) ? null : this.element.text;
  }

  child(name: string): Part | undefined {
    const found = childOf(this.element, name);
    return found && new XmlPart(found);
  }

  parts(): readonly Part[] {
    return this.element.children.map((child) => new XmlPart(child));
  }

  plain(): unknown {
    return plainOf(this.element);
  }
}

function isNil(element: XmlElement): boolean {
  return ['true', '1'].includes(attribute(element.attributes, 'nil')?.trim() ?? '');
}

/** Children of one name are a list, so that a list of several is one; the attributes are markup only. */
function plainOf(element: XmlElement): unknown {
  if (isNil(element)) return null;
  if (element.children.length === 0) return element.text;
  const members = new Map<string, unknown[]>();
  for (const child of element.children) members.set(child.name, [...(members.get(child.name) ?? []), plainOf(child)]);
  return Object.fromEntries([...members].map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
}

class JsonPart implements Part {
  constructor(private readonly value: unknown) {}

  get named(): boolean {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value);
  }

  get size(): number {
    return typeof this.value === 'object' && this.value !== null ? Object.keys(this.value).length : 0;
  }

  text(): string | null {
    const { value } = this;
    if (value === null) return null;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }

  child(name: string): Part | undefined {
    if (!this.named || !Object.hasOwn(this.value as object, name)) return undefined;
    return new JsonPart((this.value as Readonly<Record<string, unknown>>)[name]);
  }

  parts(): readonly Part[] {
    if (typeof this.value !== 'object' || this.value === null) return [];
    return Object.values(this.value).map((value) => new JsonPart(value));
  }

  plain(): unknown {
    return this.value;
  }
}
