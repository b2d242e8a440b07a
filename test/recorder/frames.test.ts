import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameReader, FramingError } from '../../src/adapters/recorder/client/frames.ts';

/** Reads a text cut at the given places, and answers the frames. */
function framesOf(text: string, cuts: readonly number[]): string[] {
  const bytes = Buffer.from(text);
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((one, other) => one - other);
  const reader = new FrameReader();
  let from = 0;
  const frames: string[] = [];
  for (const to of [...places, bytes.length]) {
    frames.push(...reader.push(bytes.subarray(from, to)).map(String));
    from = to;
  }
  return frames;
}

const content = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\r\n',
    '&lt;/RESULT&gt;',
    'é€😀',
    '<A/>',
    '<A b=">" c=\'/>\'/>',
    '<RESULTS/>',
    '</RESULT'.replace('</', '&lt;/'),
    '<B>x</B>',
  ),
  fc.constantFrom(
    '<!-- </RESULT> -->',
    '<![CDATA[</RESULT>]]>',
    '<![CDATA[]]]]>',
    '<?pi </RESULT> ?>',
    '<RESULT>i</RESULT>',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replace(/[<>&\0]/g, '')),
);
const document = fc
  .tuple(fc.constantFrom('RESULT', 'CALLCOPYEVENT', 'RESULTS'), fc.array(content, { maxLength: 6 }))
  .map(([root, parts]) => `<${root}>${parts.join('')}</${root}${parts.length % 2 ? ' ' : ''}>`);
const prolog = fc.constantFrom('', '<?xml version="1.0"?>', '<!-- <RESULT> -->');
const between = fc.constantFrom('', '\r\n', '\n', '  \r\n\r\n');

describe('framing (X7)', () => {
  it('finds the same documents however the bytes are cut', () => {
    const stream = fc.array(fc.tuple(prolog, document, between), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(stream, fc.array(fc.nat(), { maxLength: 12 }), (parts, cuts) => {
        const text = parts.map((part) => part.join('')).join('');
        expect(framesOf(text, cuts)).toEqual(parts.map(([before, body]) => `${before}${body}`));
      }),
      { numRuns: 400 },
    );
  });

  it('finds them byte by byte, through characters of several bytes', () => {
    const documents = [
      '<RESULT>\r\n <A>é😀</A>\r\n</RESULT>',
      '<CALLCOPYEVENT x="&gt;">\n</CALLCOPYEVENT>',
      '<RESULT/>',
    ];
    const text = `\ufeff${documents.join('\r\n')}`;
    expect(
      framesOf(
        text,
        Array.from({ length: 200 }, (_, index) => index),
      ),
    ).toEqual(documents);
  });

  it('answers a document whose last line end never comes', () => {
    expect(framesOf('<RESULT><A>1</A></RESULT>', [])).toEqual(['<RESULT><A>1</A></RESULT>']);
  });

  it('reads a document with an extra closing tag inside', () => {
    const printed = '<RESULT><DEVICE><R></R></DEVICE><R></R></DEVICE></RESULT>';
    expect(framesOf(`${printed}\r\n<RESULT/>`, [30])).toEqual([printed, '<RESULT/>']);
  });

  it.each([
    'HTTP/1.1 200 OK',
    '<!DOCTYPE html><html/>',
    '</RESULT>',
    '\0\0',
    'x<RESULT/>',
    '<RESULT><!ENTITY a "b"></RESULT>',
  ])('refuses %j as no document', (text) => expect(() => framesOf(text, [])).toThrow(FramingError));

  it.each(['a', 'z', 'A', 'Z', '_', 'é'])('takes a name that begins with %s', (first) => {
    const text = `<${first}1><b/></${first}1>`;
    expect(framesOf(text, [])).toEqual([text]);
  });

  it.each(['1', '-', '.', '@', '[', '`', '{'])('refuses a name that begins with %s', (first) =>
    expect(() => framesOf(`<${first}A/>`, [])).toThrow(FramingError),
  );

  it('refuses a document beyond the cap without buffering all of it', () => {
    const reader = new FrameReader(64 * 1024);
    reader.push(Buffer.from('<RESULT>'));
    const piece = Buffer.alloc(8 * 1024, 0x61);
    expect(() => {
      for (let count = 0; count < 10; count += 1) reader.push(piece);
    }).toThrow(FramingError);
  });

  it('takes a long document in small pieces without reading it over and over', () => {
    const long = `<RESULT><A>${'x'.repeat(2_000_000)}</A><![CDATA[${'y'.repeat(2_000_000)}]]></RESULT>`;
    const bytes = Buffer.from(long);
    const reader = new FrameReader();
    const began = performance.now();
    let frames: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += 100) frames = [...frames, ...reader.push(bytes.subarray(at, at + 100))];
    expect(frames).toHaveLength(1);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
