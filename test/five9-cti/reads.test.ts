/** Reads at the desks in the terms of the unified plane: the rows of each, and those that are left out. */
import { describe, expect, it } from 'vitest';
import { createReads } from '../../src/adapters/five9-cti/reads.ts';
import { logged, refusal, START, talkingTo, unitDesks } from './unit-desks.ts';

function reading(choices: Parameters<typeof unitDesks>[0] = {}) {
  const world = unitDesks(choices);
  return { ...world, reads: createReads(world.desks, world.desk.dependencies) };
}

const NOW = new Date(START).toISOString();

describe('agents', () => {
  it('have the details of the service, else the configured name', async () => {
    const { reads, replies } = reading();
    replies.getUserDetails = () => ({ fullName: 'Ann Adams', username: 'ann@x', extension: '4711' });
    replies.getAvailableSkills = () => [{ skillId: '1', name: 'Billing' }, { skillId: '2' }];
    expect(await reads.agents({}, {})).toEqual({
      items: [
        {
          ...{ nativeId: 'ann', name: 'Ann Adams', userName: 'ann@x', extensions: ['4711'], active: true },
          ...{ presence: 'READY', presenceSince: null, skills: ['Billing'] },
        },
      ],
      ...{ truncated: false, fetchedAt: NOW },
    });
    replies.getUserDetails = () => ({ fullName: '', username: '', extension: '' });
    replies.getAvailableSkills = () => [];
    expect((await reads.agents({}, {})).items).toMatchObject([
      { name: 'ann', userName: 'ann', extensions: [], skills: [] },
    ]);
  });

  it('have the presence of the status since the event that began it, where events arrive', async () => {
    const { reads, desk } = reading();
    const since = async () => (await reads.agents({}, {})).items[0]?.presenceSince;
    desk.doing = { presence: 'READY', since: NOW };
    expect(await since()).toBeNull();
    desk.listening = true;
    expect(await since()).toBe(NOW);
    desk.doing = { presence: 'ON_CALL', since: NOW };
    expect(await since(), 'the status shows another presence').toBeNull();
    desk.doing = null;
    expect(await since()).toBeNull();
  });

  it('are not busy with parked calls, and are with one on hold whose line is off', async () => {
    const { reads, desk, replies } = reading();
    const presence = async () => (await reads.agents({}, {})).items[0]?.presence;
    replies.getStatus = () => ({ ...talkingTo('A'), onCall: false, callConnected: false });
    expect(await presence()).toBe('WRAP_UP');
    desk.parked.set('A', logged('A', 'PARKED'));
    expect(await presence()).toBe('READY');
    desk.parked.clear();
    desk.requested.set('A', 'HELD');
    replies.getStatus = () => ({ ...talkingTo('A'), callConnected: false });
    expect(await presence()).toBe('ON_CALL');
  });

  it('are those of the query', async () => {
    const { reads, asked } = reading({ agents: ['ann', 'bob'] });
    const { items } = await reads.agents({ nativeIds: ['bob'] }, {});
    expect([items.map(({ nativeId }) => nativeId), new Set(asked.map(({ agent }) => agent))]).toEqual([
      ...[['bob'], new Set(['bob'])],
    ]);
  });

  it('are named with their presence where the account is checked', async () => {
    const { reads, replies } = reading({ agents: ['ann', 'bob', 'cy'] });
    replies.getStatus = (_input, agent) => {
      if (agent === 'cy') throw refusal('TIMEOUT');
      return agent === 'ann' ? { loggedIn: true, ready: false } : talkingTo('A');
    };
    expect(await reads.check({})).toBe('2 of 3 desks answer: ann not ready, bob on call');
  });
});

