import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Operation, Operations } from '../../src/adapters/contract.ts';
import { readAnswer } from '../../src/adapters/recorder/client/answer.ts';
import { frameHead } from '../../src/adapters/recorder/client/frame-head.ts';
import { FrameReader, FramingError } from '../../src/adapters/recorder/client/frames.ts';
import { recorderContract } from '../../src/adapters/recorder/contract/index.ts';
import { RESULT } from '../../src/adapters/recorder/contract/results.ts';
import { encodeElement } from '../../src/adapters/xml/encode.ts';
import { anyValue } from '../wire/values.ts';
import { codeOr, damaged, fuzz, operations, XML_PIECES } from './fuzz.ts';

const context = { timeZone: 'America/Chicago' };
const pieces = [...XML_PIECES, '<RESULT>', '</RESULT>', '<RESULTCODE>', '</RESULTCODE>', 'API_OK', '<CALLCOPYEVENT>'];

const rows: Operations = recorderContract.operations;

const answers = operations(rows).chain(([name, row]) => {
  const type = row.output ?? RESULT;
  const sound = anyValue(type).map((value) => encodeElement('RESULT', type, value, context, []));
  return fc.tuple(fc.constant(name), damaged(sound, pieces));
});

/** The documents of a stream that comes in pieces, and whether it was refused after them. */
function framesOf(bytes: Buffer, length: number): { readonly frames: string[]; readonly refused: boolean } {
  const reader = new FrameReader(64 * 1024);
  const frames: string[] = [];
  try {
    for (let at = 0; at < bytes.length; at += length)
      frames.push(...reader.push(bytes.subarray(at, at + length)).map(String));
  } catch (error) {
    if (error instanceof FramingError) return { frames, refused: true };
    throw error;
  }
  return { frames, refused: false };
}

test("a recorder's answer with any fault in it is read or has a code", async () => {
  await fuzz(answers, ([name, text]) => {
    frameHead(Buffer.from(text));
    codeOr(() => readAnswer(rows[name] as Operation, text, context));
  });
});

test('a stream with any fault in it is cut alike in pieces of any length, or refused alike', async () => {
  const streams = fc
    .array(answers, { minLength: 1, maxLength: 3 })
    .map((all) => all.map(([, text]) => text).join('\r\n'));
  await fuzz(
    fc.tuple(streams, fc.integer({ min: 2, max: 50 })),
    ([text, length]) => {
      const bytes = Buffer.from(text);
      expect(framesOf(bytes, length).refused).toBe(framesOf(bytes, 1).refused);
      const byLength = framesOf(bytes, length);
      // Documents that come in one piece with a refused one are dropped with it.
      expect(framesOf(bytes, 1).frames.slice(0, byLength.frames.length)).toEqual(byLength.frames);
      if (!byLength.refused) expect(byLength.frames).toEqual(framesOf(bytes, 1).frames);
    },
    100,
  );
});
