import type { Meaning } from '../../src/adapters/calls/meaning.ts';
import type { Field, Fields, ScalarType, Type } from '../../src/adapters/contract.ts';
import { fieldName, valueNames } from '../../src/resolvers/vendor-plane/names.ts';

type Values = Record<string, unknown>;

const UTC = { timeZone: 'UTC' };
const SPECIAL_CHARACTERS = ' +0 <&>"\'1e5 ]]> é😀';

/** Values of texts that must be more than text. */
const MEANT: Readonly<Record<Meaning, (number: number) => string>> = {
  'public-url': (number) => `https://partner.example/${number}?a=1&b=2`,
  'public-host': (number) => `files${number}.partner.example`,
  wav: (number) => Buffer.from(`RIFF${String(number).padStart(4, '0')}WAVEfmt `.padEnd(60, ' ')).toString('base64'),
  pattern: (number) => `^ +0 <&>"'1e${number} ]]> é😀$`,
  'file-name': (number) => `${number} <&>é.js`,
  column: () => 'ident',
  numbers: (number) => `${number}, ${number + 1}`,
};

/** Makes values that fill every field, all different as far as their types allow. */
export class Filler {
  private count = 0;

  fields(fields: Fields, secrets = true): Values {
    const wanted = Object.entries(fields).filter(([, field]) => secrets || !field.secret);
    return Object.fromEntries(wanted.map(([name, field]) => [name, this.value(field.type, field, secrets)]));
  }

  value(type: Type, field: Partial<Field>, secrets: boolean): unknown {
    switch (type.kind) {
      case 'scalar':
        return this.scalar(type, field);
      case 'enum':
        return Object.keys(type.words)[this.next() % Object.keys(type.words).length];
      case 'list':
        return [this.value(type.of, field, secrets), this.value(type.of, field, secrets)];
      case 'struct':
        return {
          ...this.fields(type.fields, secrets),
          ...(type.open && { _other: [{ name: 'beyond', value: 'a<b' }] }),
        };
      case 'variant': {
        const words = Object.keys(type.cases);
        const word = words[this.next() % words.length] ?? '';
        const chosen = type.cases[word];
        return { _type: word, ...(chosen && (this.value(chosen, field, secrets) as Values)) };
      }
    }
  }

  private next(): number {
    this.count += 1;
    return this.count;
  }

  private scalar(type: ScalarType, field: Partial<Field>): unknown {
    const number = this.next();
    const { minimum = 0, maximum = 1_000_000, maxLength = 200, meaning } = field;
    if (meaning) return MEANT[meaning](number);
    if (type.name === 'string') return [...`${number}${SPECIAL_CHARACTERS}`].slice(0, maxLength).join('');
    if (type.name === 'unspecified') return JSON.stringify({ beyond: `a<${number}` });
    if (type.name === 'int') return minimum + (number % (maximum - minimum + 1));
    if (type.name === 'long' && field.minimum === undefined && field.maximum === undefined)
      return `90071992547409${930 + (number % 70)}`;
    if (type.name === 'double') return number + 0.5;
    if (type.name === 'boolean') return number % 2 === 0;
    return type.decode(type.sample, UTC);
  }
}

/** A contract value as GraphQL variables say it. */
export function asVariable(type: Type, value: unknown): unknown {
  if (value === null) return null;
  switch (type.kind) {
    case 'scalar':
      return value;
    case 'enum':
      return valueNames(Object.keys(type.words)).get(value as string);
    case 'list':
      return (value as unknown[]).map((item) => asVariable(type.of, item));
    case 'struct':
      return asVariables(type.fields, value as Values);
    case 'variant': {
      const { _type: word, ...fields } = value as Values & { _type: string };
      return { [fieldName(word)]: asVariables(type.cases[word]?.fields ?? {}, fields) };
    }
  }
}

/** Arguments or members as GraphQL variables say them. */
export function asVariables(fields: Fields, values: Values): Values {
  const variables: Values = {};
  for (const [name, value] of Object.entries(values)) {
    const field = fields[name];
    variables[fieldName(name)] = field ? asVariable(field.type, value) : value;
  }
  return variables;
}

/** The same instant in UTC, as every answer has it. */
function inUtc(text: string): string {
  const [, time, fraction = '', offset] = /^([^.Z+]{19})(\.\d+)?(.+)$/.exec(text) ?? [];
  return `${new Date(`${time}${offset}`).toISOString().slice(0, 19)}${fraction}Z`;
}

/** A contract value as a GraphQL answer shows it, every field selected. */
export function asShown(type: Type, value: unknown, isCase: (name: string) => boolean): unknown {
  switch (type.kind) {
    case 'scalar':
      return type.graphql === 'DateTime' && typeof value === 'string' ? inUtc(value) : value;
    case 'enum':
      return valueNames(Object.keys(type.words)).get(value as string);
    case 'list':
      return (value as unknown[]).map((item) => asShown(type.of, item, isCase));
    case 'struct': {
      const shown: Values = {};
      for (const [name, field] of Object.entries(type.fields))
        if (!field.secret) shown[fieldName(name)] = asShown(field.type, (value as Values)[name], isCase);
      if (type.open) shown._other = (value as Values)._other;
      if (Object.keys(shown).length === 0 || isCase(type.name)) shown._type = (value as Values)._type ?? type.name;
      return shown;
    }
    case 'variant': {
      const word = (value as { _type: string })._type;
      const chosen = type.cases[word];
      return chosen && { ...(asShown(chosen, value, isCase) as Values), _type: word };
    }
  }
}
