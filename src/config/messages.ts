import type * as z from 'zod';

/** JSON types and shapes in the words of a YAML file. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a section of keys',
  record: 'a section of keys',
  null: 'empty',
};

const FORMATS: Readonly<Record<string, string>> = {
  url: 'must be an http or https URL, such as https://gateway.example',
  datetime: 'must be a time with an offset, such as 2026-01-31T08:00:00Z',
};

const kindName = (kind: string) => KINDS[kind] ?? kind;

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function sizeMessage(bound: 'at least' | 'at most', origin: string, limit: number | bigint, inclusive = true): string {
  if (origin === 'string') return `must have ${bound} ${limit} ${limit === 1 ? 'character' : 'characters'}`;
  if (origin === 'array') return `must have ${bound} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  if (inclusive) return `must be ${bound} ${limit}`;
  return bound === 'at least' ? `must be greater than ${limit}` : `must be less than ${limit}`;
}

/** Describes a problem of a setting in the words of the file, without repeating the value. */
export function settingMessage(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined && issue.code !== 'custom') return `is required${expectation(issue)}`;
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kindName(issue.expected)}, not ${kindName(kindOf(issue.input))}`;
    case 'invalid_value':
      return `must be ${oneOf(issue.values)}`;
    case 'too_small':
      return sizeMessage('at least', issue.origin, issue.minimum, issue.inclusive);
    case 'too_big':
      return sizeMessage('at most', issue.origin, issue.maximum, issue.inclusive);
    case 'invalid_format':
      return FORMATS[issue.format];
    default:
      return undefined;
  }
}

function oneOf(values: readonly unknown[]): string {
  return values.length === 1 ? String(values[0]) : `one of ${values.join(', ')}`;
}

function expectation(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_type') return `: ${kindName(issue.expected)}`;
  return issue.code === 'invalid_value' ? `: ${oneOf(issue.values)}` : '';
}
