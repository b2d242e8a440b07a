import { describe, expect, test } from 'vitest';
import { writeId } from '../../src/access/global-id.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { call, fakeAdapter, gatewayOver, rows } from './world.ts';

describe('acts over several accounts', () => {
  const hold =
    'mutation ($id: ID!, $key: String) { callHold(input: { id: $id, idempotencyKey: $key }) { call { state } userErrors { code message path vendorCode } } }';
  const id = writeId('Call', 'floor', 'a');

  test('an act that an account lacks is UNSUPPORTED before any call, with the accounts that have it', async () => {
    const floor = fakeAdapter('floor', 'FIVE9_CTI', { calls: async () => rows(call('a')), callHold: async () => {} });
    const other = fakeAdapter('other', 'REMOTE_CONTROL', { calls: async () => rows(call('a')) });
    const { ask } = gatewayOver([floor, other]);
    const { data } = await ask(hold, { id: writeId('Call', 'other', 'a') });
    expect(data.callHold).toEqual({
      call: null,
      userErrors: [
        {
          code: 'UNSUPPORTED',
          message: 'The account other cannot do this; these accounts can: floor',
          path: null,
          vendorCode: null,
        },
      ],
    });
    expect(other.asked).toEqual([]);
  });

  test('one idempotency key is one act and one answer; another input under it is refused', async () => {
    let holds = 0;
    const floor = fakeAdapter('floor', 'FIVE9_CTI', {
      calls: async () => rows(call('a', { state: holds ? 'HELD' : 'CONNECTED' })),
      callHold: async () => {
        holds += 1;
      },
    });
    const { ask } = gatewayOver([floor]);
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(hold, { id, key: 'k1' })));
    expect(answers.map(({ data }) => data.callHold)).toEqual(
      Array(5).fill({ call: { state: 'HELD' }, userErrors: [] }),
    );
    expect(holds).toBe(1);
    const reused = await ask(hold, { id: writeId('Call', 'floor', 'b'), key: 'k1' });
    expect(reused.data.callHold.userErrors).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: ['input', 'idempotencyKey'] },
    ]);
  });

  test('an act with an unknown outcome is not sent again, and the payload shows the state read afterwards', async () => {
    let sent = 0;
    const floor = fakeAdapter('floor', 'FIVE9_CTI', {
      calls: async () => rows(call('a', { state: 'HELD' })),
      callHold: async () => {
        sent += 1;
        throw new CrosspointError('OUTCOME_UNKNOWN', 'The vendor never answered');
      },
    });
    const { ask } = gatewayOver([floor]);
    const { data } = await ask(hold, { id });
    expect(data.callHold).toMatchObject({ call: { state: 'HELD' }, userErrors: [{ code: 'OUTCOME_UNKNOWN' }] });
    expect(sent).toBe(1);
  });

  test('a refusal by the vendor is a userError; an internal error is masked', async () => {
    const refusing = (error: Error) =>
      fakeAdapter('floor', 'FIVE9_CTI', { calls: async () => rows(call('a')), callHold: () => Promise.reject(error) });
    const refused = await gatewayOver([
      refusing(new CrosspointError('FAILED_PRECONDITION', 'The call has ended', { vendorCode: 'X' })),
    ]).ask(hold, { id });
    expect(refused.data.callHold).toMatchObject({
      call: { state: 'CONNECTED' },
      userErrors: [{ code: 'FAILED_PRECONDITION', vendorCode: 'X' }],
    });
    const mistaken = await gatewayOver([refusing(new TypeError('password=hunter2'))]).ask(hold, { id });
    expect(mistaken.errors).toMatchObject([{ message: 'Internal error', extensions: { code: 'INTERNAL' } }]);
    expect(JSON.stringify(mistaken)).not.toContain('hunter2');
  });

  test('a recording that was paused in part is not PAUSED (R1)', async () => {
    const wfo = fakeAdapter('wfo', 'RECORDER', {
      recordings: async () => rows(),
      recordingStates: async () => new Map([['7001', 'RECORDING' as const]]),
      recordingPause: async () => ({ state: 'UNKNOWN' as const, trouble: 'Core 2 did not take it' }),
    });
    const { ask } = gatewayOver([wfo]);
    const { data } = await ask(
      'mutation { recordingPause(input: { device: "7001" }) { state userErrors { code message } } }',
    );
    expect(data.recordingPause).toEqual({
      state: 'UNKNOWN',
      userErrors: [{ code: 'FAILED_PRECONDITION', message: 'Core 2 did not take it' }],
    });
  });

  test.each([
    ['no target', '', 'Name one of callId, recordingId and device'],
    ['two targets', 'device: "1", recordingId: "x"', 'Name one of callId, recordingId and device'],
    ['a device no recorder knows', 'device: "1"', 'No recorder knows this device'],
    ['an unknown account', 'device: "1", account: "absent"', 'There is no account absent'],
    ['an id that is none', 'callId: "zzz"', 'There is no such Call'],
  ])('recording %s is refused', async (_, target, message) => {
    const wfo = fakeAdapter('wfo', 'RECORDER', {
      recordings: async () => rows(),
      recordingStates: async () => new Map(),
      recordingPause: async () => ({ state: 'PAUSED' as const }),
    });
    const { data } = await gatewayOver([wfo]).ask(
      `mutation { recordingPause(input: { ${target} }) { state userErrors { message } } }`,
    );
    expect(data.recordingPause).toEqual({ state: null, userErrors: [{ message }] });
    expect(wfo.asked).not.toContain('recordingPause');
  });

  test.each(['not a number', '+44 (0)20 x 7946', '', '1', '+'])(
    'dialling %j is refused with the argument named',
    async (number) => {
      const floor = fakeAdapter('floor', 'FIVE9_CTI', {
        agents: async () => rows({ nativeId: 'jdoe', name: 'J' }),
        callDial: async () => ({ call: null }),
      });
      const { data } = await gatewayOver([floor]).ask(
        'mutation ($number: String!, $id: ID!) { callDial(input: { agentId: $id, number: $number }) { userErrors { code path } } }',
        { number, id: writeId('Agent', 'floor', 'jdoe') },
      );
      expect(data.callDial.userErrors).toEqual([{ code: 'INVALID_ARGUMENT', path: ['input', 'number'] }]);
      expect(floor.asked).not.toContain('callDial');
    },
  );
});
