import fc from 'fast-check';
import { test } from 'vitest';
import type { Operation, Operations } from '../../src/adapters/contract.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { readAnswer } from '../../src/adapters/remote-control/client/answer.ts';
import { answerType } from '../../src/adapters/remote-control/client/answer-type.ts';
import { refusalError } from '../../src/adapters/remote-control/client/refusal.ts';
import { remoteControlContract } from '../../src/adapters/remote-control/contract/index.ts';
import { encodeElement } from '../../src/adapters/xml/encode.ts';
import { anyValue } from '../wire/values.ts';
import { damaged, fuzz, HOSTILE_TEXTS, operations, XML_PIECES } from './fuzz.ts';

const context = { timeZone: 'UTC' };
const DEEP = 4_000;

/** Values as JSON has them, with the names of the envelope, and some nested deeper than a stack is. */
const json = fc.oneof(
  { weight: 9, arbitrary: fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.constantFrom('[', '{"a":').map((open) => nested(open, DEEP * 10)) },
  { weight: 3, arbitrary: fc.constantFrom('""', 'true', '"true"', '"-1"', '1e999', '"__proto__"', '[null]', '{}') },
);

function nested(open: string, depth: number): string {
  return `${open.repeat(depth)}1${(open === '[' ? ']' : '}').repeat(depth)}`;
}

const rows: Operations = remoteControlContract.operations;

/** The names of everything that the answer to any operation may have. */
const names = [...new Set(JSON.stringify(Object.values(rows).map(answerType)).match(/[A-Z]\w+/g))];
const name = fc.oneof(
  fc.constantFrom('Data', 'data', 'Success', 'ResponseCode', 'ResponseDetail'),
  fc.constantFrom(...names),
);
const object = fc
  .array(fc.tuple(name, json), { maxLength: 5 })
  .map((members) => `{${members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`);
const inside = fc.oneof(
  json,
  object,
  fc.array(object, { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
);
const envelopes = fc
  .tuple(fc.constantFrom('true', 'false', '"True"', '1', 'null'), inside, json, json)
  .map(
    ([success, data, code, detail]) =>
      `{"Success":${success},"Data":${data},"ResponseCode":${code},"ResponseDetail":${detail}}`,
  );
const jsonPieces = [
  ...HOSTILE_TEXTS,
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  'null',
  'true',
  '\\u0000',
  '\\ud800',
  '"Data":',
];

/** Reads an answer as the client does: a refusal becomes an error with a code. */
async function answerOf(operation: string, text: string): Promise<void> {
  try {
    const { success, code, detail } = await readAnswer(text, rows[operation] as Operation, context);
    if (!success) refusalError(code, detail, 'token');
  } catch (error) {
    if (!(error instanceof CrosspointError) || error.code === 'INTERNAL') throw error;
  }
}

test('an answer in JSON with any fault in it is read or is a bad answer', async () => {
  await fuzz(fc.tuple(fc.constantFrom(...Object.keys(rows)), damaged(envelopes, jsonPieces)), ([operation, text]) =>
    answerOf(operation, text),
  );
});

test('an answer in XML with any fault in it is read or is a bad answer', async () => {
  const answers = operations(rows).chain(([operation, row]) => {
    const { envelope } = answerType(row);
    const sound = anyValue(envelope).map((value) => encodeElement('CallActionResponse', envelope, value, context, []));
    return fc.tuple(fc.constant(operation), damaged(sound, XML_PIECES));
  });
  await fuzz(answers, ([operation, text]) => answerOf(operation, text));
});
