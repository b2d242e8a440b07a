/** Every act in every situation of a desk, compared with the desk's state before and after. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { asCrosspointError } from '../../src/adapters/errors.ts';
import { until } from '../helpers/until.ts';
import { briefs, call, collect, connectTo, incoming, named, scriptedDesk } from './scripted.ts';
import { type StandInCall, standIn } from './stand-in.ts';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function deskWith(calls: StandInCall[], between?: Parameters<typeof standIn>[1]) {
  const service = await standIn(calls, between);
  const adapter = connectTo([{ agent: 'jdoe', url: service.url }]);
  cleanups.push(service.close, () => adapter.close());
  return { ...service, adapter };
}

type Act = (adapter: Adapter, id: string) => Promise<unknown> | undefined;

/** Acts whose operation carries no call id, and what each makes of the current call. */
const ID_LESS: Readonly<Record<string, readonly [Act, Partial<StandInCall>]>> = {
  callHangup: [(adapter, id) => adapter.callHangup?.(`jdoe/${id}`, {}, {}), { state: 'wrap-up' }],
  callHold: [(adapter, id) => adapter.callHold?.(`jdoe/${id}`, {}, {}), { state: 'held' }],
  callRetrieve: [(adapter, id) => adapter.callRetrieve?.(`jdoe/${id}`, {}, {}), { state: 'talking' }],
  callSendDtmf: [(adapter, id) => adapter.callSendDtmf?.(`jdoe/${id}`, { digits: '42' }, {}), { tones: '42' }],
  recordingStart: [(adapter, id) => adapter.recordingStart?.({ call: `jdoe/${id}` }, {}), { recording: true }],
  recordingStop: [(adapter, id) => adapter.recordingStop?.({ call: `jdoe/${id}` }, {}), { recording: false }],
  callPark: [(adapter, id) => adapter.callPark?.(`jdoe/${id}`, {}, {}), { state: 'parked' }],
  callDispose: [(adapter, id) => adapter.callDispose?.(`jdoe/${id}`, { disposition: 'Sale' }, {}), { state: 'ended' }],
  callConference: [
    (adapter, id) => adapter.callConference?.(`jdoe/${id}`, { number: '204', warm: false }, {}),
    { state: 'conferenced' },
  ],
  callConferenceLeave: [(adapter, id) => adapter.callConferenceLeave?.(`jdoe/${id}`, {}, {}), { state: 'wrap-up' }],
};

/** Acts that end the preparation of a transfer or conference. */
const COMPLETING: Readonly<Record<string, readonly [Act, Partial<StandInCall>]>> = {
  callTransferComplete: [
    (adapter, id) => adapter.callTransferComplete?.(`jdoe/${id}`, {}, {}),
    { state: 'transferred' },
  ],
  callTransferCancel: [(adapter, id) => adapter.callTransferCancel?.(`jdoe/${id}`, {}, {}), { state: 'talking' }],
  callConferenceComplete: [
    (adapter, id) => adapter.callConferenceComplete?.(`jdoe/${id}`, {}, {}),
    { state: 'conferenced' },
  ],
  callConferenceCancel: [(adapter, id) => adapter.callConferenceCancel?.(`jdoe/${id}`, {}, {}), { state: 'talking' }],
};

const ALL = { ...ID_LESS, ...COMPLETING };
const names = Object.keys(ALL);
const act = (name: string): readonly [Act, Partial<StandInCall>] => {
  const found = ALL[name];
  if (!found) throw new Error(`no act ${name}`);
  return found;
};

const talking = (id: string, more: Partial<StandInCall> = {}): StandInCall => ({ id, state: 'talking', ...more });

/** The code of the error an act ends with; null where it succeeds. */
async function codeOf(promise: Promise<unknown> | undefined): Promise<string | null> {
  if (!promise) throw new Error('the act is missing');
  return promise.then(
    () => null,
    (error: unknown) => asCrosspointError(error).code,
  );
}

describe.each(names)('%s', (name) => {
  const [run, outcome] = act(name);

  it('reaches the only active call', async () => {
    const { adapter, calls } = await deskWith([talking('A')]);
    expect(await codeOf(run(adapter, 'A'))).toBeNull();
    expect(calls).toEqual([{ ...talking('A'), ...outcome }]);
  });

  it.each(['A', 'B'])('sends nothing for %s of two active calls (D13)', async (id) => {
    const { adapter, calls, sent } = await deskWith([talking('A'), talking('B')]);
    expect(await codeOf(run(adapter, id))).toBe('FAILED_PRECONDITION');
    expect(sent).toEqual([]);
    expect(calls).toEqual([talking('A'), talking('B')]);
  });

  it('sends nothing for a parked call beside another active one', async () => {
    const { adapter, calls, sent } = await deskWith([talking('A')]);
    await adapter.callPark?.('jdoe/A', {}, {});
    calls.push(talking('B'));
    expect(await codeOf(run(adapter, 'A'))).toBe('FAILED_PRECONDITION');
    expect(sent).toEqual(['parkCall']);
    expect(calls).toEqual([{ id: 'A', state: 'parked' }, talking('B')]);
  });

  it('sends nothing for an ended call, nor once another call has taken its place', async () => {
    const { adapter, calls, sent } = await deskWith([{ id: 'A', state: 'ended' }]);
    expect(await codeOf(run(adapter, 'A'))).toBe('NOT_FOUND');
    calls.push(talking('B'));
    expect(await codeOf(run(adapter, 'A'))).toBe('NOT_FOUND');
    expect(sent).toEqual([]);
    expect(calls[1]).toEqual(talking('B'));
  });
});