describe('calls', () => {
  const waiting = (board: ReturnType<typeof reading>['desks']['queue'], ...ids: string[]) =>
    board.list({ agent: 'ann', campaign: () => null }, ids.map((id) => ({ callSessionId: id })) as never);
  const states = (rows: { items: readonly { nativeId: string; state: string }[] }) =>
    rows.items.map(({ nativeId, state }) => `${nativeId} ${state}`);

  it('are the active ones, then the parked ones, each once, and those that wait', async () => {
    const { reads, desk, desks, replies } = reading();
    replies.getStatus = () => talkingTo('A');
    desk.calls.restore('P', logged('P', 'PARKED'));
    desk.parked.set('P', logged('P', 'PARKED')).set('Q', logged('Q', 'PARKED'));
    waiting(desks.queue, 'W', 'A');
    expect(states(await reads.calls({}, {}))).toEqual([
      ...['ann/A CONNECTED', 'ann/P PARKED', 'ann/Q PARKED', 'queue/W QUEUED'],
    ]);
    desk.listening = true;
    desk.parked.delete('P');
    expect(states(await reads.calls({}, {}))).toContain('ann/P PARKED');
    desk.listening = false;
    expect(states(await reads.calls({}, {})), 'no events arrive').not.toContain('ann/P PARKED');
  });

  it('that are over at a desk may wait again', async () => {
    const { reads, desk, desks, replies } = reading();
    waiting(desks.queue, 'A');
    replies.getStatus = () => ({ ...talkingTo('A'), onCall: false, callConnected: false });
    expect(states(await reads.calls({}, {}))).toEqual(['ann/A WRAP_UP', 'queue/A QUEUED']);
    replies.getStatus = () => talkingTo('A');
    expect(states(await reads.calls({}, {}))).toEqual(['ann/A CONNECTED']);
    replies.getStatus = () => talkingTo();
    desk.calls.step('A', 'ENDED', desk.blank('A'));
    const both = await reads.calls({ nativeIds: ['ann/A', 'queue/A'] }, {});
    expect(states(both)).toEqual(['ann/A ENDED', 'queue/A QUEUED']);
  });

  it('that ended are read by their ids alone', async () => {
    const { reads, desk } = reading();
    for (const id of ['E', 'F']) desk.calls.restore(id, logged(id, 'CONNECTED'));
    desk.calls.step('E', 'ENDED', desk.blank('E'));
    expect(states(await reads.calls({ nativeIds: ['ann/E', 'ann/F', 'ann/G'] }, {}))).toEqual(['ann/E ENDED']);
    expect(states(await reads.calls({}, {}))).toEqual([]);
    desk.calls.restore('H', { ...logged('H', 'CONNECTED'), nativeId: 'bob/H' });
    desk.calls.step('H', 'ENDED', desk.blank('H'));
    expect(states(await reads.calls({ nativeIds: ['ann/H'] }, {})), 'it is of another desk').toEqual([]);
  });

  it('that are named are read once each, those that wait by their ids too', async () => {
    const { reads, desks, desk, replies, operations } = reading();
    replies.getStatus = () => talkingTo('A');
    waiting(desks.queue, 'W', 'V');
    const named = { nativeIds: ['ann/A', 'queue/W'] };
    expect(states(await reads.calls(named, {}))).toEqual(['ann/A CONNECTED', 'queue/W QUEUED']);
    desk.confirmBy(talkingTo('A'));
    const before = operations().length;
    await reads.calls(named, {});
    expect(operations().slice(before), 'the status of the act is at hand').toEqual([]);
    desk.confirmBy(talkingTo('A'));
    await reads.calls({}, {});
    expect(operations().slice(before)).toEqual(['getStatus']);
  });

  it('of an agent do not include those that wait', async () => {
    const { reads, desks, replies } = reading();
    waiting(desks.queue, 'W');
    replies.getStatus = () => talkingTo('A');
    expect(states(await reads.calls({ agent: { nativeId: 'ann' } }, {}))).toEqual(['ann/A CONNECTED']);
    expect(states(await reads.calls({ agent: { nativeId: 'bob' } }, {}))).toEqual([]);
  });

  it('have the names of campaigns that were not known before', async () => {
    const { reads, replies, operations } = reading();
    replies.getStatus = () =>
      talkingTo({ callSessionId: 'A', campaignId: '11' }, { callSessionId: 'B', campaignId: '12' });
    const { items } = await reads.calls({}, {});
    expect(items.map(({ campaign }) => campaign?.name)).toEqual(['Billing', null]);
    await reads.calls({}, {});
    expect(operations().filter((name) => name === 'getAvailableCampaigns').length).toBe(2);
    replies.getStatus = () => talkingTo('A');
    await reads.calls({}, {});
    expect(operations().filter((name) => name === 'getAvailableCampaigns').length).toBe(2);
  });

  it('forget what acts noted of those that the status shows elsewhere', async () => {
    const { reads, desk } = reading();
    desk.requested.set('A', 'HELD');
    await reads.calls({}, {});
    expect(desk.requested.size).toBe(0);
  });
});

