import { basename } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Operation, Operations } from '../../src/adapters/contract.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';

const { FUZZ_SECONDS, FUZZ_SEED, FUZZ_PATH } = process.env;
const seconds = Number(FUZZ_SECONDS ?? 0);
/** Milliseconds that one input may take; those of the size made here take a few. */
const LONGEST = 5_000;

/**
 * Runs a property on made-up inputs: a few hundred in the suite, and for the seconds that `npm run fuzz` says. A failure names
 * the command that replays it.
 */
export async function fuzz<Input>(
  inputs: fc.Arbitrary<Input>,
  check: (input: Input) => void | Promise<void>,
  runs = 300,
): Promise<void> {
  const property = fc.asyncProperty(inputs, async (input) => {
    const began = performance.now();
    await check(input);
    expect(performance.now() - began).toBeLessThan(LONGEST);
  });
  const details = await fc.check(property, {
    numRuns: seconds > 0 ? 1_000_000_000 : runs,
    ...(seconds > 0 ? { interruptAfterTimeLimit: seconds * 1_000 } : {}),
    ...(FUZZ_SEED ? { seed: Number(FUZZ_SEED) } : {}),
    ...(FUZZ_PATH ? { path: FUZZ_PATH } : {}),
  });
  // `npm run promises` adds these up.
  if (seconds > 0) process.stdout.write(`fuzz: ${details.numRuns} inputs\n`);
  if (!details.failed) return;
  const { currentTestName, testPath } = expect.getState();
  const target = basename(testPath ?? '', '.test.ts');
  const words = `--target ${target} --test "${currentTestName}" --seed=${details.seed} --path=${details.counterexamplePath}`;
  throw new Error(`npm run fuzz -- ${words}\n${fc.defaultReportMessage(details)}`, { cause: details.errorInstance });
}

/** The result of a call, or the code it was refused with. Any other error is thrown on. */
export function codeOr<Value>(call: () => Value): Value | { readonly refused: string } {
  try {
    return call();
  } catch (error) {
    if (error instanceof CrosspointError && error.code !== 'INTERNAL') return { refused: error.code };
    throw error;
  }
}

/** Any operation of a contract with its name. */
export function operations(rows: Operations): fc.Arbitrary<readonly [name: string, row: Operation]> {
  return fc.constantFrom(...Object.entries(rows));
}

/** A text after a few cuts, each with a piece in its place; one in ten stays whole. */
export function damaged(texts: fc.Arbitrary<string>, pieces: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('', ...pieces) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom(...pieces), fc.nat(300)).map(([one, times]) => one.repeat(times)),
    },
  );
  const cut = fc.tuple(fc.nat(), fc.oneof(fc.nat(4), fc.nat(60)), piece);
  const cuts = fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 9, arbitrary: fc.array(cut, { minLength: 1, maxLength: 4 }) },
  );
  return fc.tuple(texts, cuts).map(([text, list]) =>
    list.reduce((now, [place, length, put]) => {
      const at = place % (now.length + 1);
      return now.slice(0, at) + put + now.slice(at + length);
    }, text),
  );
}

/** Pieces that XML is made of, sound or not. */
export const XML_PIECES = [
  ...['<', '>', '/', '&', ';', '"', "'", '=', ' ', '\r\n', ':', '<!--', '-->', '<![CDATA[', ']]>', '<?a b?>'],
  ...['<a>', '</a>', '<a/>', '<return>', '</return>', '<!DOCTYPE a>', '<!ENTITY a "b">', ' xmlns:n="urn:n"', '<n:b>'],
  ...[
    ' xsi:nil="true"',
    ' xsi:type="ns2:other"',
    '&#0;',
    '&#x1F600;',
    '&lt;',
    '&x;',
    '\0',
    '\u0001',
    '\ud800',
    '\ufeff',
  ],
  ...[
    '__proto__',
    'constructor',
    '99999999999999999999',
    '-1',
    'NaN',
    '2026-13-45T99:99:99Z',
    '0000-00-00',
    'true',
    'é',
  ],
];

/** Texts that have broken parsers of addresses, numbers and names. */
export const HOSTILE_TEXTS = [
  ...[
    '',
    ' ',
    '\0',
    '%',
    '%zz',
    '%00',
    '..',
    '/',
    '//',
    '\\',
    '@',
    ':',
    '::',
    '[',
    ']',
    '[::]',
    '[::1',
    '0',
    '-1',
    '1e999',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '${HOME}',
    '${',
    '${file:/}',
    '\u202e',
    '\ud800',
    '😀',
    'é',
    '\n',
    '\r\n',
    '*',
  ],
];
