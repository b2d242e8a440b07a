/** One agent's service and the account's desks: the names they learn, the desk of an agent, and pages that may be opened. */
import { describe, expect, it } from 'vitest';
import type { ListQuery } from '../../src/adapters/adapter.ts';
import { readCallbacks } from '../../src/adapters/five9-cti/client/callbacks.ts';
import { callOperation } from '../../src/adapters/five9-cti/client.ts';
import { refusal, unitDesks } from './unit-desks.ts';

describe('the names of one service', () => {
  it('are those of rows with an id and a name', async () => {
    const rows = [{ id: '11', name: 'Billing' }, { id: '12' }, { name: 'Nameless' }];
    const { desk } = unitDesks({
      answers: {
        getAvailableCampaigns: () => rows,
        getCampaignDispositions: () => [{ id: '301', name: 'Sale' }, { id: '302' }],
      },
    });
    expect([...(await desk.readCampaigns({}))]).toEqual([['11', 'Billing']]);
    expect([desk.campaignCalled('BILLING'), desk.campaignCalled('Sales')]).toEqual(['11', undefined]);
    expect([desk.campaign('11'), desk.campaign('12'), desk.campaign(null), desk.campaign('')]).toEqual([
      ...[{ nativeId: '11', name: 'Billing' }, { nativeId: '12', name: null }, null, null],
    ]);
    expect((await desk.readDispositions('11', {})).length).toBe(2);
    expect([desk.knowsDisposition('301'), desk.knowsDisposition('302'), desk.dispositionName('302')]).toEqual([
      ...[true, false, '302'],
    ]);
  });

  it('are read once, and again for a campaign that is not known', async () => {
    const { desk, operations } = unitDesks();
    await desk.learn({});
    expect(operations()).toEqual(['getUserDetails', 'getAvailableCampaigns']);
    await desk.learn({}, '11');
    expect(operations().length).toBe(2);
    await desk.learn({}, '12');
    expect(operations().slice(2)).toEqual(['getAvailableCampaigns']);
  });

  it('of reasons are read where one is not known', async () => {
    const { desk, operations } = unitDesks();
    await desk.learnReason('502', {});
    await desk.learnReason('502', {});
    expect([operations(), desk.reasonName('502'), desk.reasonName('503')]).toEqual([
      ...[['getNotReadyReasonCodes'], 'Lunch', '503'],
    ]);
    await desk.learnReason(null, {});
    expect(operations().length).toBe(1);
  });

  it('of its agent are those of the service, else the configured one', async () => {
    const { desk, replies } = unitDesks();
    expect(desk.reference()).toEqual({ nativeId: 'ann', userName: 'ann', extension: null });
    await desk.identify({});
    expect(desk.reference()).toEqual({ nativeId: 'ann', userName: 'ann@example.com', extension: '4711' });
    replies.getUserDetails = () => null;
    expect(await desk.identify({})).toEqual({});
    replies.getStatus = () => null;
    expect(await desk.status({})).toEqual({});
  });
});

describe('the callbacks of a desk', () => {
  it('have their facts, the names of campaigns that were not known, and no row without an id', async () => {
    const { desk, replies, operations } = unitDesks();
    replies.getCallbacks = () => [
      { id: '1', number: '5', dueDate: '1772445600000', comments: 'Ann', campaignId: '11' },
      { id: '2', number: '', comments: '' },
      { number: '6' },
    ];
    const agent = { nativeId: 'ann', userName: 'ann@example.com', extension: '4711' };
    expect(await readCallbacks(desk, {})).toEqual([
      {
        ...{ nativeId: 'ann/1', number: '5', dueAt: '2026-03-02T10:00:00.000Z', comments: 'Ann', agent },
        campaign: { nativeId: '11', name: 'Billing' },
      },
      { nativeId: 'ann/2', number: null, dueAt: null, comments: null, agent, campaign: null },
    ]);
    replies.getCallbacks = () => [{ id: '1' }, { id: '2', campaignId: '11' }, { id: '3', campaignId: '12' }];
    await readCallbacks(desk, {});
    expect(operations().filter((name) => name === 'getAvailableCampaigns').length).toBe(2);
  });
});

