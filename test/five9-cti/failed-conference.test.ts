/** A conference whose second party was not reached leaves a call that acts reach again (wire.json, conferenceCreateFailed). */
import { afterEach, expect, test } from 'vitest';
import { briefs, floor, named, refusalOf } from './scripted.ts';

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
