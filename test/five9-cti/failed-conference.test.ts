/** A conference whose further party was not reached or left is a call that acts reach again (wire.json, conferenceCreateFailed). */
import { afterEach, expect, test } from 'vitest';
import { briefs, call, floor, named, refusalOf } from './scripted.ts';

const { connected, clean } = floor();

afterEach(clean);

test('a consultation that failed is over, so that the call can be put on hold', async () => {
  const { desk, adapter, stream } = await connected();
  const hold = () => refusalOf(() => adapter.callHold?.('jdoe/A', {}, {}));
  await adapter.callConference?.('jdoe/A', { number: '+15550000012', warm: true }, {});
  expect(await hold()).toBe('FAILED_PRECONDITION');
  desk.send({ _type: 'conferenceCreateFailed', callSessionId: 'A', reason: 'Busy', errorCode: 3 });
  await stream.until((all) => briefs(all).includes('VENDOR conferenceCreateFailed'));
  desk.before = async (operation) => {
    if (operation === 'toggleHold') desk.send(named('callOnHold', 'A'));
  };
  expect(await hold()).toBeNull();
});

test('a conference whose last further party is removed is one connected call again', async () => {
  const { desk, adapter, stream } = await connected();
  desk.send({ _type: 'conferenceParticipantAdded', callSessionId: 'A', info: call('P') });
  await stream.until((all) => briefs(all).includes('CALL CONFERENCED A CONFERENCED'));
  const shown = async () => (await adapter.calls?.({}, {}))?.items;
  expect(await shown()).toMatchObject([{ state: 'CONFERENCED', parties: [{ key: 'P' }] }]);
  await adapter.callPartyRemove?.('jdoe/A', { party: 'P' }, {});
  expect(await shown()).toMatchObject([{ state: 'CONNECTED', parties: [] }]);
});
