import { describe, expect, it } from 'vitest';
import type { Operation } from '../../src/adapters/contract.ts';
import { decodeAnswer } from '../../src/adapters/soap/envelope.ts';
import { encodeResult } from '../../src/simulators/soap/answer.ts';
import { defaultAnswer } from '../helpers/default-answers.ts';
import { NAMESPACE, sample } from './sample.ts';

const context = { timeZone: 'UTC' };
const style = { ...context, namespace: NAMESPACE, typePrefix: 'ns2' };

describe('an answer made of the contract alone', () => {
  it.each(Object.entries<Operation>(sample.operations))('of %s is one that a client can read', (name, row) => {
    const value = defaultAnswer(row, {});
    const body = encodeResult(name, row, value, style);
    const document = `<e:Envelope xmlns:e="urn:e"><e:Body>${body}</e:Body></e:Envelope>`;
    expect(decodeAnswer(document, name, row, context)).toMatchObject({ value });
  });

  it('fills in everything, and echoes what was sent', () => {
    const [found] = defaultAnswer(sample.operations.find, { label: 'mine' }) as Record<string, unknown>[];
    expect(found).toMatchObject({
      id: '9007199254740993',
      label: 'mine',
      tint: 'RED',
      parts: [{ name: 'text', size: 1 }],
    });
  });

  it('contains no secret', () => {
    expect(JSON.stringify(defaultAnswer(sample.operations.echo, { secret: 'hunter22' }))).not.toContain('hunter22');
  });
});
