import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Drift } from '../../src/adapters/calls/drift.ts';
import { boolean, double, int, list, long, optional, required, string, struct } from '../../src/adapters/contract.ts';
import { decodeElement, decodeXml } from '../../src/adapters/xml/decode.ts';
import { encodeElement, encodeFields } from '../../src/adapters/xml/encode.ts';
import { parseXml } from '../../src/adapters/xml/tree.ts';
import { color, widget } from './sample.ts';
import { anyValue, xmlText } from './values.ts';

const context = { timeZone: 'UTC' };
const written = {
  ...context,
  typePrefix: 'x',
  typeDeclarations: ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:x="urn:x"',
};

describe('the contract codec', () => {
  it('gives back every value it wrote', () => {
    fc.assert(
      fc.property(anyValue(widget), (value) => {
        expect(decodeXml(widget, encodeElement('widget', widget, value, written, []), context)).toEqual(value);
      }),
      { numRuns: 300 },
    );
  });

  it('reads the same from a document as from a tree of it', () => {
    fc.assert(
      fc.property(anyValue(widget), (value) => {
        const xml = encodeElement('widget', widget, value, written, []);
        expect(decodeElement(widget, parseXml(xml), context)).toEqual(decodeXml(widget, xml, context));
      }),
      { numRuns: 100 },
    );
  });

  it('writes any text so that exactly one element and that text come back (X4)', () => {
    fc.assert(
      fc.property(xmlText, (text) => {
        const { children, text: read } = parseXml(encodeElement('a', string, text, context, []));
        expect([children, read]).toEqual([[], text]);
      }),
    );
  });

  it('reads nothing but contract fields, so that no key becomes markup (X5)', () => {
    const hostile = {
      name: 'a',
      $xml: '<x/>',
      _xml: '<x/>',
      $value: 'v',
      attributes: { a: 1 },
      '<b>': 'c',
      toString: 'd',
    };
    const fields = { name: optional(string, ''), toString: optional(string, '') };
    expect(encodeFields(fields, hostile, context)).toBe('<name>a</name><toString>d</toString>');
    expect(encodeFields(fields, Object.create({ name: 'inherited' }), context)).toBe('');
  });

  it('keeps the order of the contract for values in any order', () => {
    const fields = { b: optional(int, ''), a: optional(string, '', { wire: 'A' }), c: optional(list(string), '') };
    expect(encodeFields(fields, { c: ['x', 'y'], a: '1', b: 2 }, context)).toBe('<b>2</b><A>1</A><c>x</c><c>y</c>');
  });

  it('leaves out what is null or absent, and writes an empty wrapper for an empty wrapped list', () => {
    const fields = {
      a: optional(string, ''),
      b: optional(string, ''),
      c: optional(list(string), ''),
      d: optional(list(string, 'item'), ''),
    };
    expect(encodeFields(fields, { a: null, c: [], d: [] }, context)).toBe('<d></d>');
  });

  it.each(['\u0000', '\u0008', '\ufffe', '\ud800', 'a\u001bb'])(
    'refuses the text %j and names the place (X4)',
    (text) => {
      const inner = struct('inner', '', { names: optional(list(string), '') });
      const encode = () => encodeFields({ inner: optional(inner, '') }, { inner: { names: ['a', text] } }, context);
      expect(encode).toThrow(
        expect.objectContaining({ code: 'INVALID_ARGUMENT', argumentPath: ['inner', 'names', 1] }),
      );
    },
  );

  it('refuses an element name that is none in an open struct', () => {
    const loose = struct('loose', '', {}, { open: true });
    for (const name of ['a b', 'a><b', '', '1a', 'x:y', '-a'])
      expect(() => encodeElement('e', loose, { _other: [{ name, value: '' }] }, context, [])).toThrow(
        expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
      );
  });
});

