/** Text that is decoded chunk by chunk is the text of all bytes together. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { piecesOf } from '../../src/adapters/xml/document.ts';
import { parseInSteps } from '../../src/adapters/xml/full-parser.ts';
import type { XmlListener } from '../../src/adapters/xml/listener.ts';
import { readXmlInSlices } from '../../src/adapters/xml/read.ts';

const words = ['<a>', 'plain text', 'é', '漢字', '😀', '\ufeff', '\ufffd', '\r\n', '\r', '</a>'].map((word) =>
  Buffer.from(word),
);
/** A byte that is none, half a character, a surrogate, a sequence that is too long. */
const broken = [[0xff], [0xe6, 0xbc], [0xed, 0xa0, 0x80], [0xc0, 0xaf]].map((bytes) => Buffer.from(bytes));

/** Cuts bytes at these places. */
function cut(bytes: Buffer, at: readonly number[]): Buffer[] {
  const places = [0, ...at.map((place) => place % (bytes.length + 1)).sort((one, other) => one - other), bytes.length];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

/** The whole text of a document, and how often something of it was mended. */
function textOf(chunks: readonly Buffer[]) {
  const mends = { count: 0 };
  return { text: [...piecesOf(chunks, mends, true)].join(''), mended: mends.count };
}

test.each([
  ['sound', words],
  ['broken', [...words, ...broken]],
])('%s text, cut anywhere', (_name, parts) => {
  const pieces = fc.array(fc.constantFrom(...parts), { maxLength: 30 }).map((some) => Buffer.concat(some));
  fc.assert(
    fc.property(pieces, fc.array(fc.nat(200), { maxLength: 6 }), (bytes, at) => {
      const whole = new TextDecoder('utf-8').decode(bytes);
      const isSound = Buffer.from(whole).equals(bytes.subarray(bytes.indexOf('\ufeff') === 0 ? 3 : 0));
      const text = whole.replace(/\r\n?/g, '\n');
      expect(textOf(cut(bytes, at))).toEqual({ text, mended: isSound ? 0 : 1 });
    }),
  );
});

const LENGTH = 65_535;

test.each([
  ['characters of several bytes', `${'a'.repeat(LENGTH)}漢字 😀${'é'.repeat(100_000)}`],
  ['line ends of another system', `${'a'.repeat(LENGTH)}\r\n${'\r\n'.repeat(LENGTH)}a\r`],
])('a long text in one chunk, with %s', (_name, text) => {
  expect(textOf([Buffer.from(text)])).toEqual({ text: text.replace(/\r\n?/g, '\n'), mended: 0 });
});

/** Records what it receives, neighbouring texts as one. */
class Recorder implements XmlListener {
  readonly events: string[] = [];
  open = (name: string, attributes: object) => void this.events.push(`<${name} ${JSON.stringify(attributes)}>`);
  text = (text: string) => {
    const last = this.events.at(-1);
    if (last === undefined || last.startsWith('<')) this.events.push(text);
    else this.events[this.events.length - 1] = last + text;
  };
  close = () => void this.events.push('</>');
}

const contents = fc.constantFrom(
  '<row><id>1</id><name>plain text of a name</name><of/></row>',
  '<row>\n  <id>1</id>\r\n  <name>漢字 &amp; é</name>\n  <of/>\n</row>',
  '<e:with a="1" b=\'two words\'><inner>text</inner> and more </e:with>',
  '<!-- a comment - > --><c>a &#65; &lt; & b</c>',
  '<![CDATA[ <row> ]] ]]>and text\r',
  '<?an instruction ? ?>',
);
/** Characters of a piece of text, at the end of which something of a document is cut. */
const PIECE = 65_536;

test('a document that is read piece by piece is read as one text', async () => {
  const parts = fc.array(contents, { minLength: 4, maxLength: 12 }).map((some) => some.join(''));
  await fc.assert(
    fc.asyncProperty(parts, fc.nat(1_000), async (part, before) => {
      const text = `<e:all xmlns:e="urn:e"><f>${'x'.repeat(PIECE - before)}</f>${part.repeat(2 + PIECE / 64)}\r\n</e:all>`;
      const [pieces, whole] = [new Recorder(), new Recorder()];
      await readXmlInSlices(text, () => pieces);
      for (const _ of parseInSteps(text.replace(/\r\n?/g, '\n'), whole, { count: 0 }));
      expect(pieces.events.join('') === whole.events.join('')).toBe(true);
    }),
    { numRuns: 5 },
  );
});
