import { afterEach, describe, expect, it } from 'vitest';
import { refusal, START, talkingTo } from './unit-desks.ts';
import { endListeners, listening } from './unit-listener.ts';

afterEach(endListeners);

const at = (seconds: number) => new Date(START + seconds * 1_000).toISOString();

describe('a service without its call centre', () => {
  it('is lost until it is connected again, with a gap since the loss', async () => {
    const { run, clock, reports, gaps } = listening(
      { _type: 'bridgeDisconnected' },
      () => {
        clock.now += 10_000;
        return { _type: 'timeout' };
      },
      () => {
        clock.now += 10_000;
        return { _type: 'bridgeConnected' };
      },
    );
    await run();
    expect(reports).toEqual([
      ...['reachable', 'recovered', 'lost', 'VENDOR bridgeDisconnected', 'VENDOR bridgeConnected'],
      ...['reachable', 'GAP', 'recovered'],
    ]);
    expect(gaps).toMatchObject([{ from: at(0), to: at(20) }]);
  });

  it('that was not known to be lost is read again without a gap', async () => {
    const { run, reports, operations } = listening({ _type: 'bridgeConnected' });
    await run();
    expect(reports).toEqual([...['reachable', 'recovered', 'VENDOR bridgeConnected', 'reachable', 'recovered']]);
    expect(operations().filter((name) => name === 'addListener').length).toBe(1);
  });
});

describe('an event', () => {
  it('is read with the status of its moment only where it needs that', async () => {
    const { run, replies, reports, operations } = listening(
      { _type: 'callStarted', callSessionId: 'A' },
      { _type: 'callStarted', callSessionId: 'A' },
      () => {
        replies.getStatus = () => ({ loggedIn: true, ready: false });
        return { _type: 'readyStateChanged', reasonCodeId: '502' };
      },
    );
    replies.getStatus = () => talkingTo({ callSessionId: 'A', campaignId: '11' });
    await run();
    expect(reports).toEqual([
      ...['reachable', 'CALL STARTED A RINGING late', 'CALL CONNECTED A CONNECTED late', 'recovered'],
    ]);
    expect(operations().slice(5)).toEqual([
      'checkEvent',
      'checkEvent',
      'checkEvent',
      'getNotReadyReasonCodes',
      'checkEvent',
    ]);
  });

  it('whose status cannot be read is published without it, and the state is read again without a gap', async () => {
    const { run, replies, reports, desk } = listening(() => {
      replies.getStatus = () => {
        replies.getStatus = () => talkingTo({ callSessionId: 'A', number: '5' });
        throw refusal('UNAVAILABLE');
      };
      return { _type: 'callStarted', callSessionId: 'A' };
    });
    await run();
    expect(reports.slice(2)).toEqual([
      ...['CALL STARTED A RINGING', 'CALL CONNECTED A CONNECTED', 'AGENT PRESENCE_CHANGED ON_CALL'],
      ...['reachable', 'CALL UPDATED A CONNECTED late', 'recovered'],
    ]);
    expect(desk.calls.get('A')?.to).toBe('5');
  });

  it('of changed callbacks is read from the list of its moment', async () => {
    const { run, replies, reports } = listening(
      () => {
        replies.getCallbacks = () => [{ id: '1', number: '5' }];
        return { _type: 'callbacksChanged' };
      },
      () => {
        replies.getCallbacks = () => Promise.reject(refusal('PERMISSION_DENIED'));
        return { _type: 'callbacksChanged' };
      },
    );
    await run();
    expect(reports).toEqual(['reachable', 'recovered', 'CALLBACK', 'VENDOR callbacksChanged']);
  });

  it('of a campaign without a known name has the campaigns read before it', async () => {
    const { run, desk, operations } = listening({
      _type: 'incomingCall',
      callinfo: { callSessionId: 'A', campaignId: '12' },
    });
    await run();
    expect(operations().slice(5)).toEqual(['checkEvent', 'getAvailableCampaigns', 'checkEvent']);
    expect(desk.calls.get('A')?.campaign).toEqual({ nativeId: '12', name: null });
  });
});
