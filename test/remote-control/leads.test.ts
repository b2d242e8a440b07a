/** A call is dialled for the lead that the caller names (guide l. 164: by default the newest lead of the number). */
import { expect, test } from 'vitest';
import { adapter, floor, openFloorEachTest } from './floor.ts';

openFloorEachTest();

test('a call is of the named lead, although a newer lead has its number', async () => {
  const agent = String(floor.person.remoteId);
  await adapter.callDial?.(agent, { number: '+16145550001' }, {});
  const [first] = floor.centre.liveCalls(floor.person);
  const lead = first && floor.simulator.dialler.leadOf(first);
  if (!first || lead === undefined) throw new Error('no lead');
  floor.centre.hangUp(first);
  floor.centre.dispose(first, 'Sale');
  const { UserID, PhoneNum } = { UserID: floor.person.remoteId, PhoneNum: '+16145550005' };
  await adapter.call('dial', { UserID, PhoneNum }, {});
  const second = floor.centre.liveCalls(floor.person).at(-1);
  if (!second) throw new Error('no call');
  expect(floor.simulator.dialler.leadOf(second)).not.toBe(lead);
  floor.centre.hangUp(second);
  floor.centre.dispose(second, 'Sale');
  await adapter.callDial?.(agent, { number: '+16145550005', contact: String(lead) }, {});
  const third = floor.centre.liveCalls(floor.person).at(-1);
  expect(third && floor.simulator.dialler.leadOf(third)).toBe(lead);
});

test('an unknown lead is refused before anything is dialled', async () => {
  const dialled = adapter.callDial?.(String(floor.person.remoteId), { number: '+16145550001', contact: '999' }, {});
  await expect(dialled).rejects.toMatchObject({ code: 'NOT_FOUND', argumentPath: ['contact'] });
  expect(floor.simulator.received.get('dial')).toBeUndefined();
});
