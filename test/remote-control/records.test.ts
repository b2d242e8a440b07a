/** Entities as a vendor of this kind may answer them, without the id by which they could be named. */
import { expect, test } from 'vitest';
import { vendor } from '../../src/adapters/remote-control/index.ts';
import {
  agentRecord,
  callRecord,
  campaignRecord,
  dispositionRecord,
  type PhoneCall,
  skillRecord,
} from '../../src/adapters/remote-control/reads/records.ts';

const settings = vendor.settings.parse({ url: 'http://10.1.2.3', userId: 1, token: 'T' });
const call = (facts: object) => callRecord(7, facts as PhoneCall, settings);

test.each([
  ['a user', agentRecord({ ID: null, FullName: 'Ann' })],
  ['a campaign', campaignRecord({ CampaignName: 'Spring' } as never, settings)],
  ['a queue', skillRecord({ AcdName: 'Sales' } as never)],
  ['a result code', dispositionRecord({ Code: '', Description: 'Sale' } as never)],
  ['a call', call({ CallStartTime: '2026-03-02T10:00:00Z', PhoneNumber: '+15550100' })],
])('%s without an id is left out', (_, record) => {
  expect(record).toBeNull();
});

test('the id 0 is an id', () => {
  expect(agentRecord({ ID: 0, FullName: 'Ann' })).toMatchObject({ nativeId: '0' });
  expect(call({ CallId: 0, CallStartTime: '2026-03-02T10:00:00Z' })).toMatchObject({
    nativeId: '7/0@2026-03-02T10:00:00Z',
  });
});

test('two calls of one number that began at two times are two calls', () => {
  const [one, other] = ['10:00:00', '11:00:00'].map((at) => call({ CallId: 12, CallStartTime: `2026-03-02T${at}Z` }));
  expect(one?.nativeId).not.toBe(other?.nativeId);
});
