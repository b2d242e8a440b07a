/** Each act of remote-control: what it reads and sends, and what it answers. */
import { describe, expect, it } from 'vitest';
import { BEGAN, failing, listed, unitAccount } from './unit-account.ts';

const CALL = `7/1000@${BEGAN}`;
const other = (id: number) => `7/${id}@${BEGAN}`;

describe('an act on a call', () => {
  it.each([
    ['callHangup', 'hangup'],
    ['callHold', 'hold'],
    ['callRetrieve', 'retrieve'],
  ] as const)('%s reads the phone of the agent, then sends %s once', async (act, operation) => {
    const { acts, asked } = unitAccount();
    await acts[act](CALL, {}, { deadline: 700 });
    expect(asked).toMatchObject([
      { operation: 'getcalls', input: { UserID: 7 }, ask: { deadline: 700 } },
      { operation, input: { UserID: 7, CallID: 1000 }, ask: { deadline: 700 } },
    ]);
  });

  it.each([
    ['recordingStart', 'startrecord'],
    ['recordingResume', 'startrecord'],
    ['recordingStop', 'stoprecord'],
    ['recordingPause', 'stoprecord'],
  ] as const)('%s sends %s between two reads of the phone', async (act, operation) => {
    const { acts, operations, sent } = unitAccount();
    await acts[act]({ call: CALL }, {});
    expect(operations()).toEqual(['getcalls', operation, 'getcalls']);
    expect(sent()).toEqual([[operation, { UserID: 7, CallID: 1000 }]]);
  });

  it.each([
    ['has another id', listed(1001)],
    ['began at another time', listed(1000, { CallStartTime: '2026-03-02T09:31:00Z' })],
  ])('is NOT_FOUND where the call on the phone %s', async (_, call) => {
    const { acts, sent } = unitAccount({ getcalls: () => [call] });
    await expect(acts.callHold(CALL, {}, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(sent()).toEqual([]);
  });

  // Guide l. 157: goready puts the specified user into the ready status.
  it('agentSetReady sends the id of the agent and reads nothing', async () => {
    const { acts, asked } = unitAccount();
    await acts.agentSetReady('7', {}, { deadline: 700 });
    expect(asked).toEqual([{ operation: 'goready', input: { UserID: 7 }, ask: { deadline: 700 } }]);
  });
});

describe('an act of unknown outcome', () => {
  const ACTS = {
    hangup: (account: ReturnType<typeof unitAccount>) => account.acts.callHangup(CALL, {}, { deadline: 700 }),
    goready: (account: ReturnType<typeof unitAccount>) => account.acts.agentSetReady('7', {}, { deadline: 700 }),
    dial: (account: ReturnType<typeof unitAccount>) => account.acts.callDial('7', { number: '1' }, { deadline: 700 }),
  };

  it.each(Object.entries(ACTS))('%s is rejected with the calls that the phone then shows', async (name, act) => {
    const calls = [listed(), listed(1001, { CallStatus: 1, PhoneNumber: '+16145550002', CallState: 1 })];
    const account = unitAccount({ [name]: failing('OUTCOME_UNKNOWN'), getcalls: () => calls });
    const facts = { startedAt: BEGAN, recordingState: 'RECORDING' };
    await expect(act(account)).rejects.toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      details: {
        calls: [
          { nativeId: CALL, state: 'CONNECTED', number: '+16145550001', ...facts },
          { nativeId: other(1001), state: 'RINGING', number: '+16145550002', ...facts },
        ],
      },
    });
    expect(account.sent()).toHaveLength(1);
    expect(account.asked.at(-1)).toMatchObject({ operation: 'getcalls', input: { UserID: 7 } });
    expect(account.asked.at(-1)?.ask.deadline, 'the time of the act may be over').toBe(5_000);
  });

  it('is rejected as it was where the phone cannot be read either', async () => {
    const { acts } = unitAccount({ goready: failing('OUTCOME_UNKNOWN'), getcalls: failing('UNAVAILABLE') });
    const thrown = await acts.agentSetReady('7', {}, {}).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'OUTCOME_UNKNOWN', details: undefined });
  });

  it.each([
    ['a refusal', failing('FAILED_PRECONDITION')],
    ['an unexpected error', () => Promise.reject(new TypeError('mistake'))],
  ])('is not what %s is, after which no phone is read', async (_, goready) => {
    const { acts, operations } = unitAccount({ goready });
    const thrown = await acts.agentSetReady('7', {}, {}).catch((error: unknown) => error);
    expect(String(thrown)).toMatch(/Refused|mistake/);
    expect(operations()).toEqual(['goready']);
  });
});