describe.each(Object.keys(ID_LESS))('%s during a consultation that is a second call', (name) => {
  it.each(['A', 'C'])('sends nothing for %s', async (id) => {
    const leg = { ...talking('C'), consult: true, of: 'A' };
    const { adapter, calls, sent } = await deskWith([talking('A'), { ...leg }]);
    expect(await codeOf(act(name)[0](adapter, id))).toBe('FAILED_PRECONDITION');
    expect(sent).toEqual([]);
    expect(calls).toEqual([talking('A'), leg]);
  });
});

describe.each(Object.keys(COMPLETING))('%s', (name) => {
  const [run, outcome] = act(name);

  it('ends the consultation that the service marks', async () => {
    const { adapter, calls } = await deskWith([talking('A'), { ...talking('C'), consult: true, of: 'A' }]);
    expect(await codeOf(run(adapter, 'A'))).toBeNull();
    expect(calls.map(({ state }) => state)).toEqual([outcome.state, 'ended']);
  });

  it('ends the consultation that it began itself, where the service marks none', async () => {
    const { adapter, calls } = await deskWith([talking('A')]);
    await adapter.callTransfer?.('jdoe/A', { number: '204', warm: true }, {});
    calls.push({ ...talking('C'), of: 'A' });
    expect(await codeOf(run(adapter, 'A'))).toBeNull();
    expect(calls.map(({ state }) => state)).toEqual([outcome.state, 'ended']);
  });

  it('sends nothing for the consultation itself, nor where two calls have one', async () => {
    const { adapter, calls, sent } = await deskWith([talking('A'), { ...talking('C'), consult: true, of: 'A' }]);
    expect(await codeOf(run(adapter, 'C'))).toBe('FAILED_PRECONDITION');
    calls.push(talking('B'));
    expect(await codeOf(run(adapter, 'A'))).toBe('FAILED_PRECONDITION');
    expect(sent).toEqual([]);
  });
});

describe('a call that changes between the reading and the act (D13)', () => {
  const replaceAt =
    (moment: string): Parameters<typeof standIn>[1] =>
    (operation, calls) => {
      if (operation !== moment || calls.length > 1) return;
      for (const call of calls) call.state = 'ended';
      calls.push(talking('B'));
    };

  it.each([
    ['callHold', 'toggleHold'],
    ['callSendDtmf', 'sendDTMF'],
    ['recordingStart', 'recordCall'],
    ['callHangup', 'disconnectCall'],
  ])('makes %s OUTCOME_UNKNOWN, never a success', async (name, operation) => {
    const { adapter } = await deskWith([talking('A')], replaceAt(operation));
    expect(await codeOf(act(name)[0](adapter, 'A'))).toBe('OUTCOME_UNKNOWN');
  });

  it.each([
    ['callPark', 'parkCall'],
    ['callDispose', 'finishCall'],
  ])(
    'makes %s OUTCOME_UNKNOWN by its events where the status no longer shows the other call',
    async (name, operation) => {
      const desk = await scriptedDesk();
      const adapter = connectTo([{ agent: 'jdoe', url: desk.url }]);
      const stream = collect(adapter.events as never);
      cleanups.push(desk.close, () => adapter.close(), stream.stop);
      await until(() => desk.service.received.get('checkEvent') !== undefined);
      desk.status = { onCall: true, callConnected: true, currentCall: [call('A')] };
      desk.send(incoming('A'));
      await stream.until((all) => briefs(all).includes('CALL STARTED A RINGING'));
      desk.before = async (asked) => {
        if (asked !== operation) return;
        desk.send(named('callFinished', 'A'), incoming('B'), named('callStarted', 'B'));
        await stream.until((all) => briefs(all).includes('CALL CONNECTED B CONNECTED'));
        desk.status = { currentCall: [] };
      };
      const disposition = 'text';
      const done =
        name === 'callPark'
          ? adapter.callPark?.('jdoe/A', {}, {})
          : adapter.callDispose?.('jdoe/A', { disposition }, {});
      expect(await codeOf(done)).toBe('OUTCOME_UNKNOWN');
    },
  );

  it('is not disposed where it changed while the dispositions were read', async () => {
    const { adapter, calls, sent } = await deskWith([talking('A')], replaceAt('getCampaignDispositions'));
    expect(await codeOf(act('callDispose')[0](adapter, 'A'))).toBe('NOT_FOUND');
    expect(sent).toEqual([]);
    expect(calls[1]).toEqual(talking('B'));
  });
});

