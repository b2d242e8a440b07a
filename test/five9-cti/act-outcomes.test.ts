/** What each act at a desk sends and notes, and the error where it cannot be sent or its outcome is not known. */
import { describe, expect, it } from 'vitest';
import { createActs } from '../../src/adapters/five9-cti/acts.ts';
import { logged, refusal, refused, talkingTo, unitDesks } from './unit-desks.ts';

type Choices = NonNullable<Parameters<typeof unitDesks>[0]>;

function acting(choices: Choices = {}) {
  const world = unitDesks(choices);
  return { ...world, acts: createActs(world.desks) };
}

/** A desk that talks to the call A. */
function talking(choices: Choices = {}) {
  const world = acting(choices);
  world.replies.getStatus = () => talkingTo({ callSessionId: 'A', number: '1' });
  return world;
}

const impossible = (message: string) => ({ code: 'FAILED_PRECONDITION', message });
const missing = (argument: string) => ({ code: 'INVALID_ARGUMENT', argumentPath: [argument] });

describe('readiness', () => {
  const unsure = (shown: string) => ({
    code: 'OUTCOME_UNKNOWN',
    message: `The vendor accepted the request, and ${shown}; read the presence before repeating it`,
  });

  it('is confirmed by the status that follows', async () => {
    const { acts, replies, sent } = acting();
    expect(await refused(acts.agentSetReady('ann', {}, {}))).toBeNull();
    expect(await refused(acts.agentSetNotReady('ann', {}, {}))).toEqual(unsure('the status shows ready'));
    replies.getStatus = () => ({ loggedIn: true, ready: false });
    expect(await refused(acts.agentSetReady('ann', {}, {}))).toEqual(unsure('the status shows not ready'));
    replies.getStatus = () => ({});
    expect(await refused(acts.agentSetNotReady('ann', {}, {}))).toBeNull();
    replies.getStatus = () => Promise.reject(refusal('UNAVAILABLE'));
    expect(await refused(acts.agentSetNotReady('ann', {}, {}))).toEqual(unsure('the status could not be read'));
    expect(sent().map(([name]) => name)).toEqual([
      ...['setReadyState', 'setNotReadyState', 'setReadyState', 'setNotReadyState', 'setNotReadyState'],
    ]);
    await expect(acts.agentSetReady('ann', {}, {})).rejects.toMatchObject({ account: 'floor', vendor: 'FIVE9_CTI' });
  });

  it('logs an agent in whose log-in is configured and who is not logged in', async () => {
    const login = { password: 'pw', stationId: '4001', stationType: 'PSTN' };
    const { acts, replies, sent } = acting({ login });
    await acts.agentSetReady('ann', {}, {});
    expect(sent()).toEqual([['setReadyState', {}]]);
    replies.getStatus = () => ({ loggedIn: false, ready: true });
    await acts.agentSetReady('ann', {}, {});
    expect(sent().slice(1)).toEqual([
      ['login', { ...login, userName: 'ann' }],
      ['setReadyState', {}],
    ]);
    const other = acting();
    other.replies.getStatus = () => ({ loggedIn: false, ready: true });
    await other.acts.agentSetReady('ann', {}, {});
    expect(other.operations()).toEqual(['setReadyState', 'getStatus']);
  });

  it('takes a reason by its id or its name, and asks for none without one', async () => {
    const { acts, replies, sent, operations } = acting();
    replies.getStatus = () => ({ loggedIn: true, ready: false });
    await acts.agentSetNotReady('ann', { reasonCode: 'Lunch' }, {});
    await acts.agentSetNotReady('ann', { reasonCode: '502' }, {});
    await acts.agentSetNotReady('ann', {}, {});
    await acts.agentLogout('ann', { reasonCode: 'End of shift' }, {});
    await acts.agentLogout('ann', {}, {});
    const reasons = ['502', '502', null, '601', null];
    expect(sent().map(([, input]) => input)).toEqual(reasons.map((reasonId) => ({ reasonId })));
    expect(sent().slice(3)).toEqual([
      ['logout', { reasonId: '601' }],
      ['logout', { reasonId: null }],
    ]);
    expect(operations().filter((name) => name.includes('Reason'))).toEqual([
      ...['getNotReadyReasonCodes', 'getNotReadyReasonCodes', 'getReasonCodes'],
    ]);
    await expect(acts.agentSetNotReady('ann', { reasonCode: '601' }, {})).rejects.toMatchObject(missing('reasonCode'));
    await expect(acts.agentLogout('ann', { reasonCode: '502' }, {})).rejects.toMatchObject(missing('reasonCode'));
    expect(sent().length).toBe(5);
  });
});

