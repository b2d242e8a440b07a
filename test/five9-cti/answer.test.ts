/** Answering at a desk, whose operation names no call: a service written from the guide shows what was reached. */
import { afterEach, describe, expect, it } from 'vitest';
import { asCrosspointError } from '../../src/adapters/errors.ts';
import { connectTo } from './scripted.ts';
import { type StandInCall, standIn } from './stand-in.ts';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

const ringing = (id: string, more: Partial<StandInCall> = {}): StandInCall => ({ id, state: 'ringing', ...more });

/** The error code of an answer of call A, null where it succeeds, with the calls and the operations sent. */
async function answered(calls: StandInCall[], between?: Parameters<typeof standIn>[1]) {
  const service = await standIn(calls, between);
  const adapter = connectTo([{ agent: 'jdoe', url: service.url }]);
  cleanups.push(service.close, () => adapter.close());
  const code = await adapter.callAnswer?.('jdoe/A', {}, {}).then(
    () => null,
    (error: unknown) => asCrosspointError(error).code,
  );
  return { code, states: service.calls.map(({ state }) => state), sent: service.sent };
}

describe('callAnswer at a desk', () => {
  it('connects the only call, which rings', async () => {
    expect(await answered([ringing('A')])).toEqual({ code: null, states: ['talking'], sent: ['softphonePickupPhone'] });
  });

  it.each([
    ['talks already', [{ id: 'A', state: 'talking' }], 'FAILED_PRECONDITION'],
    ['waits for its disposition', [{ id: 'A', state: 'wrap-up' }], 'FAILED_PRECONDITION'],
    ['was placed by the agent', [ringing('A', { placed: true })], 'FAILED_PRECONDITION'],
    ['rings beside another call', [ringing('A'), ringing('B')], 'FAILED_PRECONDITION'],
    ['has ended, with another one ringing', [{ id: 'A', state: 'ended' }, ringing('B')], 'NOT_FOUND'],
  ] as const)('sends nothing for a call that %s', async (_title, calls, code) => {
    const before = calls.map(({ state }) => state);
    expect(await answered(calls.map((call) => ({ ...call })))).toEqual({ code, states: before, sent: [] });
  });

  it('has an unknown outcome where the line still rings after the vendor accepted it', async () => {
    const silent = (operation: string, calls: StandInCall[]) => {
      if (operation === 'getStatus') for (const call of calls) call.state = 'ringing';
    };
    expect(await answered([ringing('A')], silent)).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      sent: ['softphonePickupPhone'],
    });
  });
});
