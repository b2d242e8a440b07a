import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { XmlListener } from '../../src/adapters/xml/listener.ts';
import { parseWith } from '../../src/adapters/xml/read.ts';
import { scanXml, Unusual } from '../../src/adapters/xml/scan.ts';

/** Writes down what it is told, neighbouring texts as one. */
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

function scanned(text: string): unknown[] | 'unusual' {
  const listener = recorder();
  try {
    scanXml(text, listener);
    return listener.events;
  } catch (error) {
    if (error instanceof Unusual) return 'unusual';
    throw error;
  }
}

function parsed(text: string): unknown[] | 'refused' {
  const listener = recorder();
  try {
    parseWith(listener, text);
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
    '<a b="1" c=\'"\'/>',
    '<?xml version="1.0"?><a>x</a>\n',
    '<a>&amp;&lt;&gt;&quot;&apos;&#13;&#x41;</a>',
    '<p:a xmlns:p="urn:p"><p:b/></p:a>',
  ])('reads %s without the full parser', (text) => {
    expect(scanned(text)).toEqual(parsed(text));
  });

  it.each([
    '<a><!-- c --></a>',
    '<a><![CDATA[x]]></a>',
    '<?go on?><a/>',
    '<a>x\r\ny</a>',
    '<\u00fcber/>',
    '<a b="&lt;"/>',
  ])('leaves %j to the full parser, which reads it', (text) => {
    expect(scanned(text)).toBe('unusual');
    expect(parsed(text)).not.toBe('refused');
  });
});