describe('a log-in', () => {
  const given = { password: 'pw', station: '4001', stationType: 'VoIP' };

  it('needs each value that is not configured', async () => {
    const { acts, sent } = acting();
    for (const argument of ['password', 'station', 'stationType'])
      await expect(acts.agentLogin('ann', { ...given, [argument]: null }, {})).rejects.toMatchObject(missing(argument));
    await expect(acts.agentLogin('ann', { ...given, password: '' }, {})).rejects.toMatchObject(missing('password'));
    await expect(acts.agentLogin('ann', { ...given, stationType: 'toString' }, {})).rejects.toMatchObject({
      ...{ ...missing('stationType'), message: 'A station type is one of SOFTPHONE, PSTN, VoIP' },
    });
    expect(sent()).toEqual([]);
    await acts.agentLogin('ann', given, {});
    expect(sent()).toEqual([['login', { userName: 'ann', password: 'pw', stationId: '4001', stationType: 'VoIP' }]]);
  });
});

describe('a dialled call', () => {
  it('is the new one of the number, with the campaign of that name', async () => {
    const { acts, replies, sent } = acting();
    replies.makeCall = () => {
      const placed = { callSessionId: 'N', number: '5', campaignId: '11' };
      replies.getStatus = () => talkingTo({ callSessionId: 'O', number: '6' }, placed);
    };
    const dialled = await acts.callDial('ann', { number: '5', campaign: 'Billing' }, {});
    expect(dialled).toMatchObject({ call: { nativeId: 'ann/N', to: '5', agent: { extension: '4711' } } });
    expect(sent()).toEqual([['makeCall', { number: '5', campaignId: '11', checkDnc: true }]]);
    expect(await acts.callDial('ann', { number: '5' }, {}), 'it was there before').toEqual({ call: null });
    expect(sent()[1]).toEqual(['makeCall', { number: '5', campaignId: null, checkDnc: true }]);
    await expect(acts.callDial('ann', { number: '5', campaign: 'Sales' }, {})).rejects.toMatchObject(
      missing('campaign'),
    );
    await expect(acts.callDial('ann', { number: '5', list: 'L' } as never, {})).rejects.toMatchObject(missing('list'));
    expect(sent().length).toBe(2);
  });

  it('is not known where the status cannot be read afterwards', async () => {
    const { acts, replies } = acting();
    replies.makeCall = () => {
      replies.getStatus = () => Promise.reject(refusal('UNAVAILABLE'));
    };
    expect(await acts.callDial('ann', { number: '5' }, {})).toEqual({ call: null });
  });
});