describe('callDial', () => {
  it('sends the number without a lead, and answers the call that goes out to it', async () => {
    const { acts, asked } = unitAccount({ dial: () => listed(1002, { CallStatus: 1, PhoneNumber: '16145550001' }) });
    const answer = await acts.callDial('7', { number: '+1 614 555 0001' }, { deadline: 700 });
    const input = { UserID: 7, PhoneNum: '+16145550001', LeadID: null };
    expect(asked).toEqual([{ operation: 'dial', input, ask: { deadline: 700 } }]);
    const call = { nativeId: other(1002), direction: 'OUTBOUND', from: null, to: '+16145550001', state: 'CONNECTED' };
    expect(answer).toMatchObject({ call });
  });

  it.each([
    ['no call', null],
    ['a call without an id', listed(0, { CallId: null })],
  ])('answers no call where the vendor answers %s', async (_, call) => {
    const { acts } = unitAccount({ dial: () => call });
    expect(await acts.callDial('7', { number: '1' }, {})).toEqual({ call: null });
  });

  it('reads the lead of a contact as the service user before it dials for it', async () => {
    const { acts, asked } = unitAccount({
      leadphones: () => [{ LeadId: 5001, PhoneNumber: '1' }],
      dial: () => listed(),
    });
    await acts.callDial('7', { number: '1', contact: '5001' }, { deadline: 700 });
    const ask = { deadline: 700 };
    expect(asked).toEqual([
      { operation: 'leadphones', input: { UserID: 12, LeadID: '5001' }, ask },
      { operation: 'dial', input: { UserID: 7, PhoneNum: '1', LeadID: '5001' }, ask },
    ]);
  });

  it.each([null, undefined])('reads no lead for the contact %s', async (contact) => {
    const { acts, operations } = unitAccount();
    await acts.callDial('7', { number: '1', contact: contact as null }, {});
    expect(operations()).toEqual(['dial']);
  });

  it.each([
    ['an unknown lead', { contact: '5001' }, 'NOT_FOUND', ['contact'], ['leadphones']],
    ['a campaign', { campaign: '1' }, 'INVALID_ARGUMENT', ['campaign'], []],
    ['a number that is none', { number: 'x' }, 'INVALID_ARGUMENT', ['number'], []],
  ])('is refused for %s, and nothing is dialled', async (_, input, code, argumentPath, asked) => {
    const { acts, operations } = unitAccount({ leadphones: () => [] });
    const dialled = acts.callDial('7', { number: '1', ...input }, {});
    await expect(dialled).rejects.toMatchObject({ code, argumentPath });
    expect(operations()).toEqual(asked);
  });

  it('takes an empty campaign for none', async () => {
    const { acts, sent } = unitAccount();
    await acts.callDial('7', { number: '1', campaign: '' }, {});
    expect(sent()).toHaveLength(1);
  });
});