describe('acts that name their call on the wire', () => {
  it('unpark nothing beside another active call', async () => {
    const { adapter, calls, sent } = await deskWith([talking('A')]);
    await adapter.callPark?.('jdoe/A', {}, {});
    calls.push(talking('B'));
    expect(await codeOf(adapter.callUnpark?.('jdoe/A', {}, {}))).toBe('FAILED_PRECONDITION');
    expect(sent).toEqual(['parkCall']);
    calls.pop();
    expect(await codeOf(adapter.callUnpark?.('jdoe/A', {}, {}))).toBeNull();
    expect(calls).toEqual([talking('A')]);
  });

  it('unpark a call that the agent parked at the phone, before its event', async () => {
    const { adapter, calls, sent } = await deskWith([talking('A', { state: 'parked' })]);
    expect(await codeOf(adapter.callUnpark?.('jdoe/A', {}, {}))).toBeNull();
    expect([sent, calls]).toEqual([['retrieveCall'], [talking('A')]]);
  });

  it('unpark nothing that the vendor refuses, or does not show active afterwards', async () => {
    const { adapter } = await deskWith([]);
    expect(await codeOf(adapter.callUnpark?.('jdoe/A', {}, {}))).toBe('FAILED_PRECONDITION');
    const lost = await deskWith([talking('B', { state: 'parked' })], (operation, calls) => {
      if (operation === 'getStatus' && calls[0]?.state === 'talking') calls.pop();
    });
    expect(await codeOf(lost.adapter.callUnpark?.('jdoe/B', {}, {}))).toBe('OUTCOME_UNKNOWN');
  });

  it('transfer the named one of two calls', async () => {
    const { adapter, calls } = await deskWith([talking('A'), talking('B')]);
    expect(await codeOf(adapter.callTransfer?.('jdoe/A', { number: '204', warm: false }, {}))).toBeNull();
    expect(calls.map(({ state }) => state)).toEqual(['transferred', 'talking']);
  });
});

describe('a call on hold', () => {
  it('is shown by its line once a consultation of it begins', async () => {
    const { adapter } = await deskWith([talking('A')]);
    const shown = async () => (await adapter.calls?.({}, {}))?.items.map(({ state }) => state);
    await adapter.callHold?.('jdoe/A', {}, {});
    expect(await shown()).toEqual(['HELD']);
    await adapter.callConference?.('jdoe/A', { number: '204', warm: true }, {});
    expect(await shown()).toEqual(['CONNECTED']);
  });
});

describe('readiness', () => {
  it.each([
    ['agentSetReady', true, null],
    ['agentSetReady', false, 'OUTCOME_UNKNOWN'],
    ['agentSetNotReady', false, null],
    ['agentSetNotReady', true, 'OUTCOME_UNKNOWN'],
  ] as const)('%s with a status that then shows ready = %s ends in %s', async (name, ready, code) => {
    const desk = await scriptedDesk();
    const adapter = connectTo([{ agent: 'jdoe', url: desk.url }]);
    cleanups.push(desk.close, () => adapter.close());
    desk.status = { loggedIn: true, onCall: true, callConnected: true, ready, currentCall: [call('A')] };
    expect(await codeOf(adapter[name]?.('jdoe', {}, {}))).toBe(code);
  });
});

describe('a call placed beside one to the same number', () => {
  it('is the one that was not active before', async () => {
    const { adapter } = await deskWith([talking('1')], (operation, calls) => {
      if (operation === 'makeCall') calls.unshift({ ...talking('2') });
    });
    const { call: placed } = (await adapter.callDial?.('jdoe', { number: '+15550002' }, {})) ?? {};
    expect(placed?.nativeId).toBe('jdoe/2');
    const again = await adapter.callDial?.('jdoe', { number: '+15550001' }, {});
    expect(again?.call).toBeNull();
  });

  it('carries the name of its campaign, which no read asked for before', async () => {
    const { adapter } = await deskWith([], (operation, calls) => {
      if (operation === 'makeCall') calls.push(talking('1', { campaignId: '11' }));
    });
    const placed = await adapter.callDial?.('jdoe', { number: '+15550001' }, {});
    expect(placed?.call?.campaign).toEqual({ nativeId: '11', name: 'Camp A' });
  });
});

describe('two acts at one desk at the same time', () => {
  it('run one after another, so that the second sees what the first did', async () => {
    const { adapter, calls, sent } = await deskWith([talking('A')]);
    const codes = await Promise.all([
      codeOf(adapter.callPark?.('jdoe/A', {}, {})),
      codeOf(adapter.callHangup?.('jdoe/A', {}, {})),
    ]);
    expect(codes).toEqual([null, 'FAILED_PRECONDITION']);
    expect(sent).toEqual(['parkCall']);
    expect(calls).toEqual([{ id: 'A', state: 'parked' }]);
  });
});
