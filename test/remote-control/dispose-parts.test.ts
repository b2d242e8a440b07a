/** A call is disposed of only where no other call can be meant, also where the phone lists none that was hung up. */
import { describe, expect, it } from 'vitest';
import { createActs } from '../../src/adapters/remote-control/acts.ts';
import { BEGAN, failing, listed, settingsOf, unitAccount } from './unit-account.ts';

const CALL = `7/1000@${BEGAN}`;
const hidden = { readings: { 'wrap-up-calls': 'not-listed' } };
const SENT = ['dispose', { UserID: 7, CallID: 1000, ResultCode: 'Sale' }];

describe('callDispose', () => {
  it('sends the result code for a call on the phone', async () => {
    const { acts, sent, operations } = unitAccount();
    await acts.callDispose(CALL, { disposition: 'Sale' }, {});
    expect(operations()).toEqual(['getcalls', 'dispose']);
    expect(sent()).toEqual([SENT]);
  });

  it('is refused with comments, which the guide has none of, and reads nothing', async () => {
    const { acts, operations } = unitAccount();
    const disposed = acts.callDispose(CALL, { disposition: 'Sale', comments: 'x' }, {});
    await expect(disposed).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', argumentPath: ['comments'] });
    expect(operations()).toEqual([]);
    await acts.callDispose(CALL, { disposition: 'Sale', comments: '' }, {});
    expect(operations()).toEqual(['getcalls', 'dispose']);
  });

  it('is INVALID_ARGUMENT of the disposition where the vendor does not find it for a call on the phone', async () => {
    const { acts } = unitAccount({ dispose: failing('NOT_FOUND', 'Unknown result', 'dispose') });
    const disposed = acts.callDispose(CALL, { disposition: 'Sale' }, {});
    await expect(disposed).rejects.toMatchObject({
      ...{ code: 'INVALID_ARGUMENT', argumentPath: ['disposition'], message: 'Unknown result', operation: 'dispose' },
      details: { ResponseDetail: 'Unknown result' },
    });
  });

  it.each([
    ['another refusal', failing('FAILED_PRECONDITION'), { code: 'FAILED_PRECONDITION' }],
    ['an unexpected error', () => Promise.reject(new TypeError('mistake')), { message: 'mistake' }],
  ])('passes %s on as it is', async (_, dispose, error) => {
    const { acts } = unitAccount({ dispose });
    const thrown = await acts.callDispose(CALL, { disposition: 'Sale' }, {}).catch((each: unknown) => each);
    expect(thrown).toMatchObject(error);
    expect(thrown).not.toHaveProperty('argumentPath.0');
  });

  it('of unknown outcome is rejected with the calls that the phone then shows', async () => {
    const { acts } = unitAccount({ dispose: failing('OUTCOME_UNKNOWN') });
    const disposed = acts.callDispose(CALL, { disposition: 'Sale' }, {});
    await expect(disposed).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN', details: { calls: [{ nativeId: CALL }] } });
  });
});

/** An account that has read the call on the phone, which then shows what the vendor answers. */
async function afterRead(getcalls: () => unknown, more: object = {}) {
  const account = unitAccount({}, more);
  await account.phones.callsOf(7, {});
  account.replies.getcalls = getcalls;
  const dispose = (call = CALL) => account.acts.callDispose(call, { disposition: 'Sale' }, {});
  return { ...account, dispose };
}

const ABSENT: readonly (readonly [string, () => unknown])[] = [
  ['has no calls', () => []],
  ['is of no user', failing('NOT_FOUND')],
  ['is of a user who is not logged in', failing('FAILED_PRECONDITION', 'The user is not logged in')],
];

// Guide l. 150 lists active calls; l. 172: hangup places the agent in the wrapping status.
describe('callDispose of a call that was hung up', () => {
  it.each(ABSENT)('is sent where the account lists no such calls and the phone %s', async (_, getcalls) => {
    const { dispose, sent } = await afterRead(getcalls, hidden);
    await dispose();
    expect(sent()).toEqual([SENT]);
  });

  it.each(ABSENT)('is refused where the account lists such calls and the phone %s', async (_, getcalls) => {
    const { dispose, sent } = await afterRead(getcalls);
    await expect(dispose()).rejects.toMatchObject({ name: 'CrosspointError' });
    expect(sent()).toEqual([]);
  });

  it('is NOT_FOUND where the vendor does not find it, and no fault of the disposition', async () => {
    const { dispose, replies } = await afterRead(() => [], hidden);
    replies.dispose = failing('NOT_FOUND');
    await expect(dispose()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it.each([
    ['cannot be read', failing('UNAVAILABLE'), { code: 'UNAVAILABLE' }],
    ['is refused in other words', failing('FAILED_PRECONDITION'), { code: 'FAILED_PRECONDITION' }],
    ['fails unexpectedly', () => Promise.reject(new TypeError('mistake')), { message: 'mistake' }],
  ])('is not sent where the phone %s', async (_, getcalls, error) => {
    const { dispose, sent } = await afterRead(getcalls, hidden);
    await expect(dispose()).rejects.toMatchObject(error);
    expect(sent()).toEqual([]);
  });

  it('is not sent for a call that was never read, nor where a later call with its id was', async () => {
    const { dispose, phones, replies, sent } = await afterRead(() => [], hidden);
    await expect(dispose(`7/1001@${BEGAN}`)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(dispose(`8/1000@${BEGAN}`)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    replies.getcalls = () => [listed(1000, { CallStartTime: '2026-03-02T11:00:00Z' })];
    await phones.callsOf(7, {});
    await expect(dispose()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(sent()).toEqual([]);
  });

  it('is refused without a start time, since another call may have its id', async () => {
    const { dispose, sent } = await afterRead(() => [], hidden);
    await expect(dispose('7/1000@')).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    expect(sent()).toEqual([]);
  });
});

it('callDispose takes an id of another form for a wrong argument', async () => {
  const { client, phones } = unitAccount({}, hidden);
  const acts = createActs(client, phones, settingsOf(hidden));
  await expect(acts.callDispose('x', { disposition: 'Sale' }, {})).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
});
