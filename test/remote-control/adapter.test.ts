import { describe, expect, it } from 'vitest';
import { rolesOf } from '../../src/adapters/roles.ts';
import type { SimulatedCall } from '../../src/simulators/centre/model.ts';
import { eventually } from '../helpers/eventually.ts';
import { adapter, floor, openFloorEachTest, peopleOf } from './floor.ts';

openFloorEachTest();

async function theCall(): Promise<string> {
  const rows = await adapter.calls?.({}, {});
  expect(rows?.items).toHaveLength(1);
  return rows?.items[0]?.nativeId ?? '';
}

describe('remote-control in the unified plane', () => {
  it('offers what the vendor can do and nothing else', () => {
    expect(rolesOf(adapter)).toEqual([
      ...['campaigns', 'agents', 'calls', 'dispositions', 'skills', 'contacts'],
      ...['agentSetReady', 'callDial', 'callHangup'],
      ...['callHold', 'callRetrieve', 'callDispose', 'callBridge'],
      ...['recordingStart', 'recordingStop', 'recordingPause', 'recordingResume', 'watch'],
    ]);
  });

  it('reads the numbers of a lead with a known id, and of no other', async () => {
    const UserID = floor.person.remoteId;
    await adapter.call('dial', { UserID, PhoneNum: '+16145550009' }, {});
    const lead = (await adapter.contacts?.({ fields: [{ name: 'LeadId', value: '5001' }] }, {}))?.items[0];
    expect(lead).toMatchObject({ nativeId: '5001', numbers: ['+16145550009', '+16145550000'] });
    expect((await adapter.contacts?.({ nativeIds: ['5001', '5999', 'x'] }, {}))?.items).toEqual([lead]);
    expect(await adapter.contacts?.({ nameContains: 'Ann' }, {})).toMatchObject({ items: [], truncated: true });
  });

  it('reports a refusal of a lead in unknown words as a failure, not as a lead that does not exist', async () => {
    floor.simulator.trouble({ kind: 'fault-200', operation: 'leadphones' });
    const read = adapter.contacts?.({ nativeIds: ['5001'] }, {});
    await expect(read).rejects.toMatchObject({ code: 'FAILED_PRECONDITION', details: { ResponseCode: 500 } });
  });

  it('gathers the calls of all users, identical reads in flight being one', async () => {
    const call = floor.callOf();
    const many = await Promise.all([1, 2, 3].map(() => adapter.calls?.({}, {})));
    for (const rows of many) {
      expect(rows?.items).toMatchObject([
        { nativeId: `${floor.person.remoteId}/${call.remoteCallId}@2026-03-02T09:30:00Z`, state: 'CONNECTED' },
      ]);
    }
    expect(many[0]?.items[0]).toMatchObject({ direction: 'OUTBOUND', to: '+16145550001', recordingState: 'RECORDING' });
    expect(floor.simulator.received.get('users')).toBe(1);
    expect(floor.simulator.received.get('getcalls')).toBe(peopleOf(floor.centre).length);
  });

  it('asks one user only for the calls of one agent, and skips logged-out users', async () => {
    const rows = await adapter.calls?.({ agent: { nativeId: String(floor.person.remoteId) } }, {});
    expect(rows?.items).toEqual([]);
    expect(floor.simulator.received.get('getcalls')).toBe(1);
    floor.centre.logOut(floor.person);
    expect((await adapter.calls?.({}, {}))?.items).toEqual([]);
  });

  it('dials, holds, retrieves, records, hangs up and disposes a call', async () => {
    const agent = String(floor.person.remoteId);
    await adapter.agentSetReady?.(agent, {}, {});
    const dialled = await adapter.callDial?.(agent, { number: '+16145550001' }, {});
    const [call] = floor.centre.liveCalls(floor.person) as [SimulatedCall];
    floor.centre.answer(call);
    const id = await theCall();
    expect(dialled?.call).toMatchObject({ nativeId: id, direction: 'OUTBOUND', to: '+16145550001' });
    await adapter.callHold?.(id, {}, {});
    expect(call.state).toBe('HELD');
    await adapter.callRetrieve?.(id, {}, {});
    expect(call.state).toBe('CONNECTED');
    expect(await adapter.recordingStop?.({ call: id }, {})).toEqual({ state: 'NOT_RECORDING' });
    expect(await adapter.recordingStart?.({ call: id }, {})).toEqual({ state: 'RECORDING' });
    await adapter.callHangup?.(id, {}, {});
    await expect(adapter.callDispose?.(id, { disposition: 'Nonsense' }, {})).rejects.toMatchObject({
      ...{ code: 'INVALID_ARGUMENT', argumentPath: ['disposition'] },
    });
    await adapter.callDispose?.(id, { disposition: 'Sale' }, {});
    expect(call).toMatchObject({ state: 'ENDED', disposition: 'Sale' });
    await expect(adapter.callHangup?.(id, {}, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('reads the state of a recording from the call, not from the answer to the act (R5)', async () => {
    floor.callOf();
    const id = await theCall();
    floor.simulator.trouble({ kind: 'html', operation: 'getcalls', times: 99 });
    await expect(adapter.recordingStop?.({ call: id }, {})).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    floor.simulator.trouble(null);
    const stopping = adapter.recordingStop?.({ call: id }, {});
    await eventually(() => floor.simulator.received.get('stoprecord')).toBe(1);
    expect(await stopping).toEqual({ state: 'NOT_RECORDING' });
  });

  it('never acts on another call that got the same id after a restart of the vendor', async () => {
    const first = floor.callOf();
    const old = await theCall();
    floor.centre.dispose(first, 'Sale');
    floor.centre.advanceTo(new Date('2026-03-02T09:30:00.500Z'));
    floor.simulator.restartCallIds();
    const second = floor.callOf();
    const fresh = (await adapter.calls?.({ agent: { nativeId: String(floor.person.remoteId) } }, {}))?.items[0];
    expect(fresh?.nativeId.split('@')[0]).toBe(old.split('@')[0]);
    await expect(adapter.callHangup?.(old, {}, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(second.state).toBe('CONNECTED');
  });

  it('lists campaigns, agents, skills and dispositions, and says in one line what it found', async () => {
    const { centre } = floor;
    const names = async (role: 'campaigns' | 'agents' | 'skills' | 'dispositions', nameContains?: string) =>
      (await adapter[role]?.({ nameContains: nameContains ?? null }, {}))?.items.map(({ name }) => name);
    expect(await names('skills')).toEqual(centre.skills);
    expect(await names('dispositions')).toEqual(centre.dispositions);
    expect(await names('campaigns', 'autumn')).toEqual(['Dialler Autumn']);
    expect((await names('agents'))?.length).toBe(peopleOf(centre).length);
    expect(await adapter.check({})).toMatch(/^\d+ users, 4 campaigns$/);
  });

  it.each(['half', 'empty', 'unavailable'] as const)(
    "reads the phone's calls after a dial whose answer is %s, and never dials again (F8)",
    async (kind) => {
      floor.simulator.trouble({ kind, operation: 'dial' });
      const dialled = adapter.callDial?.(String(floor.person.remoteId), { number: '+16145550001' }, {});
      await expect(dialled).rejects.toMatchObject({
        code: 'OUTCOME_UNKNOWN',
        details: { calls: [{ number: '+16145550001', state: 'RINGING' }] },
      });
      expect(floor.simulator.received.get('dial')).toBe(1);
      expect(floor.centre.calls).toHaveLength(1);
    },
  );

  it('refuses ids that are none of its own', async () => {
    await expect(adapter.callHangup?.('x', {}, {})).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(adapter.agentSetReady?.('../1', {}, {})).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(adapter.recordingStop?.({ device: '1' }, {})).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

it('bridges no calls of two agents, and sends nothing', async () => {
  const at = '2026-03-02T09:30:00.000Z';
  const results = { disposition: 'Sale', otherDisposition: 'Sale' };
  const bridged = adapter.callBridge?.(`1/1000@${at}`, { other: `2/1001@${at}`, ...results }, {});
  await expect(bridged).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', argumentPath: ['otherId'] });
  expect(floor.simulator.received.size).toBe(0);
});

it('bridges no call to one that has left the phone, whose id another may have by now', async () => {
  const call = floor.callOf();
  const row = (await adapter.calls?.({}, {}))?.items.find(({ agent }) => agent?.nativeId === `${call.person.remoteId}`);
  const other = String(row?.nativeId).replace(/@.*$/, '@2000-01-01T00:00:00.000Z');
  const results = { disposition: 'Sale', otherDisposition: 'Sale' };
  await expect(adapter.callBridge?.(String(row?.nativeId), { other, ...results }, {})).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(floor.simulator.received.get('connectcalls')).toBeUndefined();
});
