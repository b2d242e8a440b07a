import type {
  EnumType,
  Field,
  Fields,
  ListType,
  ScalarType,
  StructType,
  Type,
  VariantType,
} from '../../adapters/contract.ts';
import { escapeText } from '../../adapters/xml/characters.ts';

const XSD: Readonly<Record<string, string>> = {
  int: 'xs:int',
  long: 'xs:long',
  double: 'xs:double',
  boolean: 'xs:boolean',
  base64: 'xs:base64Binary',
  swaRef: 'xs:anyURI',
  dateTime: 'xs:dateTime',
};

/**
 * Writes contract types as XML Schema, each named type once. Scalars with a text form of the vendor are strings
 * there.
 */
export class SchemaWriter {
  private readonly written = new Map<string, { of: object; xml: string }>();

  /** A global element with a sequence of fields, unqualified. */
  element(name: string, fields: Fields): string {
    return `<xs:element name="${name}"><xs:complexType>${this.sequence(fields, false)}</xs:complexType></xs:element>`;
  }

  /** Every type that the elements written so far refer to. */
  types(): string {
    return [...this.written.values()].map(({ xml }) => xml).join('');
  }

  private sequence(fields: Fields, open: boolean): string {
    const members = Object.entries(fields).map(([name, field]) => this.member(field.wire ?? name, field));
    // A wildcard next to declared optional elements would be ambiguous, so only a struct without fields is open in the
    // schema.
    const any =
      open && members.length === 0 ? '<xs:any processContents="skip" minOccurs="0" maxOccurs="unbounded"/>' : '';
    return `<xs:sequence>${members.join('')}${any}</xs:sequence>`;
  }

  private member(name: string, { type, required }: Field): string {
    if (type.kind === 'list') return this.list(name, type);
    const nillable = type.kind === 'scalar' || type.kind === 'enum' ? ' nillable="true"' : '';
    const least = required ? '' : ' minOccurs="0"';
    return `<xs:element name="${name}" type="${this.reference(type)}"${least}${nillable}/>`;
  }

  private list(name: string, type: ListType): string {
    if (type.item === undefined) return this.repeated(name, type.of);
    const items = `<xs:complexType><xs:sequence>${this.repeated(type.item, type.of)}</xs:sequence></xs:complexType>`;
    return `<xs:element name="${name}" minOccurs="0">${items}</xs:element>`;
  }

  private repeated(name: string, of: Type): string {
    const times = 'minOccurs="0" maxOccurs="unbounded"';
    if (of.kind === 'list') return `<xs:element name="${name}" ${times}>${this.inline(of)}</xs:element>`;
    return `<xs:element name="${name}" type="${this.reference(of)}" ${times}/>`;
  }

  private inline(type: ListType): string {
    return `<xs:complexType><xs:sequence>${this.repeated(type.item ?? 'item', type.of)}</xs:sequence></xs:complexType>`;
  }

  private reference(type: Exclude<Type, ListType>): string {
    switch (type.kind) {
      case 'scalar':
        return scalarName(type);
      case 'enum':
        return this.declare(type.name, type, () => simpleType(type));
      case 'struct':
        return this.struct(type.wireName ?? type.name, type);
      case 'variant':
        return this.variant(type);
    }
  }

  private struct(name: string, type: StructType): string {
    return this.declare(name, type, () => this.complexType(name, type));
  }

  /** `xsi:type` chooses the case, which any type may carry where any type is allowed. */
  private variant(type: VariantType): string {
    for (const [word, chosen] of Object.entries(type.cases))
      this.declare(word, chosen, () => this.complexType(word, chosen));
    return 'xs:anyType';
  }

  private complexType(name: string, { description, fields, open }: StructType): string {
    return `<xs:complexType name="${name}">${annotation(description)}${this.sequence(fields, open === true)}</xs:complexType>`;
  }

  private declare(name: string, of: object, write: () => string): string {
    const before = this.written.get(name);
    if (!before) {
      const entry = { of, xml: '' };
      this.written.set(name, entry);
      entry.xml = write();
    } else if (before.of !== of && before.xml !== '' && undocumented(before.xml) !== undocumented(write())) {
      throw new Error(`two different types are called ${name}`);
    }
    return `ns2:${name}`;
  }
}

function scalarName(type: ScalarType): string {
  return XSD[type.name] ?? 'xs:string';
}

function undocumented(xml: string): string {
  return xml.replace(/<xs:annotation>.*?<\/xs:annotation>/gs, '');
}

function annotation(text: string): string {
  return `<xs:annotation><xs:documentation>${escapeText(text)}</xs:documentation></xs:annotation>`;
}

function simpleType({ name, words }: EnumType): string {
  const values = Object.keys(words).map((word) => `<xs:enumeration value="${escapeText(word)}"/>`);
  return `<xs:simpleType name="${name}"><xs:restriction base="xs:string">${values.join('')}</xs:restriction></xs:simpleType>`;
}
