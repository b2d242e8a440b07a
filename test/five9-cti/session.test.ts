import { afterEach, expect, test } from 'vitest';
import { timeOf } from '../../src/adapters/five9-cti/quirks.ts';
import { connectTo, scriptedDesk } from './scripted.ts';

const LOGIN = { password: 'of-the-file', stationId: '4001', stationType: 'SOFTPHONE', userName: 'ann.adams' };

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function desk(login: object | undefined) {
  const scripted = await scriptedDesk();
  const adapter = connectTo([{ agent: 'ann', url: scripted.url, ...(login && { login }) }]);
  open.push(
    () => adapter.close(),
    () => scripted.close(),
  );
  return Object.assign(scripted, { adapter });
}

test('logging in takes what the caller leaves out from the settings, and sends it once', async () => {
  const { adapter, asked } = await desk(LOGIN);
  await adapter.agentLogin?.('ann', {}, {});
  await adapter.agentLogin?.('ann', { station: '4002', stationType: 'PSTN', password: 'of-the-caller' }, {});
  expect(asked.filter(([operation]) => operation === 'login').map(([, input]) => input)).toEqual([
    LOGIN,
    { ...LOGIN, stationId: '4002', stationType: 'PSTN', password: 'of-the-caller' },
  ]);
});

test('a desk without log-in settings needs them as arguments', async () => {
  const { adapter, asked } = await desk(undefined);
  await expect(adapter.agentLogin?.('ann', { password: 'x' }, {})).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    argumentPath: ['station'],
  });
  expect(asked).toEqual([]);
});

test('logging out without a reason asks for none', async () => {
  const { adapter, asked } = await desk(undefined);
  await adapter.agentLogout?.('ann', {}, {});
  expect(asked).toEqual([['logout', { reasonId: null }]]);
});

test('every number that is called has to pass the do-not-call list', async () => {
  const scripted = await desk(undefined);
  const callinfo = { callSessionId: 'C1', number: '5551230001' };
  scripted.status = { onCall: true, callConnected: true, currentCall: [callinfo] };
  const { adapter, asked } = scripted;
  await adapter.callDial?.('ann', { number: '5551230002' }, {});
  await adapter.callTransfer?.('ann/C1', { number: '5551230003', warm: false }, {});
  await adapter.callConference?.('ann/C1', { number: '5551230004', warm: true }, {});
  const sent = (operation: string) => asked.find(([name]) => name === operation)?.[1];
  expect(sent('makeCall')).toMatchObject({ number: '5551230002', checkDnc: true });
  expect(sent('transferCall')).toMatchObject({ number: '5551230003', checkDnc: true });
  expect(sent('conferenceIn')).toMatchObject({ numberToConference: '5551230004', checkDnc: true });
});

test('calls of two desks make no conference', async () => {
  const [ann, bob] = [await scriptedDesk(), await scriptedDesk()];
  const adapter = connectTo([
    { agent: 'ann', url: ann.url },
    { agent: 'bob', url: bob.url },
  ]);
  open.push(
    () => adapter.close(),
    () => ann.close(),
    () => bob.close(),
  );
  ann.status = { onCall: true, callConnected: true, currentCall: [{ callSessionId: 'C1', number: '5551230001' }] };
  const conference = adapter.callConference?.('ann/C1', { other: 'bob/C2', warm: false }, {});
  await expect(conference).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', argumentPath: ['otherId'] });
  expect(ann.asked.map(([name]) => name)).not.toContain('addToConference');
});

test('a moment is counted in milliseconds or seconds, and 0 stands for none', () => {
  for (const moment of ['1714996800000', '1714996800']) expect(timeOf(moment)).toBe('2024-05-06T12:00:00.000Z');
  for (const none of ['0', '-1', '', null, undefined, 'soon']) expect(timeOf(none)).toBeNull();
});

test('a call is being handed over only while the agent speaks with the other side first', async () => {
  const scripted = await desk(undefined);
  scripted.status = { onCall: true, callConnected: true, currentCall: [{ callSessionId: 'C1', number: '5551230001' }] };
  const { adapter } = scripted;
  const state = async () => (await adapter.calls?.({}, {}))?.items[0]?.state;
  await adapter.callTransfer?.('ann/C1', { number: '5551230003', warm: true }, {});
  expect(await state()).toBe('TRANSFERRING');
  await adapter.callTransfer?.('ann/C1', { number: '5551230003', warm: false }, {});
  expect(await state()).toBe('CONNECTED');
});