describe('callBridge', () => {
  const results = { disposition: 'Sale', otherDisposition: 'Resolved' };
  const two = { getcalls: () => [listed(), listed(1001)] };

  it('sends both calls with their results, and notes where there are some', async () => {
    const { acts, sent, operations } = unitAccount(two);
    await acts.callBridge(CALL, { other: other(1001), ...results, comments: 'one', otherComments: 'two' }, {});
    await acts.callBridge(other(1001), { other: CALL, ...results }, {});
    const facts = { UserID: 7, ResultCode1: 'Sale', ResultCode2: 'Resolved' };
    expect(sent()).toEqual([
      ['connectcalls', { ...facts, Call1ID: 1000, Call2ID: 1001, Notes1: 'one', Notes2: 'two' }],
      ['connectcalls', { ...facts, Call1ID: 1001, Call2ID: 1000, Notes1: null, Notes2: null }],
    ]);
    expect(operations().slice(0, 3)).toEqual(['getcalls', 'getcalls', 'connectcalls']);
  });

  // Guide, Connect Calls: the result codes and call ids are required.
  it.each(['disposition', 'otherDisposition'])('is refused without %s before anything is read', async (name) => {
    for (const missing of [null, '', undefined]) {
      const { acts, operations } = unitAccount(two);
      const bridged = acts.callBridge(CALL, { other: other(1001), ...results, [name]: missing }, {});
      await expect(bridged).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', argumentPath: [name] });
      expect(operations()).toEqual([]);
    }
  });

  it('is refused for calls of two agents before anything is read', async () => {
    const { acts, operations } = unitAccount(two);
    const bridged = acts.callBridge(CALL, { other: `8/1001@${BEGAN}`, ...results }, {});
    await expect(bridged).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', argumentPath: ['otherId'] });
    expect(operations()).toEqual([]);
  });

  it.each([
    ['call', other(1002), other(1001)],
    ['other call', CALL, other(1002)],
  ])('is NOT_FOUND where the phone no longer has the %s', async (_, call, second) => {
    const { acts, sent } = unitAccount(two);
    const bridged = acts.callBridge(call, { other: second, ...results }, {});
    await expect(bridged).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(sent()).toEqual([]);
  });

  it('of unknown outcome is rejected with the calls that the phone then shows', async () => {
    const { acts } = unitAccount({ ...two, connectcalls: failing('OUTCOME_UNKNOWN') });
    const bridged = acts.callBridge(CALL, { other: other(1001), ...results }, {});
    await expect(bridged).rejects.toMatchObject({
      details: { calls: [{ nativeId: CALL }, { nativeId: other(1001) }] },
    });
  });
});

describe('what an act on a recording answers', () => {
  const after = (RecordingState: number | null) => ({ getcalls: () => [listed(1000, { RecordingState })] });

  it.each([
    ['recordingStart', 1, 'RECORDING'],
    ['recordingStop', 0, 'NOT_RECORDING'],
    ['recordingStop', 2, 'PAUSED'],
  ] as const)('%s: with RecordingState %i it is %s', async (act, number, state) => {
    expect(await unitAccount(after(number)).acts[act]({ call: CALL }, {})).toEqual({ state });
  });

  it.each([
    ['recordingStart', 0, 'NOT_RECORDING'],
    ['recordingStart', 2, 'PAUSED'],
    ['recordingStop', 1, 'RECORDING'],
  ] as const)('%s: with RecordingState %i it is %s, with what went wrong', async (act, number, state) => {
    const trouble = 'The vendor accepted the request, but the call does not show its effect';
    expect(await unitAccount(after(number)).acts[act]({ call: CALL }, {})).toEqual({ state, trouble });
  });

  it('is unknown where the number has no meaning', async () => {
    const trouble =
      'The vendor accepted the request; its effect is not confirmed: the account does not map its RecordingState (numbers.recordingState)';
    const answer = await unitAccount(after(9)).acts.recordingStop({ call: CALL }, {});
    expect(answer).toEqual({ state: 'UNKNOWN', trouble, code: 'OUTCOME_UNKNOWN' });
  });

  it('is unknown where the call has left the phone meanwhile', async () => {
    const looks = [[listed()], []];
    const { acts } = unitAccount({ getcalls: () => looks.shift() });
    const answer = await acts.recordingStop({ call: CALL }, {});
    const trouble = expect.stringContaining('the state of the call could not be read');
    expect(answer).toEqual({ state: 'UNKNOWN', trouble, code: 'OUTCOME_UNKNOWN' });
  });

  it('is a failure where the vendor refuses the act', async () => {
    const { acts, operations } = unitAccount({ stoprecord: failing('FAILED_PRECONDITION') });
    await expect(acts.recordingStop({ call: CALL }, {})).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    expect(operations()).toEqual(['getcalls', 'stoprecord']);
  });

  it('is refused without a call', async () => {
    const { acts } = unitAccount();
    const stopped = acts.recordingStop({ device: '1' }, {});
    await expect(stopped).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', argumentPath: ['call'] });
  });
});
