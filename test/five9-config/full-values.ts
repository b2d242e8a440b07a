/** Values that fill every field a contract has, so that nothing of it goes untried. */

import type { Meaning } from '../../src/adapters/calls/meaning.ts';
import type { Field, Fields, Operation, Type } from '../../src/adapters/contract.ts';

const ZONE = { timeZone: 'America/Los_Angeles' };

/** Every field filled, lists with two items, enums with the word of that index. */
export function fullValue(type: Type, index = 0): unknown {
  switch (type.kind) {
    case 'scalar':
      return type.decode(type.sample, ZONE);
    case 'enum': {
      const words = Object.keys(type.words);
      return words[index % words.length];
    }
    case 'list':
      return [fullValue(type.of, index), fullValue(type.of, index + 1)];
    case 'struct':
      return fullFields(type.fields, index);
    case 'variant':
      throw new Error('this vendor has no variants');
  }
}

/** Values of texts that must be more than text. */
const MEANT: Readonly<Record<Meaning, string>> = {
  'public-url': 'https://partner.example/done',
  'public-host': 'files.partner.example',
  wav: Buffer.from('RIFF0000WAVEfmt ').toString('base64'),
  pattern: '^A.*',
  'file-name': 'file.js',
  column: 'ident',
  numbers: '1,2',
};

function fullField({ type, minimum, maxLength, meaning }: Field, index: number): unknown {
  if (meaning) return MEANT[meaning];
  const value = fullValue(type, index);
  if (typeof value === 'string' && maxLength !== undefined) return value.slice(0, maxLength);
  return typeof value === 'number' && minimum !== undefined ? minimum : value;
}

/** The same for a record of fields. */
export function fullFields(fields: Fields, index = 0): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fullField(field, index)]));
}

/** How many words the longest enum of an operation's input has: so many requests say each word once. */
export function longestEnum(row: Operation): number {
  return Math.max(1, ...Object.values(row.input).map(({ type }) => wordsIn(type)));
}

function wordsIn(type: Type): number {
  if (type.kind === 'enum') return Object.keys(type.words).length;
  if (type.kind === 'list') return wordsIn(type.of);
  if (type.kind === 'struct') return Math.max(0, ...Object.values(type.fields).map((field) => wordsIn(field.type)));
  return 0;
}
