import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkInput, checkSent } from '../../src/adapters/calls/validate.ts';
import {
  base64,
  boolean,
  double,
  type Fields,
  int,
  list,
  long,
  optional,
  required,
  string,
} from '../../src/adapters/contract.ts';
import { color, form, part, sample, widget } from './sample.ts';
import { anyFields } from './values.ts';

const fields: Fields = {
  must: required(string, ''),
  short: optional(string, '', { maxLength: 3 }),
  few: optional(list(string), '', { maxItems: 2 }),
  small: optional(int, '', { minimum: -1, maximum: 5 }),
  wide: optional(long, '', { minimum: 0 }),
  real: optional(double, ''),
  flag: optional(boolean, ''),
  bytes: optional(base64, ''),
  tint: optional(color, ''),
  part: optional(part, ''),
  parts: optional(list(part), ''),
  form: optional(form, ''),
  open: widget.fields.open,
};

describe('input checked before it is sent', () => {
  it('passes every value of the contract', () => {
    const { input } = sample.operations.echo;
    const sound = anyFields(input).filter((value) => !JSON.stringify(value).match(/"size":(-|\d{4})|"name":"[^"]{40}/));
    fc.assert(
      fc.property(sound, (value) => checkInput(input, value)),
      { numRuns: 200 },
    );
  });

  it.each<[object, (string | number)[]]>([
    [{}, ['must']],
    [{ must: null }, ['must']],
    [{ must: 1 }, ['must']],
    [{ must: ['a'] }, ['must']],
    [{ must: 'a', nonsense: 1 }, ['nonsense']],
    [{ must: 'a', toString: 'a' }, ['toString']],
    [JSON.parse('{"must":"a","__proto__":"a"}') as object, ['__proto__']],
    [{ must: 'a', short: 'abcd' }, ['short']],
    [{ must: 'a', few: ['a', 'b', 'c'] }, ['few']],
    [{ must: 'a', few: ['a', null] }, ['few', 1]],
    [{ must: 'a', few: 'a' }, ['few']],
    [{ must: 'a', small: 6 }, ['small']],
    [{ must: 'a', small: -2 }, ['small']],
    [{ must: 'a', small: 1.5 }, ['small']],
    [{ must: 'a', small: '1' }, ['small']],
    [{ must: 'a', wide: '-1' }, ['wide']],
    [{ must: 'a', wide: '1e5' }, ['wide']],
    [{ must: 'a', wide: 1.5 }, ['wide']],
    [{ must: 'a', real: '1.5' }, ['real']],
    [{ must: 'a', flag: 'true' }, ['flag']],
    [{ must: 'a', bytes: 1 }, ['bytes']],
    [{ must: 'a', tint: 'MAUVE' }, ['tint']],
    [{ must: 'a', tint: 'toString' }, ['tint']],
    [{ must: 'a', part: { size: 1 } }, ['part', 'name']],
    [{ must: 'a', part: 'a' }, ['part']],
    [{ must: 'a', parts: [{ name: 'a' }, { name: 'a', unknown: 1 }] }, ['parts', 1, 'unknown']],
    [{ must: 'a', form: { radius: 1 } }, ['form', '_type']],
    [{ must: 'a', form: { _type: 'spiral' } }, ['form', '_type']],
    [{ must: 'a', form: { _type: 'constructor' } }, ['form', '_type']],
    [{ must: 'a', form: { _type: 'round', corners: [] } }, ['form', 'corners']],
    [{ must: 'a', open: { known: 'a', other: 'b' } }, ['open', 'other']],
    [{ must: 'a', open: { _other: [{ name: 'a b', value: '' }] } }, ['open', '_other', 0, 'name']],
    [{ must: 'a', open: { _other: [{ name: 'known', value: '' }] } }, ['open', '_other', 0, 'name']],
    [{ must: 'a', open: { _other: [{ name: 'a', value: '\u0001' }] } }, ['open', '_other', 0, 'value']],
    [{ must: 'a\u0000b' }, ['must']],
    [{ must: '\ud83d' }, ['must']],
    [{ must: '\uffff' }, ['must']],
  ])('refuses %j, naming the place', (input, argumentPath) => {
    const failure = expect.objectContaining({ code: 'INVALID_ARGUMENT', retryable: false, argumentPath });
    expect(() => checkInput(fields, input)).toThrow(failure);
  });

  it('counts characters, not code units', () => {
    expect(() => checkInput(fields, { must: 'a', short: '😀😀😀' })).not.toThrow();
    expect(() => checkInput(fields, { must: 'a', short: '😀😀😀😀' })).toThrow(/At most 3 characters/);
  });

  it('names the limit and never the value', () => {
    const secret = 'hunter22';
    for (const input of [
      { must: 'a', short: secret },
      { must: 'a', tint: secret },
      { must: 'a', wide: secret },
    ])
      expect(() => checkInput(fields, input)).toThrow(
        expect.not.objectContaining({ message: expect.stringContaining(secret) }),
      );
  });
});

describe('a change of what the vendor stored', () => {
  const changed = { ...fields, tints: optional(list(color), '') };
  const stored = {
    short: 'abcd',
    small: 9,
    tint: 'MAUVE',
    tints: ['MAUVE'],
    part: { size: -1 },
    parts: [{ size: -1 }],
  };

  it('leaves what is stored without bounds, words and required fields, in lists too', () => {
    expect(() => checkSent(changed, stored, { changes: {} })).not.toThrow();
    expect(() => checkSent(changed, stored, {})).toThrow();
  });

  it.each<[Record<string, unknown>, (string | number)[]]>([
    [{ short: 'abcd' }, ['short']],
    [{ tints: ['RED', 'MAUVE'] }, ['tints', 1]],
    [{ part: { size: -1 } }, ['part', 'size']],
    [{ parts: [{ size: 1 }, { size: 1001 }] }, ['parts', 1, 'size']],
  ])('refuses %j among the changes', (changes, argumentPath) => {
    const failure = expect.objectContaining({ code: 'INVALID_ARGUMENT', argumentPath });
    expect(() => checkSent(changed, { ...stored, ...changes }, { changes })).toThrow(failure);
  });

  it('refuses what is stored in another form than that of the contract', () => {
    for (const [other, argumentPath] of [
      [{ tints: [1] }, ['tints', 0]],
      [{ parts: [{ unknown: 1 }] }, ['parts', 0, 'unknown']],
    ] as const)
      expect(() => checkSent(changed, other, { changes: {} })).toThrow(expect.objectContaining({ argumentPath }));
  });
});
