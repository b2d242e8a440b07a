import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  contract,
  enumeration,
  fault,
  int,
  list,
  long,
  optional,
  query,
  required,
  string,
  struct,
} from '../../src/adapters/contract.ts';
import { five9DateTime } from '../../src/adapters/five9-config/contract/types/scalars.ts';
import { compareWsdl } from '../../src/adapters/five9-config/contract/wsdl/compare.ts';

const wsdl = readFileSync(new URL('../fixtures/five9-config/two-operations.wsdl', import.meta.url), 'utf8');

const person = struct('person', 'A person.', {
  born: optional(five9DateTime, 'When.'),
  name: optional(string, 'Who.'),
  marks: optional(list(string, 'mark'), 'What for.'),
});
const tone = enumeration('tone', 'How.', { WARM: 'Kindly.', COLD: 'Coolly.' });
const message = optional(string, 'Why.');

const greeter = contract({
  vendor: 'greeter',
  prefix: 'greeter',
  chapters: {
    All: {
      greet: query('Greets.', {
        input: {
          who: required(person, 'Whom.'),
          tone: optional(tone, 'How.'),
          times: required(int, 'How often.'),
        },
        output: list(string),
        faults: [fault('UnknownPersonFault', 'NOT_FOUND', 'There is no such person.', { message })],
      }),
      count: query('Counts.', { output: long, outputName: 'total' }),
    },
  },
});

/** The differences of a WSDL in which one text is replaced by another. */
function differencesWith(text: string, instead: string): [kind: string, where: string, message: string][] {
  expect(wsdl).toContain(text);
  const differences = compareWsdl(wsdl.replaceAll(text, instead), greeter);
  return differences.map(({ kind, where, message }) => [kind, where, message]);
}

const line = (name: string, rest: string): string => `<s:element name="${name}" ${rest}/>`;