describe('reading by contract', () => {
  const holder = struct('holder', '', {
    s: optional(string, ''),
    i: required(int, ''),
    l: optional(long, ''),
    d: optional(double, ''),
    b: optional(boolean, ''),
    e: optional(color, ''),
    many: optional(list(string), ''),
    ints: optional(list(int), ''),
    inner: optional(struct('inner', '', { s: optional(string, '') }), ''),
  });
  const read = (inside: string) => decodeXml(holder, `<h xmlns:xsi="urn:i">${inside}</h>`, context);
  const blank = { s: null, i: null, l: null, d: null, b: null, e: null, many: [], ints: [], inner: null };

  it.each<[string, object]>([
    ['', {}],
    ['<s/>', { s: '' }],
    ['<s></s><i/><l/><d/><b/><e/>', { s: '' }],
    ['<s xsi:nil="true"/><i xsi:nil="1"/>', {}],
    ['<s>00123</s>', { s: '00123' }],
    ['<s> a\n </s>', { s: ' a\n ' }],
    ['<i> +7 </i><l> 9007199254740993 </l>', { i: 7, l: '9007199254740993' }],
    ['<d>-INF</d><b>1</b>', { d: -Infinity, b: true }],
    ['<d>NaN</d><b> False </b>', { d: NaN, b: false }],
    ['<d> -1.5e-3 </d><i>007</i><l>007</l>', { d: -0.0015, i: 7, l: '007' }],
    ['<d>+.5</d><i>-3</i><l>-3</l>', { d: 0.5, i: -3, l: '-3' }],
    ['<d>0e1</d>', { d: 0 }],
    ['<e> RED </e>', { e: 'RED' }],
    ['<e>MAUVE</e>', { e: 'MAUVE' }],
    ['<many>a</many>', { many: ['a'] }],
    ['<many>a</many><s>x</s><many/><many>b</many>', { s: 'x', many: ['a', '', 'b'] }],
    ['<ints>1</ints><ints/><ints xsi:nil="true"/>', { ints: [1] }],
    ['<inner/>', { inner: { s: null } }],
    ['<inner xsi:nil="true"><s>x</s></inner>', {}],
    ['<unknown><s>no</s><i>x</i></unknown><s>yes</s>', { s: 'yes' }],
    ['<s>a<i>1</i>b</s>', { s: 'ab' }],
    ['<S>other case</S>', {}],
    ['text<s>x</s>between', { s: 'x' }],
    ['<s>first</s><s>last</s>', { s: 'last' }],
    ['<__proto__><s>x</s></__proto__><constructor/>', {}],
  ])('reads %s', (inside, expected) => {
    expect(read(inside)).toEqual({ ...blank, ...expected });
  });

  it.each([
    '<i>1.5</i>',
    '<i>9007199254740993</i>',
    '<i>12x</i>',
    '<i>1:</i>',
    '<i>/1</i>',
    '<l>1e5</l>',
    '<l>-</l>',
    '<d>12,5</d>',
    '<d>0x10</d>',
    '<d>0b1</d>',
    '<d>Infinity</d>',
    '<d>-Infinity</d>',
    '<b>yes</b>',
    '<b>constructor</b>',
    '<ints>1</ints><ints>x-secret</ints>',
  ])('reads the unreadable value of %s as null, keeps its neighbours, and counts it (D3)', (inside) => {
    const drift = new Drift();
    const text = `<h><s>before</s>${inside}<e>RED</e></h>`;
    const value = decodeXml(holder, text, { ...context, drift });
    expect(value).toEqual({ ...blank, s: 'before', e: 'RED', ints: inside.startsWith('<ints>') ? [1] : [] });
    expect(drift.counts).toMatchObject({ UNREADABLE_VALUE: 1 });
  });

  it('reads other spellings of a field', () => {
    const { Alias } = widget.fields;
    const type = struct('t', '', { Alias });
    expect(decodeXml(type, '<t><wireName>a</wireName></t>', context)).toEqual({ Alias: 'a' });
    expect(decodeXml(type, '<t><oldName>b</oldName></t>', context)).toEqual({ Alias: 'b' });
    expect(decodeXml(type, '<t><Alias>c</Alias></t>', context)).toEqual({ Alias: null });
  });

  it('keeps what an open struct does not list, nested elements by their path', () => {
    const { open } = widget.fields;
    const xml = '<o><known>k</known><a>1</a><b><c>2</c><d><e> 3 </e></d></b><f/></o>';
    expect(decodeXml(open.type, xml, context)).toEqual({
      known: 'k',
      _other: [
        { name: 'a', value: '1' },
        { name: 'b/c', value: '2' },
        { name: 'b/d/e', value: ' 3 ' },
        { name: 'f', value: '' },
      ],
    });
  });

  it('recognizes a case by the local name of its type, under any prefix', () => {
    const { form } = widget.fields;
    const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:ns4="urn:x"';
    const element = (type: string, inside = '') => decodeXml(form.type, `<f ${xsi} ${type}>${inside}</f>`, context);
    expect(element('xsi:type="ns4:round"', '<radius>2</radius>')).toEqual({ _type: 'round', radius: 2 });
    expect(element('xsi:type="round"')).toEqual({ _type: 'round', radius: null });
    expect(element('xsi:type="ns4:spiral"', '<turns>3</turns>')).toEqual({
      _type: 'spiral',
      _other: [{ name: 'turns', value: '3' }],
    });
    expect(element('')).toBeNull();
  });
});
