import { describe, expect, it } from 'vitest';
import { decodeAnswer } from '../../src/adapters/soap/envelope.ts';
import { decodeText } from '../../src/adapters/xml/read.ts';
import { parseXml } from '../../src/adapters/xml/tree.ts';
import { sample } from './sample.ts';

const row = sample.operations.names;
const envelope = (inner: string, before = '', after = '') =>
  `${before}<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header/><env:Body><ns2:namesResponse xmlns:ns2="urn:x">${inner}</ns2:namesResponse></env:Body></env:Envelope>${after}`;
const read = (bytes: string | Uint8Array, contentType = 'text/xml; charset=utf-8') =>
  decodeAnswer(decodeText(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, contentType), 'names', row, {
    timeZone: 'UTC',
  });

const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(envelope('<return>a</return>'), 'utf16le')]);
const latin = Buffer.from(envelope('<return>\u00e9</return>'), 'latin1');

/** What is sent in place of an answer, and must be refused. */
const HOSTILE: Readonly<Record<string, string | Uint8Array>> = {
  'an external entity': envelope('<return>&x;</return>', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
  'a parameter entity': envelope('', '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x"> %x;]>'),
  'an entity bomb': envelope('<return>&b;</return>', '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'),
  'an innocent document type': envelope('<return>a</return>', '<!DOCTYPE a>'),
  'an external document type': envelope('<return>a</return>', '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">'),
  'elements nested 5,000 deep': envelope(`<return>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</return>`),
  '5,000 unclosed nested elements': envelope('<a>'.repeat(5000)),
  'two roots': envelope('<return>a</return>', '', '<b/>'),
  'two documents': envelope('<return>a</return>') + envelope('<return>b</return>'),
  'text after the root': envelope('<return>a</return>', '', 'and more'),
  'text before the root': envelope('<return>a</return>', 'HTTP/1.1 200 OK'),
  'half a document': envelope('<return>a</return>').slice(0, 150),
  'a document cut in a tag': envelope('<return>a</return>').slice(0, -3),
  'tags that cross': envelope('<return><a></return></a>'),
  'one attribute twice': envelope('<return a="1" a="2">a</return>'),
  'an attribute without quotes': envelope('<return a=1>a</return>'),
  'a tag in an attribute': envelope('<return a="<">a</return>'),
  'an unbound prefix': envelope('<x:return>a</x:return>'),
  'a prefix bound only inside its neighbour': envelope('<return xmlns:x="urn:x">a</return><x:return>b</x:return>'),
  'a web page': '<!DOCTYPE html><html><body>Sign in</body></html>',
  'a well-formed web page': '<html><body><p>Sign in</p></body></html>',
  'another operation\u2019s answer': envelope('<return>a</return>').replaceAll('namesResponse', 'otherResponse'),
  'an envelope without a body': '<e:Envelope xmlns:e="urn:e"><e:Header/></e:Envelope>',
  'an empty body': '<e:Envelope xmlns:e="urn:e"><e:Body/></e:Envelope>',
  nothing: '',
  blanks: ' \r\n ',
  'plain text': 'Too many requests',
  JSON: '{"return":["a"]}',
  'UTF-16': utf16,
  'another character set in the declaration': envelope(
    '<return>a</return>',
    '<?xml version="1.0" encoding="ISO-8859-1"?>',
  ),
  zeroes: Buffer.alloc(1024),
};

describe('a document from a hostile or broken vendor (X1)', () => {
  it.each(Object.entries(HOSTILE))('is refused when it is %s', (_name, document) => {
    expect(() => read(document)).toThrow(expect.objectContaining({ code: 'BAD_RESPONSE' }));
  });

  it('is refused under a character set that is not UTF-8', () => {
    const good = envelope('<return>a</return>');
    for (const name of ['ISO-8859-1', '"utf-16"', 'windows-1252'])
      expect(() => read(good, `text/xml; charset=${name}`)).toThrow(expect.objectContaining({ code: 'BAD_RESPONSE' }));
    for (const name of ['UTF-8', '"utf-8"', 'us-ascii'])
      expect(read(good, `text/xml;charset=${name}`)).toEqual({ value: ['a'] });
  });

  it('is refused by the reader of small documents for the same reasons', () => {
    const unsound = [
      '<a>',
      '<!DOCTYPE a><a/>',
      '<a>&b;</a>',
      '<a/><b/>',
      '<x:a/>',
      '',
      '<a>'.repeat(101) + '</a>'.repeat(101),
    ];
    for (const document of unsound)
      expect(() => parseXml(document)).toThrow(expect.objectContaining({ code: 'BAD_RESPONSE' }));
  });
});

describe('an unusual but sound document (X1)', () => {
  const SOUND: Readonly<Record<string, [string | Uint8Array, string[]]>> = {
    'a byte order mark': [
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(envelope('<return>a</return>'))]),
      ['a'],
    ],
    'a declaration': [
      envelope('<return>a</return>', '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n'),
      ['a'],
    ],
    'comments and instructions': [
      envelope('<!-- c --><return>a<!-- c -->b</return><?go on?>', '<!-- c -->', '<!-- c -->\n'),
      ['ab'],
    ],
    'a CDATA section': [envelope('<return>a <![CDATA[<b>&amp;]]> c</return>'), ['a <b>&amp; c']],
    'character references': [
      envelope('<return>&#65;&#x1F600;&lt;&amp;&gt;&quot;&apos;&#13;</return>'),
      ['A\u{1F600}<&>"\'\r'],
    ],
    'line ends of another system': [envelope('<return>a\r\nb\rc</return>'), ['a\nb\nc']],
    'undeclared elements': [envelope('<news><return>no</return></news><return>a<b>c</b></return>'), ['a']],
    'other prefixes': [
      '<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><namesResponse xmlns="urn:x"><return xmlns="">a</return></namesResponse></S:Body></S:Envelope>',
      ['a'],
    ],
    'a nil item': [
      envelope(
        '<return>a</return><return xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/><return>b</return>',
      ),
      ['a', '', 'b'],
    ],
    'an undefined entity, which is text': [envelope('<return>a&nbsp;b</return>'), ['a&nbsp;b']],
    'a reference named after a property of objects': [envelope('<return>&constructor;</return>'), ['&constructor;']],
    'an ampersand that begins no reference': [
      envelope('<return>a & b &c</return><return>&</return>'),
      ['a & b &c', '&'],
    ],
    'ampersands in an attribute and in a CDATA section': [
      envelope('<return a="b & c"><![CDATA[d & e &#0;]]></return>'),
      ['d & e &#0;'],
    ],
    'references to forbidden characters': [
      envelope('<return>a&#0;b&#x1f;c&#9999999999;d</return>'),
      ['a\ufffdb\ufffdc\ufffdd'],
    ],
    'a pair of references that writes one character': [
      envelope('<return>&#xD83D;&#xDE00;&#xD83D;x</return>'),
      ['\u{1f600}\ufffdx'],
    ],
    'control characters': [envelope('<return>a\u0001b\u0000c\u000bd</return>'), ['a\ufffdb\ufffdc\ufffdd']],
    'a character allowed by XML 1.1 only': [envelope('<return>&#1;</return>', '<?xml version="1.1"?>'), ['\ufffd']],
    'U+FFFE and a lone surrogate': [envelope('<return>\ufffe\uffff</return>'), ['\ufffd\ufffd']],
    'the end of a CDATA section in text': [envelope('<return>a]]>b</return>'), ['a]]>b']],
    'a byte that is not UTF-8': [latin, ['\ufffd']],
    'undeclared attributes': [envelope('<return a="1" b=\'2\'>a</return>'), ['a']],
  };

  it.each(Object.entries(SOUND))('is read with %s', (_name, [document, expected]) => {
    expect(read(document)).toEqual({ value: expected });
  });
});
