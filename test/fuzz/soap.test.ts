import fc from 'fast-check';
import { test } from 'vitest';
import type { Operation, Operations } from '../../src/adapters/contract.ts';
import { engageContract } from '../../src/adapters/engage/contract/index.ts';
import { five9ConfigContract } from '../../src/adapters/five9-config/contract/index.ts';
import { wire as desk } from '../../src/adapters/five9-cti/contract/index.ts';
import { decodeAnswer } from '../../src/adapters/soap/envelope.ts';
import { encodeResult } from '../../src/simulators/soap/answer.ts';
import { anyValue } from '../wire/values.ts';
import { codeOr, damaged, fuzz, operations, XML_PIECES } from './fuzz.ts';

const context = { timeZone: 'UTC' };
const style = { ...context, namespace: 'urn:service', typePrefix: 'ns2' };
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';

const rows = Object.assign(
  {},
  ...[five9ConfigContract, desk, engageContract].map(({ operations }) => operations),
) as Operations;

/** An operation, and an answer to it with a few faults. */
const answers = operations(rows).chain(([name, row]) => {
  const value = row.output ? anyValue(row.output) : fc.constant(null);
  const sound = value.map((inside) => {
    const result = encodeResult(name, row, inside, style);
    return `<S:Envelope xmlns:S="${SOAP}"><S:Body>${result}</S:Body></S:Envelope>`;
  });
  return fc.tuple(fc.constant(name), damaged(sound, XML_PIECES));
});

test('an answer over SOAP with any fault in it is read or is a bad answer', async () => {
  await fuzz(answers, ([name, text]) => {
    codeOr(() => decodeAnswer(text, name, rows[name] as Operation, context));
  });
});
