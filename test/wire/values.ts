import fc from 'fast-check';
import type { Fields, ScalarType, Type } from '../../src/adapters/contract.ts';
import { isXmlText } from '../../src/adapters/xml/characters.ts';

/** Texts that have broken other people's gateways, and any others that XML can hold. */
export const xmlText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '00123',
    '+15550000003',
    '1e5',
    '0x10',
    '<a>',
    '&amp;',
    ']]>',
    '"\'',
    'a\r\nb',
    '\t',
    'null',
    '😀',
    '\u202e',
  ),
  fc.string({ unit: 'binary' }).filter(isXmlText),
);

function scalarValue(type: ScalarType): fc.Arbitrary<unknown> {
  switch (type.name) {
    case 'int':
      return fc.integer();
    case 'long':
      return fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map(String);
    case 'double':
      return fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => (Object.is(value, -0) ? 0 : value));
    case 'boolean':
      return fc.boolean();
    case 'base64':
      return fc.uint8Array({ minLength: 1 }).map((bytes) => Buffer.from(bytes).toString('base64'));
    case 'string':
      return xmlText;
    default:
      return type.sample === undefined ? xmlText : fc.constant(type.decode(type.sample, { timeZone: 'UTC' }));
  }
}

/** Any value of a contract type, in the form the decoder gives it. */
export function anyValue(type: Type): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'scalar':
      return scalarValue(type);
    case 'enum':
      return fc.constantFrom(...Object.keys(type.words));
    case 'list':
      return fc.array(anyValue(type.of), { maxLength: 4 });
    case 'struct':
      return type.open
        ? fc.tuple(anyFields(type.fields), others).map(([fields, _other]) => ({ ...fields, _other }))
        : anyFields(type.fields);
    case 'variant':
      return fc.oneof(
        ...Object.entries(type.cases).map(([word, chosen]) =>
          anyFields(chosen.fields).map((fields) => ({ _type: word, ...fields })),
        ),
      );
  }
}

const others = fc.array(fc.record({ name: fc.constantFrom('extra', 'über', 'a-b.c'), value: xmlText }), {
  maxLength: 3,
});

/** Any values of fields; what is not required may be null, lists may be empty. */
export function anyFields(fields: Fields): fc.Arbitrary<Record<string, unknown>> {
  const members = Object.entries(fields).map(([name, { type, required }]) => {
    const value = anyValue(type);
    return [name, required || type.kind === 'list' ? value : fc.option(value)] as const;
  });
  return fc.record(Object.fromEntries(members));
}