describe('campaigns and choices', () => {
  it('a served campaign is found by its known id, by the service or by its name', async () => {
    const { reads, desks, replies, sent, operations } = reading();
    const served = (nativeId: string | null, name: string | null) => reads.servedCampaign({ nativeId, name }, {});
    const billing = { nativeId: '11', name: 'Billing', channel: 'VOICE' };
    replies.getCampaignInfo = ({ campaignId }) => (campaignId === '12' ? { id: '12', name: 'Sales' } : null);
    expect(await served('12', null)).toEqual({ nativeId: '12', name: 'Sales', channel: 'VOICE' });
    expect([await served('13', 'Billing'), await served(null, null), await served(null, 'Sales')]).toEqual([
      null,
      null,
      null,
    ]);
    expect([await served(null, 'Billing'), await served('x', 'Billing')]).toEqual([billing, billing]);
    const before = operations().length;
    expect([await served('11', null), operations().length, sent()]).toEqual([billing, before, []]);
    replies.getCampaignInfo = () => ({ id: '14' });
    expect(await served('14', null)).toBeNull();
    replies.getCampaignInfo = () => Promise.reject(refusal('FAILED_PRECONDITION'));
    expect(await served('14', null)).toBeNull();
    replies.getCampaignInfo = () => Promise.reject(refusal('UNAUTHENTICATED'));
    await expect(served('14', null)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    const taken: number[] = [];
    desks.retries.take = (calls: number) => taken.push(calls) < 1;
    replies.getCampaignInfo = () => Promise.reject(refusal('UNAVAILABLE'));
    await expect(served('14', null)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(taken, 'one call for each attempt').toEqual([1]);
  });

  it('the dispositions of a campaign are read at a desk that works for it', async () => {
    const { reads, replies } = reading();
    replies.getCampaignDispositions = ({ campaignId }) => [
      { id: `3${campaignId}`, name: 'Sale', description: 'x' },
      { id: '4' },
    ];
    expect(await reads.campaignDispositions({ name: 'billing' }, {})).toEqual([
      { nativeId: '311', name: 'Sale', description: 'x' },
    ]);
    expect(await reads.campaignDispositions({ name: 'Sales' }, {})).toEqual([]);
  });

  it('skills of several desks are listed once, those without an id or a name not at all', async () => {
    const { reads, replies } = reading({ agents: ['ann', 'bob'] });
    replies.getAvailableSkills = (_input, agent) => [
      ...[{ skillId: '1', name: 'Billing' }, { skillId: '2' }, { name: 'Nameless' }],
      ...(agent === 'bob' ? [{ skillId: '3', name: 'Sales' }] : []),
    ];
    expect((await reads.skills({}, {})).items).toEqual([
      { nativeId: '1', name: 'Billing' },
      { nativeId: '3', name: 'Sales' },
    ]);
  });

  it('reason codes are of one desk, those of not ready before those of a log-out', async () => {
    const { reads, replies, asked, desks } = reading({ agents: ['ann', 'bob'] });
    replies.getReasonCodes = () => [{ id: '601', name: 'End of shift' }, { id: '602' }, { name: 'Nameless' }];
    expect(await reads.reasonCodes({}, {})).toEqual({
      items: [
        { nativeId: '502', name: 'Lunch', kind: 'NOT_READY' },
        { nativeId: '601', name: 'End of shift', kind: 'LOGOUT' },
      ],
      fetchedAt: NOW,
    });
    expect(asked.map(({ agent }) => agent)).toEqual(['ann', 'ann']);
    const taken: number[] = [];
    desks.retries.take = (calls: number) => taken.push(calls) < 2;
    replies.getReasonCodes = () => Promise.reject(refusal('UNAVAILABLE'));
    await expect(reads.reasonCodes({}, {})).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(taken, 'two calls for each attempt').toEqual([2, 2]);
  });
});