describe('a call', () => {
  it('is put on hold, retrieved, hung up and sent tones by the operations for the current call', async () => {
    const { acts, desk, sent } = talking();
    await acts.callHold('ann/A', {}, {});
    expect(desk.requested.get('A')).toBe('HELD');
    await acts.callRetrieve('ann/A', {}, {});
    expect(desk.requested.get('A')).toBe('CONNECTED');
    await acts.callSendDtmf('ann/A', { digits: '1#' }, {});
    await acts.callHangup('ann/A', {}, {});
    expect(sent()).toEqual([
      ...[
        ['toggleHold', { flag: true }],
        ['toggleHold', { flag: false }],
        ['sendDTMF', { digit: '1#' }],
      ],
      ['disconnectCall', {}],
    ]);
  });

  it('is put on hold and retrieved with the flags of the account', async () => {
    const { acts, sent } = talking({ readings: { 'hold-flag': 'false-holds' } });
    await acts.callHold('ann/A', {}, {});
    await acts.callRetrieve('ann/A', {}, {});
    expect(sent()).toEqual([
      ['toggleHold', { flag: false }],
      ['toggleHold', { flag: true }],
    ]);
  });

  it('is confirmed as hung up although another call is on the line then, but not as sent tones', async () => {
    const { acts, replies } = talking();
    const replace = () => {
      replies.getStatus = () => talkingTo('B');
    };
    replies.disconnectCall = replace;
    expect(await refused(acts.callHangup('ann/A', {}, {}))).toBeNull();
    replies.getStatus = () => talkingTo('A');
    replies.sendDTMF = replace;
    expect(await refused(acts.callSendDtmf('ann/A', { digits: '1' }, {}))).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    replies.getStatus = () => talkingTo('A');
    replies.toggleHold = replace;
    expect(await refused(acts.callHold('ann/A', {}, {}))).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  });

  it.each([
    ['callHold', 'HELD'],
    ['callRetrieve', 'CONNECTED'],
  ] as const)('is confirmed by its event for %s, and the status of before fills the payload', async (name, state) => {
    const { acts, desk, replies, operations } = talking();
    desk.calls.restore('A', logged('A', state === 'HELD' ? 'CONNECTED' : 'HELD'));
    desk.listening = true;
    replies.toggleHold = () => desk.settle('A', state);
    await acts[name]('ann/A', {}, {});
    await desk.statusAfterAct({});
    expect(operations()).toEqual(['getStatus', 'toggleHold']);
  });

  it('gets the disposition of its campaign, and of any campaign where it has none', async () => {
    const { acts, replies, sent, asked } = talking();
    replies.getAvailableCampaigns = () => [
      { id: '11', name: 'Billing' },
      { id: '12', name: 'Sales' },
    ];
    replies.getCampaignDispositions = ({ campaignId }) => [{ id: `3${campaignId}`, name: `Sale of ${campaignId}` }];
    const dispose = (disposition: string) => acts.callDispose('ann/A', { disposition, comments: 'x' }, {});
    await dispose('Sale of 12');
    await dispose('311');
    await dispose('999');
    await expect(dispose('Sale')).rejects.toMatchObject(missing('disposition'));
    replies.getStatus = () => talkingTo({ callSessionId: 'A', campaignId: '12' });
    await dispose('Sale of 12');
    await expect(dispose('Sale of 11')).rejects.toMatchObject(missing('disposition'));
    await expect(dispose('999')).rejects.toMatchObject(missing('disposition'));
    const ids = ['312', '311', '999', '312'];
    expect(sent()).toEqual(ids.map((disposition) => ['finishCall', { disposition, comments: 'x' }]));
    const read = asked.filter(({ operation }) => operation === 'getCampaignDispositions');
    expect(read.slice(-3).map(({ input }) => input.campaignId)).toEqual(['12', '12', '12']);
  });

  it('gets a disposition whose name is a number by its id', async () => {
    const { acts, replies, sent } = talking();
    replies.getCampaignDispositions = () => [{ id: '305', name: '99' }];
    await acts.callDispose('ann/A', { disposition: '99' }, {});
    expect(sent()).toEqual([['finishCall', { disposition: '305', comments: undefined }]]);
  });

  it('has its disposition noted for the events to come, unless the vendor refused it', async () => {
    const { acts, desk, replies } = talking();
    const dispose = () => refused(acts.callDispose('ann/A', { disposition: 'Sale' }, {}));
    expect([await dispose(), desk.outcomes.size]).toEqual([null, 0]);
    desk.listening = true;
    expect([await dispose(), desk.outcomes.get('A')]).toEqual([null, 'Sale']);
    replies.finishCall = () => Promise.reject(refusal('FAILED_PRECONDITION'));
    expect([await dispose(), desk.outcomes.size]).toMatchObject([{ code: 'FAILED_PRECONDITION' }, 0]);
  });
});

describe('an answer', () => {
  const ringing = { ...talkingTo('A'), callConnected: false };

  it('connects a call that rings, and the status that shows it fills the payload', async () => {
    const { acts, desk, replies, sent, operations } = talking();
    replies.getStatus = () => ringing;
    replies.softphonePickupPhone = () => {
      replies.getStatus = () => talkingTo('A');
    };
    await acts.callAnswer('ann/A', {}, {});
    expect(sent()).toEqual([['softphonePickupPhone', {}]]);
    const before = operations().length;
    expect((await desk.statusAfterAct({})).callConnected).toBe(true);
    expect(operations().length).toBe(before);
  });

  it('is not sent for a call that does not ring or that the agent placed', async () => {
    const { acts, replies, sent } = talking();
    expect(await refused(acts.callAnswer('ann/A', {}, {}))).toEqual(
      impossible('The call does not ring; its state is CONNECTED'),
    );
    replies.getStatus = () => ({ ...ringing, currentCall: [{ callSessionId: 'A', agentInitiated: true }] });
    expect(await refused(acts.callAnswer('ann/A', {}, {}))).toEqual(
      impossible('The agent placed this call, so that the called party answers it'),
    );
    expect(sent()).toEqual([]);
  });

  it('has an unknown outcome where the line does not show it or cannot be read', async () => {
    const { acts, replies, desk } = talking();
    const unsure = (shown: string) => ({
      code: 'OUTCOME_UNKNOWN',
      message: `The vendor accepted the request, and ${shown}; read the call before repeating it`,
    });
    replies.getStatus = () => ringing;
    expect(await refused(acts.callAnswer('ann/A', {}, {}))).toEqual(
      unsure('the line does not show the call as connected'),
    );
    await desk.statusAfterAct({});
    replies.softphonePickupPhone = () => {
      replies.getStatus = () => Promise.reject(refusal('UNAVAILABLE'));
    };
    expect(await refused(acts.callAnswer('ann/A', {}, {}))).toEqual(unsure('the line could not be read'));
  });
});
