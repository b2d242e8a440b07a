import type { CallEventType, CallState } from '../../schema/vocabulary.ts';
import type { EventRecord } from '../../src/adapters/adapter.ts';

let count = 0;

/** A call's event, distinguished by its fingerprint. */
export function callEvent(facts: {
  account?: string;
  call?: string;
  fingerprint?: string;
  type?: CallEventType;
  state?: CallState;
  occurredAt?: string;
  device?: string;
}): EventRecord {
  count += 1;
  const { account = 'floor', call = '7', type = 'CONNECTED', state = 'CONNECTED' } = facts;
  const occurredAt = facts.occurredAt ?? new Date(1_700_000_000_000 + count).toISOString();
  return {
    kind: 'CALL',
    fingerprint: facts.fingerprint ?? `event-${count}`,
    subject: call,
    account,
    occurredAt,
    receivedAt: occurredAt,
    type,
    call: {
      nativeId: call,
      state,
      device: facts.device ?? '4711',
      from: '+15550000003',
      to: '00123',
      startedAt: occurredAt,
    },
  };
}

/** A log that keeps quiet. */
export const silent = { debug() {}, info() {}, warn() {}, error() {} };
