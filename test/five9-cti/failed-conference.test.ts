/** A conference whose second party was not reached leaves a call that acts reach again (wire.json, conferenceCreateFailed). */
import { afterEach, expect, test } from 'vitest';
import { asCrosspointError } from '../../src/adapters/errors.ts';
import { until } from '../helpers/until.ts';
import { briefs, call, connectTo, floor, incoming, named } from './scripted.ts';

const { cleanups, desk: newDesk, streamOf, clean } = floor();

afterEach(clean);

test('a consultation that failed is over, so that the call can be put on hold', async () => {
  const desk = await newDesk();
  const adapter = connectTo([{ agent: 'jdoe', url: desk.url }]);
  const stream = streamOf(adapter);
  cleanups.push(() => adapter.close());
  await until(() => desk.service.received.get('checkEvent') !== undefined);
  desk.status = { onCall: true, callConnected: true, currentCall: [call('A')] };
  desk.send(incoming('A'), named('callStarted', 'A'));
  await stream.until((all) => briefs(all).includes('CALL CONNECTED A CONNECTED'));
  const hold = () =>
    Promise.resolve(adapter.callHold?.('jdoe/A', {}, {})).then(
      () => null,
      (thrown: unknown) => asCrosspointError(thrown).code,
    );
  await adapter.callConference?.('jdoe/A', { number: '+15550000012', warm: true }, {});
  expect(await hold()).toBe('FAILED_PRECONDITION');
  desk.send({ _type: 'conferenceCreateFailed', callSessionId: 'A', reason: 'Busy', errorCode: 3 });
  await stream.until((all) => briefs(all).includes('VENDOR conferenceCreateFailed'));
  desk.before = async (operation) => {
    if (operation === 'toggleHold') desk.send(named('callOnHold', 'A'));
  };
  expect(await hold()).toBeNull();
});
