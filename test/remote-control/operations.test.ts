import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { type Floor, openFloor, peopleOf } from './floor.ts';

describe.each(['xml', 'json'])('every operation of remote-control in %s', (format) => {
  let floor: Floor;
  let adapter: Adapter;

  beforeEach(async () => {
    floor = await openFloor();
    adapter = floor.connect({ format });
  });
  afterEach(async () => {
    await adapter.close();
    await floor.close();
  });

  const send = (name: string, input: Record<string, unknown> = {}) =>
    adapter.call(name, { UserID: floor.person.remoteId, ...input }, {}) as Promise<Record<string, unknown>[]>;
  const refusal = (promise: Promise<unknown>) =>
    promise.then(
      () => null,
      (error: unknown) => error,
    );

  it('getcalls lists the calls of a user, and an empty list without any', async () => {
    expect(await send('getcalls')).toEqual([]);
    const call = floor.callOf();
    expect(await send('getcalls')).toEqual([
      {
        CallId: call.remoteCallId,
        CallStartTime: '2026-03-02T09:30:00Z',
        CallState: 2,
        CallStatus: 2,
        CustomerName: '',
        CustomerName2: '',
        PhoneNumber: '+16145550001',
        RecordingState: 1,
      },
    ]);
    expect(await refusal(send('getcalls', { UserID: 1 }))).toMatchObject({
      code: 'NOT_FOUND',
      vendorCode: '404',
      message: 'User not found',
      operation: 'getcalls',
      account: 'floor',
      details: { ResponseCode: 404 },
    });
  });

  it('goready makes a user ready, and not a logged-out one', async () => {
    expect(await send('goready')).toBeNull();
    expect(floor.person.presence).toBe('READY');
    floor.centre.logOut(floor.person);
    expect(await refusal(send('goready'))).toMatchObject({ code: 'FAILED_PRECONDITION', vendorCode: '403' });
  });

  it('dial places a call to the very number, with and without a lead', async () => {
    const answer = await send('dial', { PhoneNum: '+1 614/555?0#2&%' });
    expect(answer).toMatchObject({ PhoneNumber: '+1 614/555?0#2&%', CallState: 1 });
    expect(floor.centre.liveCalls(floor.person)[0]?.dnis).toBe('+1 614/555?0#2&%');
    const other = peopleOf(floor.centre)[1];
    await send('dial', { UserID: other?.remoteId, PhoneNum: '00123', LeadID: '9007199254740993' });
    expect(floor.centre.liveCalls(other)[0]?.dnis).toBe('00123');
    expect(await refusal(send('dial', { PhoneNum: '1' }))).toMatchObject({ message: 'The user is busy' });
  });

  it('dial refuses a number that would be another path, before any call', async () => {
    for (const PhoneNum of ['..', '.', ''])
      expect(await refusal(send('dial', { PhoneNum }))).toMatchObject({
        code: 'INVALID_ARGUMENT',
        argumentPath: ['PhoneNum'],
      });
    expect(floor.simulator.received.get('dial')).toBeUndefined();
  });

  it('hold, retrieve, hangup and dispose lead a call through its life, and are refused out of turn', async () => {
    const call = floor.callOf();
    const CallID = call.remoteCallId;
    expect(await send('hold', { CallID })).toBeNull();
    expect(call.state).toBe('HELD');
    expect(await refusal(send('hold', { CallID }))).toMatchObject({ code: 'FAILED_PRECONDITION' });
    expect(await send('retrieve', { CallID })).toBeNull();
    expect(call.state).toBe('CONNECTED');
    expect(await refusal(send('retrieve', { CallID }))).toMatchObject({ code: 'FAILED_PRECONDITION' });
    expect(await send('hangup', { CallID })).toBeNull();
    expect(call.state).toBe('WRAP_UP');
    expect(await refusal(send('hangup', { CallID }))).toMatchObject({ code: 'FAILED_PRECONDITION' });
    expect(await refusal(send('dispose', { CallID, ResultCode: 'Nope' }))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await send('dispose', { CallID, ResultCode: 'Wrong Number' })).toBeNull();
    expect(call).toMatchObject({ state: 'ENDED', disposition: 'Wrong Number' });
    expect(await refusal(send('dispose', { CallID, ResultCode: 'Sale' }))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('stoprecord and startrecord change what is recorded', async () => {
    const call = floor.callOf();
    const CallID = call.remoteCallId;
    expect(await send('stoprecord', { CallID })).toBeNull();
    expect(call.recording?.state).toBe('STOPPED');
    expect(await refusal(send('stoprecord', { CallID: 99 }))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await send('startrecord', { CallID })).toBeNull();
    expect(call.recording?.state).toBe('RECORDING');
    expect(await refusal(send('startrecord', { CallID }))).toMatchObject({ code: 'FAILED_PRECONDITION' });
  });

  it('campaigns, users, acdqueues and resultcodes list what the centre has', async () => {
    const { centre } = floor;
    const ours = centre.campaigns.filter(({ owner }) => owner === 'remote-control');
    const campaigns = await send('campaigns');
    expect(campaigns.map(({ CampaignName }) => CampaignName)).toEqual(ours.map(({ name }) => name));
    expect(campaigns[0]).toMatchObject({ CampaignID: Number(ours[0]?.id), Active: true, Leads: null });
    expect(JSON.parse(String(campaigns[0]?.LiveStats))).toEqual({ Name: ours[0]?.name });
    const users = await send('users');
    expect(users).toEqual(
      peopleOf(centre).map(({ firstName, lastName, remoteId }) => ({
        FullName: `${firstName} ${lastName}`,
        ID: remoteId,
      })),
    );
    expect((await send('acdqueues')).map(({ AcdName }) => AcdName)).toEqual(centre.skills);
    expect((await send('resultcodes')).map(({ Code }) => Code)).toEqual(centre.dispositions);
    for (const name of ['campaigns', 'users', 'acdqueues', 'resultcodes'])
      expect(await refusal(send(name, { UserID: 1 }))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('leadphones, changelead and createnewlead work on the leads of calls', async () => {
    const answer = (await send('dial', { PhoneNum: '+16145550001' })) as unknown as { CallId: number };
    const [call] = floor.centre.liveCalls(floor.person);
    if (!call) throw new Error('no call');
    const lead = floor.simulator.dialler.leadOf(call);
    const phones = await send('leadphones', { LeadID: String(lead) });
    expect(phones[0]).toEqual({ LeadId: lead, PhoneNumber: '+16145550001', RecordType: 'Home', RecordTypeId: 1 });
    expect(await send('createnewlead', { CallID: answer.CallId, PhoneNum: '+1 (614) 5550009' })).toBeNull();
    const created = floor.simulator.dialler.leadOf(call);
    expect(created).not.toBe(lead);
    expect((await send('leadphones', { LeadID: String(created) }))[0]?.PhoneNumber).toBe('+1 (614) 5550009');
    expect(await send('changelead', { CallID: answer.CallId, LeadPhoneID: '9000' })).toBeNull();
    expect(floor.simulator.dialler.leadOf(call)).toBe(lead);
    const lost = { CallID: answer.CallId, LeadPhoneID: '9007199254740993' };
    expect(await refusal(send('changelead', lost))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusal(send('leadphones', { LeadID: '1' }))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusal(send('createnewlead', { CallID: 5, PhoneNum: '1' }))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('connectcalls bridges two calls of a phone with results, notes and successes', async () => {
    const first = floor.callOf();
    await send('hold', { CallID: first.remoteCallId });
    const second = (await send('dial', { PhoneNum: '+16145550002' })) as unknown as { CallId: number };
    const input = {
      Call1ID: first.remoteCallId,
      Call2ID: second.CallId,
      ResultCode1: 'Sale',
      ResultCode2: 'Resolved',
      Notes1: 'a & b = c?#%20',
      NumSales1: 2,
    };
    expect(await refusal(send('connectcalls', { ...input, Call2ID: 4 }))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await send('connectcalls', input)).toBeNull();
    expect(first).toMatchObject({ state: 'ENDED', disposition: 'Sale' });
    expect(floor.simulator.dialler.notesOf(first)).toEqual({ notes: 'a & b = c?#%20', sales: 2 });
    expect(await send('getcalls')).toEqual([]);
  });
});
