import { type GraphQLEnumType, type GraphQLInputObjectType, printType } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { sample } from '../wire/sample.ts';
import { ask, bareVendor, planeContext, planeSchema } from './plane.ts';

const vendor = bareVendor(sample);
const schema = planeSchema([vendor]);

function adapter(account: string, answer: (operation: string, input: object) => unknown): Adapter {
  return {
    account,
    vendor: 'FIVE9_CONFIG',
    call: async (operation, input) => answer(operation, input),
    check: async () => '',
    close: async () => undefined,
  };
}

const nothing = () => null;
const failure = (code: string, more: object = {}) => [
  expect.objectContaining({ originalError: expect.objectContaining({ code, ...more }) }),
];

describe('the vendor plane', () => {
  it('names fields and types after the vendor, and lists are never null', () => {
    const query = schema.getQueryType()?.getFields();
    expect(Object.keys(query ?? {})).toEqual([
      'sample_echo',
      'sample_find',
      'sample_names',
      'sample_count',
      'sample_wait',
      'sample_shape',
    ]);
    expect(String(query?.sample_find?.type)).toBe('[Sample_widget!]!');
    expect(String(query?.sample_echo?.type)).toBe('Sample_widget');
    expect(query?.sample_find?.args.map(({ name, type }) => `${name}: ${type}`)).toEqual([
      'pattern: String',
      'most: Int',
      'tint: Sample_color',
      'account: ID',
    ]);
    expect(query?.sample_find?.description).toContain('Faults: NotFoundFault, BusyFault.');
  });

  it('answers true where the vendor only acknowledges, and takes secrets without ever showing them', async () => {
    const make = schema.getMutationType()?.getFields().sample_make;
    expect(String(make?.type)).toBe('Boolean!');
    let got: unknown;
    const context = planeContext([
      adapter('a', (_name, input) => {
        got = input;
        return null;
      }),
    ]);
    const answer = await ask(schema, context, 'mutation { sample_make(name: "n", secret: "s") }');
    expect(answer).toEqual({ data: { sample_make: true } });
    expect(got).toEqual({ name: 'n', secret: 's' });
  });

  it('writes wire values as enum values and a variant as a union with type names', () => {
    const color = schema.getType('Sample_color') as GraphQLEnumType;
    expect(color.getValues().map(({ name, value }) => [name, value])).toEqual([
      ['RED', 'RED'],
      ['light_blue', 'light blue'],
      ['_3D', '3D'],
    ]);
    const form = schema.getType('Sample_form');
    expect(form && printType(form)).toContain('union Sample_form = Sample_round | Sample_angular | Sample_nothingElse');
    const input = schema.getType('Sample_formInput');
    expect((input as GraphQLInputObjectType).isOneOf).toBe(true);
  });

  it('keeps 64-bit integers and reads them from strings and whole numbers (X2)', async () => {
    const seen: unknown[] = [];
    const context = planeContext([
      adapter('a', (_name, input) => {
        seen.push(input);
        return { id: '9007199254740993' };
      }),
    ]);
    const both =
      '{ a: sample_echo(widget: {id: 9007199254740993}) { id } b: sample_echo(widget: {id: "-00123"}) { id } }';
    expect((await ask(schema, context, both)).data).toEqual({
      a: { id: '9007199254740993' },
      b: { id: '9007199254740993' },
    });
    expect(seen).toEqual([{ widget: { id: '9007199254740993' } }, { widget: { id: '-00123' } }]);
    for (const wrong of ['1.5', '"1e5"', '""', '"9223372036854775808"', 'true'])
      expect((await ask(schema, context, `{ sample_echo(widget: {id: ${wrong}}) { id } }`)).errors).toHaveLength(1);
  });

  it('uses the only account, requires the argument where there are several, and refuses unknown ones', async () => {
    const two = [adapter('north', () => 1), adapter('south', () => 2)];
    const count = (account = '') => `{ sample_count${account && `(account: "${account}")`} }`;
    expect((await ask(schema, planeContext(two.slice(0, 1)), count())).data).toEqual({ sample_count: 1 });
    expect((await ask(schema, planeContext(two), count('south'))).data).toEqual({ sample_count: 2 });
    const undecided = await ask(schema, planeContext(two), count());
    expect(undecided.errors).toEqual(failure('INVALID_ARGUMENT', { message: expect.stringContaining('north, south') }));
    expect((await ask(schema, planeContext(two), count('west'))).errors).toEqual(failure('NOT_FOUND'));
    expect((await ask(schema, planeContext([]), count())).errors).toEqual(failure('NOT_FOUND'));
  });

  it("hides accounts outside the caller's accounts", async () => {
    const two = [adapter('north', () => 1), adapter('south', () => 2)];
    const context = planeContext(two, { accounts: new Set(['south']) });
    expect((await ask(schema, context, '{ sample_count }')).data).toEqual({ sample_count: 2 });
    expect((await ask(schema, context, '{ sample_count(account: "north") }')).errors).toEqual(failure('NOT_FOUND'));
  });

  it('makes one call of the same read asked five times at once, and two of two acts', async () => {
    const calls: unknown[] = [];
    const busy = adapter('a', async (name, input) => {
      calls.push([name, input]);
      await new Promise((resolve) => setImmediate(resolve));
      return name === 'count' ? 7 : null;
    });
    const aliases = [1, 2, 3, 4, 5].map((number) => `a${number}: sample_count(of: "x")`).join(' ');
    const { data } = await ask(schema, planeContext([busy]), `{ ${aliases} b: sample_count(of: "y") }`);
    expect(data).toEqual({ a1: 7, a2: 7, a3: 7, a4: 7, a5: 7, b: 7 });
    expect(calls).toEqual([
      ['count', { of: 'x' }],
      ['count', { of: 'y' }],
    ]);
    calls.length = 0;
    await ask(schema, planeContext([busy]), 'mutation { a: sample_make(name: "n") b: sample_make(name: "n") }');
    expect(calls).toHaveLength(2);
  });

  it('lets an unknown enum word cost its own field only (X3)', async () => {
    const context = planeContext([
      adapter('a', () => [
        { tint: 'MAUVE', label: 'x' },
        { tint: 'RED', label: 'y' },
      ]),
    ]);
    const { data, errors } = await ask(schema, context, '{ sample_find { tint label } }');
    expect(data).toEqual({
      sample_find: [
        { tint: null, label: 'x' },
        { tint: 'RED', label: 'y' },
      ],
    });
    expect(errors).toEqual(failure('BAD_RESPONSE'));
    expect(errors?.[0]?.message).not.toContain('MAUVE');
  });

  it('reports an unknown case of a union as a bad response', async () => {
    const context = planeContext([adapter('a', () => ({ _type: 'spiral', _other: [] }))]);
    const { errors } = await ask(schema, context, '{ sample_shape { __typename } }');
    expect(errors).toEqual(failure('BAD_RESPONSE'));
  });

  it('refuses two cases of a variant at once, and keys that are markup (X5)', async () => {
    const context = planeContext([adapter('a', nothing)]);
    const variables = (widget: object) =>
      ask(schema, context, 'query ($t: Sample_widgetInput) { sample_echo(widget: $t) { id } }', { t: widget });
    expect((await variables({ form: { round: {}, angular: {} } })).errors).toHaveLength(1);
    for (const key of ['$xml', '_xml', '$value', 'attributes', 'a><b', '__proto__', 'constructor'])
      expect((await variables(JSON.parse(`{"${key}": "x"}`) as object)).errors?.length ?? 0, key).toBe(1);
  });
});