describe('comparing a WSDL with a contract', () => {
  it('finds nothing where both say the same', () => {
    expect(compareWsdl(wsdl, greeter)).toEqual([]);
  });

  it('says of another namespace that it is another service, and nothing more', () => {
    expect(differencesWith('http://service.admin.ws.five9.com/', 'urn:two')).toEqual([
      ['service', 'the service', expect.stringMatching(/^the WSDL describes another service: .*"urn:two"/)],
    ]);
  });

  const binding = ({ usual = 'document', style = '', action = '', use = 'literal' }) =>
    `<w:binding name="b"><soap:binding style="${usual}"/><w:operation name="greet"><soap:operation soapAction="${action}" ${style}/><w:input><soap:body use="${use}"/></w:input></w:operation></w:binding></w:definitions>`;
  it.each([
    ['<s:schema ', '<s:schema elementFormDefault="qualified" ', 'elementFormDefault is "qualified"'],
    ['</w:definitions>', binding({ usual: 'rpc' }), 'style is "rpc"'],
    ['</w:definitions>', binding({ style: 'style="rpc"' }), 'style is "rpc"'],
    ['</w:definitions>', binding({ action: 'urn:greet' }), 'soapAction is "urn:greet"'],
    ['</w:definitions>', binding({ use: 'encoded' }), 'use is "encoded"'],
  ])('names the form of all messages first: %s as %s', (text, instead, message) => {
    const found = differencesWith(
      text,
      instead.replaceAll('soap:', 'p:').replace('<w:binding ', '<w:binding xmlns:p="urn:soap" '),
    );
    expect(found[0]?.[2]).toContain(message);
    expect(differencesWith('</w:definitions>', binding({}).replaceAll('soap:', 'w:'))).toEqual([]);
  });

  it.each([
    ['the version in the address', 'http://service.admin.ws.five9.com/v2/'],
    ['another scheme', 'https://service.admin.ws.five9.com/'],
    ['no slash at the end', 'http://service.admin.ws.five9.com'],
  ])('says of a namespace with %s that every call would fail', (_, namespace) => {
    const [[, , message = ''] = [], ...more] = differencesWith('http://service.admin.ws.five9.com/', namespace);
    expect(message).toContain(`its target namespace is "${namespace}"`);
    expect(more).toEqual([]);
  });

  it('finds an operation that came and one that went', () => {
    expect(differencesWith('<w:operation name="count">', '<w:operation name="tally">')).toEqual([
      ['operation', 'the service', 'tally is in the WSDL and not in the contract'],
      ['operation', 'the service', 'count is in the contract and not in the WSDL'],
    ]);
  });

  it('finds arguments in another order', () => {
    const who = line('who', 'type="t:person" minOccurs="0"');
    const tones = line('tone', 'type="t:tone" minOccurs="0"');
    const swapped = wsdl.replace(who, 'HOLD').replace(tones, who).replace('HOLD', tones);
    expect(compareWsdl(swapped, greeter)).toEqual([
      { kind: 'order', where: 'greet', message: "the WSDL's order is tone, who, times" },
    ]);
  });

  it('finds an argument that is new', () => {
    const times = line('times', 'type="s:int"');
    expect(differencesWith(times, `${times}${line('loud', 'type="s:boolean"')}`)).toEqual([
      ['argument', 'greet', 'loud is in the WSDL and not in the contract'],
    ]);
  });

  it('finds an argument of another type, and one that is now required', () => {
    expect(differencesWith('name="times" type="s:int"', 'name="times" type="s:long"')).toEqual([
      ['argument', 'greet', 'times is long in the WSDL and int here'],
    ]);
    expect(differencesWith('type="t:tone" minOccurs="0"', 'type="t:tone"')).toEqual([
      ['argument', 'greet', 'tone is required in the WSDL'],
    ]);
  });

  it('finds an answer under another name and one that no longer repeats', () => {
    expect(differencesWith('name="total"', 'name="return"')).toEqual([
      ['answer', 'count', 'return is in the WSDL and not in the contract'],
      ['answer', 'count', 'total is in the contract and not in the WSDL'],
    ]);
    expect(
      differencesWith(
        'name="return" type="s:string" minOccurs="0" maxOccurs="unbounded"',
        'name="return" type="s:string"',
      ),
    ).toEqual([['answer', 'greet', 'return is string in the WSDL and string[] here']]);
  });

  it('finds a field that changed, in a base type and in a wrapper too', () => {
    expect(differencesWith('name="born"', 'name="birth"')).toEqual([
      ['field', 'person', 'birth is in the WSDL and not in the contract'],
      ['field', 'person', 'born is in the contract and not in the WSDL'],
    ]);
    expect(differencesWith('name="mark" type="s:string"', 'name="mark" type="s:int"')).toEqual([
      ['field', 'person', 'marks is {mark: int[]} in the WSDL and {mark: string[]} here'],
    ]);
  });

  it('finds a word that came and one that went', () => {
    expect(differencesWith('value="COLD"', 'value="COOL"')).toEqual([
      ['word', 'tone', 'COOL is in the WSDL and not in the contract'],
      ['word', 'tone', 'COLD is in the contract and not in the WSDL'],
    ]);
  });

  it('finds a fault that is no longer declared, and a fault with other fields', () => {
    expect(differencesWith('<w:fault name="UnknownPersonException" message="t:UnknownPersonException"/>', '')).toEqual([
      ['fault', 'greet', 'UnknownPersonFault is in the contract and not in the WSDL'],
      ['type', 'the service', 'UnknownPersonFault is in the contract and not in the WSDL'],
    ]);
    expect(differencesWith('name="message"', 'name="reason"')).toEqual([
      ['field', 'UnknownPersonFault', 'reason is in the WSDL and not in the contract'],
      ['field', 'UnknownPersonFault', 'message is in the contract and not in the WSDL'],
    ]);
  });

  it('refuses what is no XML', () => {
    expect(() => compareWsdl('<html><p>Sign in</html>', greeter)).toThrow(
      expect.objectContaining({ code: 'BAD_RESPONSE' }),
    );
  });

  it('refuses a page that is XML and no WSDL', () => {
    expect(() => compareWsdl('<html><p>Sign in</p></html>', greeter)).toThrow(
      expect.objectContaining({ code: 'BAD_RESPONSE' }),
    );
  });
});
