import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { piecesOf } from '../../src/adapters/xml/document.ts';
import { NeedsFullParser, parseInSteps } from '../../src/adapters/xml/full-parser.ts';
import type { XmlListener } from '../../src/adapters/xml/listener.ts';
import { scanInSteps } from '../../src/adapters/xml/scan.ts';

/** Records what it receives, neighbouring texts as one. */
function recorder(): XmlListener & { readonly events: unknown[] } {
  const events: unknown[] = [];
  return {
    events,
    open: (name, attributes, prefix) => void events.push(['open', prefix, name, { ...attributes }]),
    text: (text) => {
      const last = events.at(-1);
      if (Array.isArray(last) && last[0] === 'text') last[1] += text;
      else events.push(['text', text]);
    },
    close: () => void events.push(['close']),
  };
}

/** Runs all steps at once. */
function scanXml(text: string, listener: XmlListener): void {
  for (const _ of scanInSteps(piecesOf(text, { count: 0 }), listener, { count: 0 }));
}

function scanned(text: string): unknown[] | 'unusual' {
  const listener = recorder();
  try {
    scanXml(text, listener);
    return listener.events;
  } catch (error) {
    if (error instanceof NeedsFullParser) return 'unusual';
    throw error;
  }
}

function parsed(text: string): unknown[] | 'refused' {
  const listener = recorder();
  try {
    for (const _ of parseInSteps(text, listener, { count: 0 }));
    return listener.events;
  } catch {
    return 'refused';
  }
}

const DOCUMENT =
  '<?xml version="1.0" encoding="UTF-8"?>\n<e:A xmlns:e="urn:e" b=\'1\'>\n <c>x &amp; &#65;&#x1F600;</c><d-1/><f.g h="2">\u00e9</f.g>\t<c></c></e:A>\n';
const PIECES = [
  '<',
  '>',
  '/',
  '&',
  ';',
  '"',
  "'",
  '=',
  ' ',
  '\n',
  '\r',
  ':',
  '!',
  '?',
  '-',
  ']]>',
  '<!--',
  '<![CDATA[',
  '&#0;',
  '&lt;',
  '&x;',
  'xmlns',
  'xmlns:',
  'e:',
  'a',
  '1',
  '\u0001',
  '\u00e9',
  '\ud800',
  '\ufffe',
  '</c>',
  '<c>',
  '<!DOCTYPE a>',
  '<?a b?>',
  '__proto__',
];

/** A document after a few cuts and insertions. */
const damaged = fc
  .array(fc.tuple(fc.nat(DOCUMENT.length), fc.nat(3), fc.constantFrom('', ...PIECES)), { minLength: 1, maxLength: 4 })
  .map((cuts) =>
    cuts.reduce((text, [at, length, piece]) => text.slice(0, at) + piece + text.slice(at + length), DOCUMENT),
  );

const someText = fc.oneof(
  { weight: 60, arbitrary: fc.constantFrom('', 'x', 'a b', '&amp;', '&#233;\u00e9', 'x]y', '\u{1f600}', '>', '\t1\n') },
  { weight: 1, arbitrary: fc.constantFrom('&x;', '\u0001', ']]>', '<d/>') },
);
const leaf = fc.tuple(fc.constantFrom('b', 'c', 'p:d', 'e.f'), someText, fc.boolean());

let documents = 0;

/** Rows of a few kinds, the same over and over with other texts in them; each document calls them otherwise. */
const rows = fc
  .tuple(
    fc.array(fc.constantFrom('b', 'c', 'p:d', 'e.f', 'ef'), { minLength: 3, maxLength: 5 }),
    fc.array(fc.array(someText, { minLength: 5, maxLength: 5 }), { minLength: 4, maxLength: 8 }),
    fc.array(leaf, { maxLength: 2 }),
    fc.constantFrom('', '\n', '\n\t '),
  )
  .map(([names, filled, more, blanks]) => {
    const events = (name: string, text: string | undefined, short = true) =>
      text || !short ? `<${name}>${text}</${name}>` : `<${name}/>`;
    const extra = more.map(([name, text, short]) => events(name, text, short)).join('');
    documents += 1;
    const r = `r${documents}`;
    const row = (texts: string[], at: number) =>
      `<${r}>${names.map((name, place) => blanks + events(name, texts[place], at % 2 === 0)).join('')}${at === 5 ? extra : ''}${blanks}</${r}>`;
    return `<a xmlns:p="urn:p">${filled.map(row).join('')}</a>`;
  });

