import { describe, expect, it } from 'vitest';
import { list, type Operation, string } from '../../src/adapters/contract.ts';
import { decodeAnswer } from '../../src/adapters/soap/envelope.ts';

const context = { timeZone: 'UTC' };
const names: Operation = { kind: 'query', description: 'Lists names.', input: {}, output: list(string), faults: [] };

const decoded = (body: string, row = names) =>
  decodeAnswer(`<e:Envelope xmlns:e="urn:e"><e:Body>${body}</e:Body></e:Envelope>`, 'getNames', row, context);

describe('an answer that is a list of texts', () => {
  it('is empty where it has one empty element, and only then', () => {
    const answer = (...texts: string[]) =>
      decoded(`<getNamesResponse>${texts.map((text) => `<return>${text}</return>`).join('')}</getNamesResponse>`);
    expect(answer('')).toEqual({ value: [] });
    expect(answer('a')).toEqual({ value: ['a'] });
    expect(answer('', 'b')).toEqual({ value: ['', 'b'] });
    expect(answer()).toEqual({ value: [] });
  });

  it('ends with its element: what follows in the body is not added to it', () => {
    const one = '<getNamesResponse><return>a</return></getNamesResponse>';
    const other = '<getNamesResponse><return>b</return></getNamesResponse>';
    expect(decoded(one + other)).toEqual({ value: ['a'] });
  });
});

it('keeps the places of texts beside a null one, in a list with an element of its own', () => {
  const output = list(list(string, 'item'));
  const item = '<item xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>';
  const body = `<getNamesResponse><return><item>a</item>${item}<item>c</item></return></getNamesResponse>`;
  expect(decoded(body, { ...names, output })).toEqual({ value: [['a', '', 'c']] });
});

describe('a fault', () => {
  it('without a code and a message has empty ones', () => {
    expect(decoded('<e:Fault><faultactor>it</faultactor></e:Fault>')).toEqual({
      fault: { code: '', message: '', detail: undefined, details: [] },
    });
  });

  it('of SOAP 1.2 has its code and its reason', () => {
    const fault = '<e:Code><e:Value>e:Receiver</e:Value></e:Code><e:Reason><e:Text>No.</e:Text></e:Reason>';
    expect(decoded(`<e:Fault>${fault}</e:Fault>`)).toMatchObject({ fault: { code: 'e:Receiver', message: 'No.' } });
  });
});
