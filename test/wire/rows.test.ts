import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  boolean,
  double,
  enumeration,
  int,
  list,
  long,
  optional,
  string,
  struct,
  type Type,
  variant,
} from '../../src/adapters/contract.ts';
import { decodeElement, decodeXml } from '../../src/adapters/xml/decode.ts';
import { parseXml } from '../../src/adapters/xml/tree.ts';

const fields = {
  text: optional(string, 'Text.'),
  count: optional(int, 'A number.'),
  id: optional(long, 'An id.'),
  share: optional(double, 'A share.'),
  works: optional(boolean, 'Whether.'),
  state: optional(enumeration('state', 'A state.', { ON: 'On.', OFF: 'Off.' }), 'A state.'),
  many: optional(list(string), 'Several.'),
  wrapped: optional(list(int, 'item'), 'Several in one.'),
  Named: optional(string, 'Called otherwise on the wire.', { wire: 'odd.name', alsoRead: ['older'] }),
};
const NAMES = ['text', 'count', 'id', 'share', 'works', 'state', 'odd.name', 'older', 'many', 'wrapped', 'unknown'];
const TEXTS = [
  '',
  ' ',
  '\u00a0',
  '1',
  '0012',
  '-7',
  '1e3',
  'true',
  'ON',
  ' ON ',
  'NEW',
  'a &lt; b',
  'x]y',
  '\u{1f600}',
  '1.5',
];

const all: Record<string, Type> = {
  closed: list(struct('row', 'A row.', fields), 'row'),
  open: list(struct('row', 'A row.', fields, { open: true }), 'row'),
  variant: list(variant('row', 'A row.', { row: struct('row', 'A row.', fields) }), 'row'),
};

let documents = 0;

/** Rows of one sequence of leaves, each with texts of its own; a name of their own lets the sequence be learned anew. */
const document = fc
  .record({
    names: fc.array(fc.constantFrom(...NAMES), { minLength: 3, maxLength: 8 }),
    texts: fc.array(fc.array(fc.constantFrom(...TEXTS), { minLength: 8, maxLength: 8 }), {
      minLength: 3,
      maxLength: 6,
    }),
    blanks: fc.constantFrom('', '\n '),
  })
  .map(({ names, texts, blanks }) => {
    const leaf = (name: string, text = '') => `${blanks}<${name}>${text}</${name}>`;
    documents += 1;
    const prefix = `p${documents}`;
    const rows = texts.map((row) => names.map((name, at) => leaf(name, row[at])).join(''));
    const written = rows.map((row) => `<${prefix}:row>${row}</${prefix}:row>`);
    return `<all xmlns:${prefix}="urn:p">${written.join('')}</all>`;
  });

function outcome(read: () => unknown): unknown {
  try {
    return { value: read() };
  } catch (thrown) {
    return { refused: (thrown as Error).message };
  }
}

test.each(Object.entries(all))('rows of a %s struct are decoded as leaf by leaf', (_, type) => {
  let values = 0;
  fc.assert(
    fc.property(document, (text) => {
      const context = { timeZone: 'UTC' };
      const atOnce = outcome(() => decodeXml(type, text, context));
      expect(atOnce).toEqual(outcome(() => decodeElement(type, parseXml(text), context)));
      if (JSON.stringify(atOnce).startsWith('{"value"')) values += 1;
    }),
    { numRuns: 1_500 },
  );
  expect(values).toBeGreaterThan(50);
});

test('rows of one name are decoded by the element they stand in', () => {
  const part = (type: typeof string | typeof int) =>
    struct('part', 'A part.', { a: optional(type, 'A.'), b: optional(string, 'B.'), c: optional(type, 'C.') });
  const holder = (name: string, type: typeof string | typeof int) =>
    struct(name, 'Holds parts.', { parts: optional(list(part(type)), 'Parts.') });
  const both = struct('both', 'Two holders.', {
    texts: optional(holder('texts', string), 'Texts.'),
    numbers: optional(holder('numbers', int), 'Numbers.'),
  });
  const row = '<parts><a>01</a><b>x</b><c>2</c></parts>';
  const text = `<all>${`<both><texts>${row.repeat(3)}</texts><numbers>${row.repeat(3)}</numbers><none>${row}</none></both>`.repeat(3)}</all>`;
  const type = list(both, 'both');
  const decoded = decodeXml(type, text, { timeZone: 'UTC' });
  expect(decoded).toEqual(decodeElement(type, parseXml(text), { timeZone: 'UTC' }));
  const [first] = decoded ?? [];
  expect(first?.texts?.parts).toEqual(Array(3).fill({ a: '01', b: 'x', c: '2' }));
  expect(first?.numbers?.parts).toEqual(Array(3).fill({ a: 1, b: 'x', c: 2 }));
});
