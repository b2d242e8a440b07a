/** Of an answer of the vendor plane only the selected fields are decoded, and selections share one call. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { contract, list, optional, query, type SendOptions, string, struct } from '../../src/adapters/contract.ts';
import { decodeAnswer, decodeAnswerInSlices } from '../../src/adapters/soap/envelope.ts';
import { ask, bareVendor, planeContext, planeSchema } from './plane.ts';

const part = struct('part', 'A part.', {
  one: optional(string, 'A text.'),
  'odd-name': optional(string, 'A text with another name in GraphQL.'),
});
const item = struct('item', 'An item.', {
  id: optional(string, 'An id.'),
  name: optional(string, 'A name.'),
  words: optional(list(string), 'Texts.'),
  part: optional(part, 'A part.'),
  parts: optional(list(part), 'Parts.'),
});
const row = query('Items.', { output: list(item) });
const items = contract({ vendor: 'items', prefix: 'items', chapters: { all: { getItems: row } } });
const schema = planeSchema([bareVendor(items)]);

const PART = '<one>1</one><odd-name>2</odd-name>';
const ITEM = `<id>i</id><name>n</name><words>a</words><words>b</words><part>${PART}</part><parts>${PART}</parts><parts/>`;
const ANSWER = `<e:Envelope xmlns:e="e"><e:Body><getItemsResponse>${`<return>${ITEM}</return>`.repeat(4)}</getItemsResponse></e:Body></e:Envelope>`;

/** An account that answers when it is released, by decoding what it is asked for; and what it was asked for. */
function account() {
  const decoded: unknown[] = [];
  const waiting: (() => void)[] = [];
  const answering: (() => void)[] = [];
  const call = async (_name: string, _input: object, options: SendOptions = {}) => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    const { only } = options;
    const choice = typeof only === 'function' ? only() : only;
    decoded.push(choice);
    await new Promise<void>((resolve) => answering.push(resolve));
    const answer = await decodeAnswerInSlices(ANSWER, 'getItems', row, { timeZone: 'UTC' }, { only: choice });
    return 'value' in answer ? answer.value : null;
  };
  const adapter: Adapter = { account: 'a', vendor: 'FIVE9_CONFIG', call, check: async () => '', close: async () => {} };
  return { context: planeContext([adapter]), decoded, waiting, answering };
}

const release = (queue: (() => void)[]) => {
  for (const next of queue.splice(0)) next();
};

/** The answers of these queries, asked together. */
async function answersTo(texts: readonly string[], variables = {}) {
  const { context, decoded, waiting, answering } = account();
  const asked = texts.map((text) => ask(schema, context, text, variables));
  release(waiting);
  await Promise.resolve();
  release(answering);
  return { answers: await Promise.all(asked), decoded };
}

const whole = decodeAnswer(ANSWER, 'getItems', row, { timeZone: 'UTC' });
/** Answers from all fields, as an account answers that heeds no choice. */
async function fromWhole(text: string, variables = {}) {
  const value = 'value' in whole ? whole.value : null;
  const call = async () => value;
  const adapter: Adapter = { account: 'a', vendor: 'FIVE9_CONFIG', call, check: async () => '', close: async () => {} };
  return ask(schema, planeContext([adapter]), text, variables);
}

const PARTS = ['one', 'odd_name', '__typename', 'x: one @include(if: $yes)', 'one @skip(if: $yes)', '...P'];
const inParts = fc.subarray(PARTS, { minLength: 1 }).map((fields) => `{ ${fields.join(' ')} }`);
const field = fc.oneof(
  fc.constantFrom('id', 'name', 'n: name', 'words', '__typename', 'name @include(if: $yes)', '...I'),
  inParts.map((inside) => `part ${inside}`),
  inParts.map((inside) => `more: parts ${inside}`),
  inParts.map((inside) => `... on Items_item @skip(if: $yes) { parts ${inside} }`),
);
const FRAGMENTS = 'fragment I on Items_item { id part { ...P } } fragment P on Items_part { odd_name }';
const queries = fc
  .array(field, { minLength: 1, maxLength: 4 })
  .map((fields) => `query ($yes: Boolean!) { items_getItems { ${fields.join(' ')} ...I ...Q } } ${FRAGMENTS}`)
  .map(
    (text) =>
      `${text} fragment Q on Items_item { __typename part @skip(if: true) { ...P } p: part @skip(if: $yes) { one } }`,
  );

describe('the selection of a field of the vendor plane', () => {
  it('never changes an answer, alone and with other queries that are under way', async () => {
    const property = fc.asyncProperty(
      fc.array(queries, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      async (texts, yes) => {
        const { answers, decoded } = await answersTo(texts, { yes });
        for (const [at, text] of texts.entries()) expect(answers[at]).toEqual(await fromWhole(text, { yes }));
        expect(decoded.length, 'calls').toBe(1);
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });

  it('decodes what is selected and nothing else', async () => {
    const text = '{ items_getItems { id parts { odd_name } ... on Items_item { part { __typename } } } }';
    expect((await answersTo([text])).decoded).toEqual([{ id: true, part: {}, parts: { 'odd-name': true } }]);
  });

  it('decodes one selection where equal ones share a call, and all fields where different ones do', async () => {
    const id = '{ items_getItems { id } }';
    expect((await answersTo([id, '{ b: items_getItems { id } }'])).decoded).toEqual([{ id: true }]);
    expect((await answersTo([id, '{ items_getItems { name } }'])).decoded).toEqual([undefined]);
  });

  it('calls the account once more for a selection that comes after the answer', async () => {
    const { context, decoded, waiting, answering } = account();
    const early = ask(schema, context, '{ items_getItems { id } }');
    release(waiting);
    await Promise.resolve();
    const same = ask(schema, context, '{ items_getItems { id } }');
    const late = ask(schema, context, '{ items_getItems { name } }');
    release(waiting);
    await Promise.resolve();
    release(answering);
    const [first, second, third] = await Promise.all([early, same, late]);
    expect(second).toEqual(first);
    expect(third).toEqual(await fromWhole('{ items_getItems { name } }'));
    expect(decoded).toEqual([{ id: true }, { name: true }]);
  });
});
