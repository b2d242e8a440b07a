import { describe, expect, test } from 'vitest';
import { Drift } from '../../src/adapters/calls/drift.ts';
import { list, optional, string, struct } from '../../src/adapters/contract.ts';
import { decodeXml, decodeXmlInSlices, valueDecoder } from '../../src/adapters/xml/decode.ts';
import { readXmlInSlices } from '../../src/adapters/xml/read.ts';

const row = struct('row', 'A row.', { a: optional(string, ''), b: optional(string, ''), c: optional(string, '') });
const rows = list(row, 'row');
const MEGABYTE = 1_048_576;
/** Most characters of one step: some milliseconds of work. */
const LONGEST_STEP = 66_000;

function filled(piece: string, megabytes = 1): string {
  return piece.repeat(Math.ceil((megabytes * MEGABYTE) / piece.length));
}

/** Long answers, each made of what keeps a reader busy. */
const LONG: Readonly<Record<string, string>> = {
  'plain rows': `<rows>${filled('<row><a>some text</a><b>1</b><c/></row>')}</rows>`,
  'rows with attributes': `<rows>${filled('<row k="v" l="w"><a m="1">x</a><b>1</b></row>')}</rows>`,
  'comments between rows': `<rows>${filled('<!-- c --><row><a>x</a></row>')}</rows>`,
  'a CDATA section of brackets': `<rows><row><a><![CDATA[${filled(']')}]]></a></row></rows>`,
  'an instruction of question marks': `<rows><?a ${filled('?')}?><row><a>x</a></row></rows>`,
  'one comment': `<rows><!-- ${filled('c')} --><row><a>x</a></row></rows>`,
  'one text of references': `<rows><row><a>${filled('&lt;')}</a></row></rows>`,
  'one text of ampersands': `<rows><row><a>${filled('& ')}</a></row></rows>`,
  'one text of control characters': `<rows><row><a>${filled('\u0001')}</a></row></rows>`,
  'an attribute without an end': `<rows><row k="${filled('v')}`,
  'an element of many attributes': `<rows><row ${Array.from({ length: 100_000 }, (_, at) => `k${at}="${at}"`).join(' ')}/></rows>`,
  'lines of another system': `<rows>${filled('<row>\r\n<a>x</a>\r\n</row>\r\n')}</rows>`,
};

describe('D11: a long answer', () => {
  test.each(Object.entries(LONG))(
    'of %s is read in short steps, between any two of which the event loop may turn',
    async (_name, text) => {
      const steps: number[] = [];
      let slices = 0;
      const beginSlice = () => {
        slices += 1;
        return (characters: number) => steps.push(characters) > 0;
      };
      const listen = () => valueDecoder(rows, { timeZone: 'UTC' });
      const isSound = await readXmlInSlices(text, listen, beginSlice).then(Boolean, () => false);
      expect(Math.max(...steps)).toBeLessThanOrEqual(LONGEST_STEP);
      expect(slices).toBe(steps.length + 1);
      const counted = steps.reduce((sum, characters) => sum + characters, 0);
      if (isSound) expect(counted).toBeGreaterThan(text.replaceAll('\r\n', '\n').length - LONGEST_STEP);
    },
  );

  test('is read in slices as it is read at once', async () => {
    const pieces = [
      '&lt;',
      '&#xD83D;&#xDE00;',
      '\u{1f600}',
      'x]]>y',
      '& ',
      '<![CDATA[\u{1f600}]]]>',
      '\u0001',
      '<!-- c -->',
    ];
    for (const piece of pieces) {
      for (const shift of ['', 'x', 'xy', 'xyz']) {
        const text = `<rows><row><a>${shift}${filled(piece, 0.1)}</a></row><row><b>end</b></row></rows>`;
        const once = new Drift();
        const sliced = new Drift();
        const value = await decodeXmlInSlices(rows, text, { timeZone: 'UTC', drift: sliced });
        expect(value).toEqual(decodeXml(rows, text, { timeZone: 'UTC', drift: once }));
        expect(sliced.counts).toEqual(once.counts);
        const whole = piece.startsWith('<!--') ? shift : undefined;
        if (whole !== undefined) expect(value?.[0]?.a).toBe(whole);
        expect(new Set([...(value?.[0]?.a ?? '').slice(shift.length)]).size).toBeLessThanOrEqual(5);
        expect(value?.[1]?.b).toBe('end');
      }
    }
  });
});
