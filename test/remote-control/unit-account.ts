import type { Adapter } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { createActs } from '../../src/adapters/remote-control/acts.ts';
import { vendor } from '../../src/adapters/remote-control/index.ts';
import { Phones } from '../../src/adapters/remote-control/reads/phones.ts';
import { createReads } from '../../src/adapters/remote-control/reads.ts';
import type { Settings } from '../../src/adapters/remote-control/settings.ts';

type Input = Readonly<Record<string, unknown>>;
type Answer = (input: Input, ask: { signal?: AbortSignal; deadline?: number }) => unknown;

/** When the call of `listed` began. */
export const BEGAN = '2026-03-02T09:30:00Z';

const NUMBERS = {
  callState: { 1: 'RINGING', 2: 'CONNECTED', 3: 'HELD', 4: 'WRAP_UP' },
  callStatus: { 1: 'INBOUND', 2: 'OUTBOUND' },
  recordingState: { 0: 'NOT_RECORDING', 1: 'RECORDING', 2: 'PAUSED' },
  campaignStatus: { 1: 'RUNNING' },
};

/** Settings of an account that maps the vendor's numbers. */
export function settingsOf(more: object = {}): Settings {
  return vendor.settings.parse({ url: 'http://127.0.0.1:9', userId: 12, token: 'T', numbers: NUMBERS, ...more });
}

/** A call of a phone as the vendor answers it. */
export const listed = (id = 1000, more: object = {}) => ({
  ...{ CallId: id, CallStartTime: BEGAN, CallState: 2, CallStatus: 2, RecordingState: 1, PhoneNumber: '+16145550001' },
  ...more,
});

/** The acts and reads of an account whose vendor is a function for each operation. */
export function unitAccount(answers: Readonly<Record<string, Answer>> = {}, more: object = {}) {
  const replies: Record<string, Answer> = { getcalls: () => [listed()], ...answers };
  const asked: { operation: string; input: Input; ask: { signal?: AbortSignal; deadline?: number } }[] = [];
  const send = async (operation: string, input: Input, ask: { signal?: AbortSignal; deadline?: number }) => {
    asked.push({ operation, input, ask });
    return (await replies[operation]?.(input, ask)) ?? null;
  };
  const client = { send, close: async () => {} } as never;
  const settings = settingsOf(more);
  const phones = new Phones(client, settings);
  const acts = createActs(client, phones, settings) as Required<Pick<Adapter, keyof ReturnType<typeof createActs>>>;
  const reads = createReads(client, phones, settings, () => new Date(BEGAN));
  /** The operations that were sent, with their inputs, save reads of phones. */
  const sent = () => asked.flatMap(({ operation, input }) => (operation === 'getcalls' ? [] : [[operation, input]]));
  return { acts, reads, phones, client, asked, replies, sent, operations: () => asked.map((each) => each.operation) };
}

/** A function that fails as the vendor may. */
export function failing(code: CrosspointError['code'], ResponseDetail?: string, operation?: string): () => never {
  const facts = { ...(operation && { operation }), ...(ResponseDetail && { details: { ResponseDetail } }) };
  return () => {
    throw new CrosspointError(code, ResponseDetail ?? 'Refused', facts);
  };
}