describe('rows of leaves', () => {
  it('are read as saxes reads them, for any content', () => {
    let accepted = 0;
    fc.assert(
      fc.property(rows, (text) => {
        const ours = scanned(text);
        if (ours === 'unusual') return;
        accepted += 1;
        expect(ours).toEqual(parsed(text));
      }),
      { numRuns: 3_000 },
    );
    expect(accepted).toBeGreaterThan(1_000);
  });

  it('are reported together when they repeat, and one by one where they differ', () => {
    const events: unknown[] = [];
    const listener: XmlListener = {
      open: (name) => void events.push(name),
      text: () => undefined,
      close: () => undefined,
      leaf: (name, text) => void events.push([name, text]),
      row: (leaves, texts) => void events.push([leaves, ...texts.slice(1)]),
    };
    const row = (id: number, name: string) => `<steady><id>${id}</id><name>${name}</name><of/></steady>`;
    const different = '<steady><name>x</name><id>5</id></steady>';
    scanXml(`<all>${row(1, 'a')}${row(2, 'b')}${row(3, '&lt;')}${different}${row(4, '')}</all>`, listener);
    const inTurn = (id: string, name: string) => ['steady', ['id', id], ['name', name], ['of', '']];
    expect(events.slice(0, 9)).toEqual(['all', ...inTurn('1', 'a'), ...inTurn('2', 'b')]);
    const [leaves] = events[10] as [{ local: string }[]];
    expect(leaves.map(({ local }) => local)).toEqual(['id', 'name', 'of']);
    expect(events.slice(9)).toEqual([
      'steady',
      [leaves, '3', '<', undefined],
      'steady',
      ['name', 'x'],
      ['id', '5'],
      'steady',
      [leaves, '4', '', undefined],
    ]);
    expect((events.at(-1) as unknown[])[0]).toBe(leaves);
  });

  it('are learned anew when they have changed', () => {
    const emittedRows: number[] = [];
    const silent = { open: () => undefined, text: () => undefined, close: () => undefined, leaf: () => undefined };
    const listener: XmlListener = { ...silent, row: () => void emittedRows.push(1) };
    const many = (row: string) => `<all>${row.repeat(100)}</all>`;
    scanXml(many('<changing><a>1</a><b>2</b><c>3</c></changing>'), listener);
    expect(emittedRows.length).toBe(98);
    scanXml(many('<changing><a>1</a><c>3</c><b>2</b></changing>'), listener);
    expect(emittedRows.length).toBeGreaterThan(98 + 50);
  });
});

describe('the scanner of plain documents', () => {
  it('accepts nothing that saxes refuses, and reads the rest as saxes does', () => {
    let accepted = 0;
    fc.assert(
      fc.property(damaged, (text) => {
        const ours = scanned(text);
        if (ours === 'unusual') return;
        accepted += 1;
        expect(ours).toEqual(parsed(text));
      }),
      { numRuns: 20_000 },
    );
    expect(accepted).toBeGreaterThan(300);
  });

  it.each([
    '<a/>',
    '<a></a>',
    '<a><!-- c --></a>',
    '<a>x<![CDATA[<b>&amp;]]]>y</a>',
    '<?go on?><a><?go?></a><!---->',
    '<a>a & b &nbsp; &constructor; &#0; &#xD83D;&#xDE00; &#xD800; \u0001 \ufffe ]]> \ud800</a>',
    '<a b="\u0001\ud800"/>',
    '<a b="1" c=\'"\'/>',
    '<?xml version="1.0"?><a>x</a>\n',
    '<a>&amp;&lt;&gt;&quot;&apos;&#13;&#x41;</a>',
    '<p:a xmlns:p="urn:p"><p:b/></p:a>',
  ])('reads %s without the full parser', (text) => {
    expect(scanned(text)).toEqual(parsed(text));
  });

  it.each([
    '<?XML-stylesheet x?><a/>',
    '<\u00fcber/>',
    '<a b="&lt;"/>',
    '<\u00fcber b="a & b">\u0001 & &#0; <![CDATA[&\u0002]]><!-- & --></\u00fcber>',
  ])('leaves %j to the full parser, which reads it', (text) => {
    expect(scanned(text)).toBe('unusual');
    expect(parsed(text)).not.toBe('refused');
  });
});
