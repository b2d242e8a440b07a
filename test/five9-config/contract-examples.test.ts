import { readdirSync, readFileSync } from 'node:fs';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../src/adapters/contract.ts';
import { five9ConfigContract } from '../../src/adapters/five9-config/contract/index.ts';
import { decodeAnswer, encodeEnvelope } from '../../src/adapters/soap/envelope.ts';
import { decodeFields } from '../../src/adapters/xml/decode.ts';
import { childOf, parseXml, type XmlElement } from '../../src/adapters/xml/tree.ts';

const folder = new URL('../fixtures/five9-config/', import.meta.url);
const examples = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const pacific = { timeZone: 'America/Los_Angeles' };
const namespace = 'http://service.admin.ws.five9.com/';

/** Printed in an order that the server does not take: the guide's example is not in the order of the wire. */
const PRINTED_OUT_OF_ORDER = [
  'adds records to a list without waiting',
  'runs a report for two campaigns',
  'runs a report for a list',
];

interface Example {
  readonly operation: keyof typeof five9ConfigContract.operations;
  readonly input: Readonly<Record<string, unknown>>;
  readonly output?: unknown;
}

const read = (name: string, file: string): string => readFileSync(new URL(`${name}/${file}`, folder), 'utf8');

function bodyOf(text: string): XmlElement {
  const body = childOf(parseXml(text), 'Body')?.children[0];
  if (!body) throw new Error('an envelope without a body');
  return body;
}

interface Canonical {
  readonly name: string;
  readonly value: string | readonly Canonical[];
}

const DATE = /^\d{4}-\d\d-\d\dT/;

/** What an element means, independent of its prefixes and of how a time is written. */
function canonical({ name, children, text }: XmlElement): Canonical {
  if (children.length > 0) return { name, value: children.map(canonical) };
  const time = DATE.test(text) ? DateTime.fromISO(text, { zone: pacific.timeZone }).toUTC().toISO() : text;
  return { name, value: time ?? text };
}

function sorted({ name, value }: Canonical): Canonical {
  if (typeof value === 'string') return { name, value };
  return {
    name,
    value: value.map(sorted).sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0)),
  };
}

describe.each(examples.map(({ name }) => name))("the guide's example that %s", (name) => {
  const { operation, input, output } = JSON.parse(read(name, 'values.json')) as Example;
  const row: Operation = five9ConfigContract.operations[operation];
  const printed = bodyOf(read(name, 'request.xml'));
  const ours = bodyOf(
    encodeEnvelope({ namespace, style: 'named', operation, fields: row.input, input, header: '', context: pacific }),
  );

  it('is what the encoder writes for the same values', () => {
    expect(ours.namespace).toBe(printed.namespace);
    expect(sorted(canonical(ours))).toEqual(sorted(canonical(printed)));
  });

  it('stands in the order of the wire unless it is known not to', () => {
    const same = JSON.stringify(canonical(ours)) === JSON.stringify(canonical(printed));
    expect(same).toBe(!PRINTED_OUT_OF_ORDER.includes(name));
  });

  it('is read back as the same values', () => {
    const back = decodeFields(row.input, printed, pacific);
    expect(back).toMatchObject(decodeFields(row.input, ours, pacific));
    expect(decodeFields(row.input, ours, pacific)).toMatchObject(back);
  });

  if (output !== undefined)
    it('has an answer that is read', () => {
      const answer = decodeAnswer(read(name, 'response.xml'), operation, row, pacific);
      if (!('value' in answer)) throw new Error('a fault');
      if (typeof output === 'object' && output !== null) expect(answer.value).toMatchObject(output);
      else expect(answer.value).toBe(output);
    });
});

describe('the answer that the guide prints with another end tag', () => {
  it('is refused', () => {
    const printed = read('adds records to a list without waiting', 'response.xml').replace(
      '</ser:asyncAddRecordsToListResponse>',
      '</ser:addRecordToListResponse>',
    );
    const row: Operation = five9ConfigContract.operations.asyncAddRecordsToList;
    expect(() => decodeAnswer(printed, 'asyncAddRecordsToList', row, pacific)).toThrow(
      expect.objectContaining({ code: 'BAD_RESPONSE' }),
    );
  });
});

describe("the guide's example in PHP", () => {
  it('asks for an import by an identifier inside an identifier', () => {
    const row: Operation = five9ConfigContract.operations.isImportRunning;
    const input = { waitTime: '10', identifier: { identifier: 'abc' } };
    const parts = { namespace, style: 'named', operation: 'isImportRunning', fields: row.input } as const;
    const text = encodeEnvelope({ ...parts, input, header: '', context: pacific });
    expect(text).toContain('<identifier><identifier>abc</identifier></identifier><waitTime>10</waitTime>');
  });
});