describe('the desks of an account', () => {
  it('are asked for a campaign by name until one works for it, sharing the read', async () => {
    const { desks, operations } = unitDesks({
      agents: ['ann', 'bob'],
      answers: { getAvailableCampaigns: (_input, agent) => (agent === 'bob' ? [{ id: '12', name: 'Sales' }] : []) },
    });
    const found = await Promise.all([desks.workingFor('sales'), desks.workingFor('Billing')]);
    expect([found[0]?.desk.agent, found[0]?.id, found[1]]).toEqual(['bob', '12', null]);
    expect(operations().length).toBe(2);
    expect((await desks.workingFor('SALES'))?.id).toBe('12');
    expect(operations().length).toBe(2);
    await desks.workingFor('Billing');
    expect(operations().length).toBe(4);
  });

  it('end with an error that names the account', () => {
    const { desks } = unitDesks();
    expect(() => desks.of('cy')).toThrowError(expect.objectContaining({ code: 'NOT_FOUND', vendor: 'FIVE9_CTI' }));
    expect(() => desks.ofCall('ann')).toThrowError(expect.objectContaining({ code: 'NOT_FOUND', account: 'floor' }));
    expect(desks.ofCall('ann/').id).toBe('');
  });

  it('have the calls and callbacks whose ids begin with their names, however short', () => {
    const { desks } = unitDesks({ agents: ['a', 'a/b'] });
    const owner = (id: string) => [desks.ofCall(id).desk.agent, desks.ofCall(id).id];
    expect([owner('a/7'), owner('a/b/7')]).toEqual([
      ['a', '7'],
      ['a/b', '7'],
    ]);
    for (const id of ['ax', 'x', '', '/a']) expect(() => desks.ofCall(id), id).toThrowError('No desk');
    expect(desks.wanted({ nativeIds: ['ax', 'a'] } as ListQuery, true)).toEqual([]);
  });

  it('are all asked after outages for as long as the budget of retries allows, and after refusals at any time', async () => {
    const { desks } = unitDesks({ agents: ['ann', 'bob', 'cy'] });
    const taken: number[] = [];
    desks.retries.take = (calls: number) => taken.push(calls) < 2;
    const asked: string[] = [];
    const first = (code: 'UNAVAILABLE' | 'FAILED_PRECONDITION') =>
      desks.first(
        3,
        async ({ agent }) => {
          asked.push(agent);
          throw refusal(code);
        },
        {},
      );
    await expect(first('UNAVAILABLE')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect([asked, taken]).toEqual([
      ['ann', 'bob'],
      [3, 3],
    ]);
    asked.length = 0;
    await expect(first('FAILED_PRECONDITION')).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    expect(asked).toEqual(['ann', 'bob', 'cy']);
  });

  it('that do not answer are named in the log', async () => {
    const { desks, warnings } = unitDesks({ agents: ['ann', 'bob'] });
    const read = (refusing: string) =>
      desks.readAll(desks.all, async ({ agent }) => {
        if (agent === refusing) throw refusal('TIMEOUT', 'getStatus');
        return [agent];
      });
    expect(await read('none')).toMatchObject({ items: ['ann', 'bob'], truncated: false });
    expect(warnings).toEqual([]);
    expect(await read('bob')).toMatchObject({ items: ['ann'], truncated: true });
    expect(warnings).toEqual([{ account: 'floor', desk: 'bob', code: 'TIMEOUT', operation: 'getStatus' }]);
  });

  it('are those whose name comes before the last slash of an id', () => {
    const { desks } = unitDesks({ agents: ['ann', 'bob'] });
    const of = (nativeIds: string[], ofCalls: boolean) =>
      desks.wanted({ nativeIds } as ListQuery, ofCalls).map(({ agent }) => agent);
    expect([of(['ann'], true), of(['/ann'], true), of(['annx'], true), of(['ann/'], true)]).toEqual([
      [],
      [],
      [],
      ['ann'],
    ]);
  });
});

describe('an operation of the vendor plane', () => {
  const calling = (agents: readonly string[] = ['ann']) => {
    const world = unitDesks({ agents, more: { deadline: 1_000, browserHosts: ['intranet'] } });
    return { ...world, call: callOperation(world.desks, world.settings) };
  };

  it('is sent to the named desk without its name, and with the deadline of the account', async () => {
    const { call, asked } = calling(['ann', 'bob']);
    await call('toggleHold', { desk: 'bob', flag: true }, {});
    expect(asked).toMatchObject([
      { agent: 'bob', operation: 'toggleHold', input: { flag: true }, ask: { deadline: 1_000 } },
    ]);
    expect(asked[0]?.input).toEqual({ flag: true });
    await call('toggleHold', { desk: 'ann', flag: true }, { deadline: 300 });
    expect(asked[1]?.ask).toEqual({ deadline: 300 });
  });

  it('waits longer by what a desk waits for an event', async () => {
    const { call, asked } = calling();
    const waits = [{ timeout: 500 }, { timeout: 0 }, { timeout: -5 }, { timeout: '500' }, {}];
    for (const input of waits) await call('checkEvent', input, {});
    await call('snoozeCallback', { timeout: 500 }, {});
    expect(asked.map(({ ask }) => ask.deadline)).toEqual([1_500, 1_000, 1_000, 1_000, 1_000, 1_000]);
  });

  it('opens no page but those that are allowed', async () => {
    const { call, sent } = calling();
    const refused = { code: 'INVALID_ARGUMENT', account: 'floor', vendor: 'FIVE9_CTI', operation: 'openBrowser' };
    await expect(call('openBrowser', { url: 'https://other/' }, {})).rejects.toMatchObject(refused);
    await call('openBrowser', { url: 'https://intranet/' }, {});
    await call('playFile', { url: 'https://other/' }, {});
    expect(sent().map(([name]) => name)).toEqual(['openBrowser', 'playFile']);
  });

  it('ends with the error of the service, with the account, or with what else was thrown', async () => {
    const { call, replies } = calling(['ann', 'bob']);
    await expect(call('logout', {}, {})).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', operation: 'logout' });
    const other = new TypeError('broken');
    replies.logout = () => Promise.reject(other);
    await expect(call('logout', { desk: 'ann' }, {})).rejects.toBe(other);
  });
});
