/** What happens to a call of the simulated world. */
import type { CallEventType, CallState } from '../../schema/vocabulary.ts';
import type { CallRecord, EventRecord } from '../../src/adapters/adapter.ts';
import type { Random } from './random.ts';

type Step = (now: number) => EventRecord;
type Change = readonly [CallEventType, CallState, Partial<CallRecord>?];

const ROUTED = { leftQueue: 'ROUTED' } as const;
const ENDINGS: readonly (readonly Change[])[] = [
  [
    ['RINGING', 'RINGING', ROUTED],
    ['CONNECTED', 'CONNECTED', ROUTED],
    ['ENDED', 'ENDED', ROUTED],
  ],
  [
    ['RINGING', 'RINGING', ROUTED],
    ['CONNECTED', 'CONNECTED', ROUTED],
    ['HELD', 'HELD', ROUTED],
    ['RETRIEVED', 'CONNECTED', ROUTED],
    ['WRAP_UP', 'WRAP_UP', ROUTED],
    ['ENDED', 'ENDED', ROUTED],
  ],
  [['ENDED', 'ENDED', { leftQueue: 'ABANDONED' }]],
];

/** The events of one call, in their order; each is made when it happens. */
export function CALL_STORY(id: string, random: Random, startedAt: number): Step[] {
  const campaign = { nativeId: random.pick(['sales', 'service']), name: null };
  const agent = { nativeId: random.pick(['ann', 'bob', 'cid']), extension: '4711' };
  const times: { connectedAt?: string } = {};
  const changes: readonly Change[] = [['STARTED', 'QUEUED', {}], ...random.pick(ENDINGS)];
  return changes.map(([type, state, more]) => (now) => {
    const at = new Date(now).toISOString();
    if (type === 'CONNECTED') times.connectedAt = at;
    const call: CallRecord = {
      ...{ nativeId: id, state, direction: 'INBOUND', from: '+15550000003', to: '+15550000004', campaign },
      ...{ queue: campaign, startedAt: new Date(startedAt).toISOString(), ...times },
      ...(state !== 'QUEUED' && more?.leftQueue === 'ROUTED' && { agent, device: '4711' }),
      ...(state === 'ENDED' && { endedAt: at }),
      ...more,
    };
    return { kind: 'CALL', type, call, subject: id, account: '', fingerprint: '', occurredAt: at, receivedAt: at };
  });
}
