/** The facts of a service in a WSDL: operations, types, words and faults. */
import { CrosspointError } from '../../../errors.ts';
import { childOf, parseXml, type XmlElement } from '../../../xml/tree.ts';

/** One element of a sequence. `type` is a scalar's name, a type's name, or `{child: type[]}` for a mere wrapper. */
export interface FieldFact {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
}

/** One operation; faults by the name of the element in the detail. */
export interface OperationFact {
  readonly input: readonly FieldFact[];
  readonly output: readonly FieldFact[];
  readonly faults: readonly string[];
}

/** Everything that can be compared about a service. */
export interface ServiceFacts {
  readonly operations: ReadonlyMap<string, OperationFact>;
  /** Structs and faults with inherited fields first. */
  readonly types: ReadonlyMap<string, readonly FieldFact[]>;
  readonly enums: ReadonlyMap<string, readonly string[]>;
}

const SCALARS: Readonly<Record<string, string>> = {
  string: 'string',
  boolean: 'boolean',
  byte: 'int',
  short: 'int',
  int: 'int',
  unsignedShort: 'int',
  long: 'long',
  float: 'double',
  double: 'double',
  dateTime: 'dateTime',
  base64Binary: 'base64',
  swaRef: 'swaRef',
  // The base of swaRef, which is a restriction of it.
  anyURI: 'swaRef',
};

const local = (qualified: string): string => qualified.slice(qualified.indexOf(':') + 1);

function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

function named(elements: readonly XmlElement[]): Map<string, XmlElement> {
  return new Map(elements.map((element) => [element.attributes.name ?? '', element]));
}

/** Reads one WSDL document; its schemas have to stand inside it. */
class WsdlReader {
  readonly types = new Map<string, readonly FieldFact[]>();
  readonly enums = new Map<string, readonly string[]>();
  private readonly elements: Map<string, XmlElement>;
  private readonly complex: Map<string, XmlElement>;
  private readonly simple: Map<string, XmlElement>;
  private readonly messages: Map<string, XmlElement>;

  constructor(private readonly definitions: XmlElement) {
    const schemas = childrenOf(childOf(definitions, 'types'), 'schema').flatMap(({ children }) => children);
    const every = (name: string) => named(schemas.filter((element) => element.name === name));
    this.elements = every('element');
    this.complex = every('complexType');
    this.simple = every('simpleType');
    this.messages = named(childrenOf(definitions, 'message'));
  }

  operations(): Map<string, OperationFact> {
    const rows = childrenOf(childOf(this.definitions, 'portType'), 'operation');
    return new Map(rows.map((row) => [row.attributes.name ?? '', this.operation(row)]));
  }

  private operation(row: XmlElement): OperationFact {
    const faults = childrenOf(row, 'fault').map((fault) => this.elementOf(fault));
    for (const name of faults) this.remember(this.typeOfElement(name), name);
    return {
      input: this.sequence(this.typeOfElement(this.elementOf(childOf(row, 'input')))),
      output: this.sequence(this.typeOfElement(this.elementOf(childOf(row, 'output')))),
      faults,
    };
  }

  private elementOf(reference: XmlElement | undefined): string {
    const message = this.messages.get(local(reference?.attributes.message ?? ''));
    return local(childOf(message, 'part')?.attributes.element ?? '');
  }

  private typeOfElement(name: string): XmlElement | undefined {
    const element = this.elements.get(name);
    const type = element?.attributes.type;
    return type === undefined ? childOf(element, 'complexType') : this.complex.get(local(type));
  }

  /** The fields of a complex type, those of its base first. */
  private sequence(type: XmlElement | undefined): FieldFact[] {
    const extension = childOf(childOf(type, 'complexContent'), 'extension');
    const base = extension ? this.sequence(this.complex.get(local(extension.attributes.base ?? ''))) : [];
    const declared = childrenOf(childOf(extension ?? type, 'sequence'), 'element');
    return [...base, ...declared.map((element) => this.field(element))];
  }

  private field(element: XmlElement): FieldFact {
    const { name = '', minOccurs, maxOccurs = '1' } = element.attributes;
    const type = this.typeName(element) + (maxOccurs === '1' ? '' : '[]');
    return { name, type, required: minOccurs !== '0' };
  }

  private typeName(element: XmlElement): string {
    const { name = '', type } = element.attributes;
    const inline = childOf(element, 'complexType');
    if (inline) return this.wrapped(inline) ?? this.remember(inline, name);
    const bare = local(type ?? '');
    if (this.simple.has(bare)) return this.word(bare);
    const complex = this.complex.get(bare);
    if (complex) return (bare.endsWith('Array') ? this.wrapped(complex) : undefined) ?? this.remember(complex, bare);
    return SCALARS[bare] ?? bare;
  }

  /** A type that only holds one repeated child. */
  private wrapped(type: XmlElement): string | undefined {
    const [only, ...others] = this.sequence(type);
    return only?.type.endsWith('[]') && others.length === 0 ? `{${only.name}: ${only.type}}` : undefined;
  }

  private remember(type: XmlElement | undefined, name: string): string {
    if (!this.types.has(name)) {
      this.types.set(name, []);
      this.types.set(name, this.sequence(type));
    }
    return name;
  }

  /** A list of words; one without any is plain text. */
  private word(name: string): string {
    const values = childrenOf(childOf(this.simple.get(name), 'restriction'), 'enumeration');
    if (values.length === 0) return 'string';
    this.enums.set(
      name,
      values.map(({ attributes }) => attributes.value ?? ''),
    );
    return name;
  }
}

/** The document of a WSDL. Throws BAD_RESPONSE on a text that is no WSDL, or only refers to another. */
export function parseWsdl(text: string): XmlElement {
  const definitions = parseXml(text);
  if (!childOf(definitions, 'portType') || !childOf(definitions, 'types'))
    throw new CrosspointError('BAD_RESPONSE', 'This is no WSDL with its types and operations inside');
  return definitions;
}

/** Reads the facts out of a WSDL. */
export function readWsdl(definitions: XmlElement): ServiceFacts {
  const reader = new WsdlReader(definitions);
  return { operations: reader.operations(), types: reader.types, enums: reader.enums };
}
