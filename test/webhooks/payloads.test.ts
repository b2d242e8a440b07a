/** What messages contain, against the shapes that their JSON Schema is made of, and the schema against the file of it. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { messageOf } from '../../src/webhooks/message.ts';
import { messageSchema, messageShape } from '../../src/webhooks/payload-shapes.ts';

const base = { fingerprint: 'f', subject: 's', account: 'floor', receivedAt: '2026-01-31T09:30:01Z' };
const occurredAt = '2026-01-31T09:30:00Z';
const events: EventRecord[] = [
  { ...base, occurredAt, kind: 'CALL', type: 'RINGING', call: { nativeId: '1', state: 'RINGING' } },
  { ...base, occurredAt, kind: 'AGENT', type: 'PRESENCE_CHANGED', agent: {} },
  { ...base, occurredAt, kind: 'RECORDING', type: 'STARTED', state: 'RECORDING' },
  {
    ...{ ...base, occurredAt, kind: 'RECORDING', type: 'STOPPED', state: 'NOT_RECORDING' },
    recording: { nativeId: '7', annotations: [{ field: 'USER1', label: 'PIN', value: '1234' }] },
  },
  { ...base, occurredAt, kind: 'CAMPAIGN', type: 'STATE_CHANGED', campaign: { nativeId: '1', name: 'Spring' } },
  { ...base, occurredAt, kind: 'CALLBACK', type: 'REMOVED', callback: { nativeId: 'jdoe/7' } },
  { ...base, occurredAt, kind: 'IMPORT', importId: '1', running: false, done: 5, failed: 1 },
  { ...base, occurredAt, kind: 'REPORT', reportId: '1', running: true },
  {
    ...{ ...base, occurredAt, kind: 'ALERT', type: 'RAISED' },
    alert: {
      ...{ id: '1', rule: 'waiting', figure: 'CALLS_WAITING', comparison: 'ABOVE', threshold: 5, value: 6 },
      ...{ raisedAt: occurredAt, clearedAt: null, queue: { nativeId: '9', name: 'Billing' } },
    },
  },
  { ...base, occurredAt, kind: 'ACCOUNT', status: 'DOWN' },
  { ...base, occurredAt, kind: 'VENDOR', name: 'PREVIEW', payload: { secret: '1234' } },
  { ...base, occurredAt, kind: 'GAP', from: occurredAt, to: occurredAt, reason: 'The stream was closed.' },
] as EventRecord[];

test.each(events.map((event) => [event.kind, event] as const))(
  'A message of the kind %s with only what every event has is of the documented shape',
  (_, event) => {
    const { body } = messageOf({ gap: false, position: '1-0', event } as never, 'cursor');
    expect(() => messageShape.parse(JSON.parse(body)), body).not.toThrow();
    expect(body).not.toContain('1234');
  },
);

test('A message about events that are no longer stored is of the documented shape', () => {
  const item = { gap: true, position: '1-0', from: new Date(0), to: new Date(1) } as const;
  expect(() => messageShape.parse(JSON.parse(messageOf(item as never, 'cursor').body))).not.toThrow();
});

test('The schema of messages has an example of each kind, and each example is a message', () => {
  const { examples } = messageSchema() as { examples: { data: { kind: string } }[] };
  for (const example of examples) expect(() => messageShape.parse(example)).not.toThrow();
  const kinds = messageShape.shape.data.options.flatMap(({ shape }) => [...shape.kind.values]);
  expect(examples.map(({ data }) => data.kind).sort()).toEqual(kinds.sort());
});

test('The schema of messages in the repository is that of the program', () => {
  expect(JSON.parse(readFileSync('schema/webhooks.json', 'utf8'))).toEqual(messageSchema());
  expect(z.toJSONSchema(messageShape)).toMatchObject({ type: 'object', required: ['type', 'timestamp', 'data'] });
});
