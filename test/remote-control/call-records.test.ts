/** The vendor's entities as records, and what its numbers and words mean. */
import { describe, expect, it } from 'vitest';
import { CrosspointError } from '../../src/adapters/errors.ts';
import {
  callStateOf,
  campaignStateOf,
  directionOf,
  isEmptyResult,
  recordingStateOf,
  refusalCode,
} from '../../src/adapters/remote-control/quirks.ts';
import {
  agentRecord,
  callRecord,
  campaignRecord,
  dispositionRecord,
  type PhoneCall,
  parseCallNativeId,
  parseUserId,
  skillRecord,
} from '../../src/adapters/remote-control/reads/records.ts';
import { BEGAN, listed, settingsOf } from './unit-account.ts';

const call = (facts: object, more: object = {}) => callRecord(7, facts as PhoneCall, settingsOf(more));

describe('a call', () => {
  it('has its facts under the words of the unified plane', () => {
    expect(call(listed(1000, { CustomerName: 'Ann', CustomerName2: 'Bell' }))).toEqual({
      ...{ nativeId: `7/1000@${BEGAN}`, channel: 'VOICE', direction: 'OUTBOUND', state: 'CONNECTED' },
      ...{ from: null, to: '+16145550001', customerName: 'Ann Bell', recordingState: 'RECORDING' },
      ...{ startedAt: BEGAN, startedAtAmbiguity: null, agent: { nativeId: '7' } },
    });
  });

  it('comes from the customer’s number where it is inbound', () => {
    expect(call(listed(1, { CallStatus: 1 }))).toMatchObject({
      ...{ direction: 'INBOUND', from: '+16145550001', to: null },
    });
  });

  it('has what the vendor leaves out as null, and no start time in its id', () => {
    expect(call({ CallId: 1, PhoneNumber: '' })).toEqual({
      ...{ nativeId: '7/1@', channel: 'VOICE', direction: null, state: 'UNKNOWN', recordingState: 'UNKNOWN' },
      ...{ from: null, to: null, customerName: null, startedAt: null, startedAtAmbiguity: null },
      agent: { nativeId: '7' },
    });
  });

  it.each([null, undefined])('without an id (%s) is none', (CallId) => {
    expect(call(listed(0, { CallId }))).toBeNull();
  });

  it('of an hour that the clock repeats is marked', () => {
    const CallStartTime = '2026-11-01T01:30:00-04:00';
    const there = { timeZone: 'America/New_York' };
    expect(call(listed(1, { CallStartTime }), there)).toMatchObject({ startedAtAmbiguity: 'REPEATED' });
  });

  // Guide l. 25 and 26: two strings without a description.
  it.each([
    ['Ann', 'Bell', 'Ann Bell', 'Ann'],
    ['', 'Bell', 'Bell', null],
    ['Ann', null, 'Ann', 'Ann'],
    [null, '', null, null],
  ])('of the customer %s and %s is of %s, or of %s where the account takes them apart', (one, two, both, first) => {
    const facts = listed(1, { CustomerName: one, CustomerName2: two });
    expect(call(facts)?.customerName).toBe(both);
    expect(call(facts, { readings: { 'customer-names': 'apart' } })?.customerName).toBe(first);
  });
});

describe('the id of a call', () => {
  it.each([
    [`7/1000@${BEGAN}`, { user: 7, call: 1000, startedAt: BEGAN }],
    ['7/-5@', { user: 7, call: -5, startedAt: '' }],
    ['1234567890/1234567890@x', { user: 1_234_567_890, call: 1_234_567_890, startedAt: 'x' }],
  ])('%s is read', (text, key) => {
    expect(parseCallNativeId(text)).toEqual(key);
  });

  it.each(['', '7', '7/1', '7@x', '-7/1@x', 'a/1@x', '7/a@x', '12345678901/1@x', '7/12345678901@x', ' 7/1@x'])(
    '"%s" is none',
    (text) => {
      expect(() => parseCallNativeId(text)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    },
  );
});

it('the id of an agent is its digits, and nothing else', () => {
  expect([parseUserId('0'), parseUserId('1234567890')]).toEqual([0, 1_234_567_890]);
  for (const text of ['', 'a', '-1', '1.5', '12345678901', '1/2'])
    expect(() => parseUserId(text)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});

describe('campaigns, agents, skills and dispositions', () => {
  const settings = settingsOf();
  const campaign = (facts: object) => campaignRecord(facts as never, settings);

  it('have their names, and an empty one where the vendor gives none', () => {
    expect(campaign({ CampaignID: 0, CampaignName: 'Spring', Description: 'Sale', Status: 1 })).toEqual({
      ...{ nativeId: '0', name: 'Spring', description: 'Sale', state: 'RUNNING' },
    });
    expect(campaign({ CampaignID: 5, Description: '' })).toEqual({
      ...{ nativeId: '5', name: '', description: null, state: null },
    });
    expect([agentRecord({ ID: 0, FullName: 'Ann' }), agentRecord({ ID: 1, FullName: null })]).toEqual([
      { nativeId: '0', name: 'Ann' },
      { nativeId: '1', name: '' },
    ]);
    expect([skillRecord({ ID: 0, AcdName: 'Sales' } as never), skillRecord({ ID: 1 } as never)]).toEqual([
      { nativeId: '0', name: 'Sales' },
      { nativeId: '1', name: '' },
    ]);
  });

  it.each([null, undefined])('without an id (%s) are none', (id) => {
    expect([campaign({ CampaignID: id }), agentRecord({ ID: id } as never), skillRecord({ ID: id } as never)]).toEqual([
      ...[null, null, null],
    ]);
  });

  // Guide l. 137: IsAgentViewable.
  it.each([
    [
      { Code: 'SALE', Description: 'Sale', IsAgentViewable: true },
      { nativeId: 'SALE', name: 'SALE', description: 'Sale' },
    ],
    [
      { Code: 'SALE', Description: '', IsAgentViewable: null },
      { nativeId: 'SALE', name: 'SALE', description: null },
    ],
    [{ Code: 'SALE', IsAgentViewable: false }, null],
    [{ Code: '', IsAgentViewable: true }, null],
    [{ Code: null, IsAgentViewable: true }, null],
  ])('the result code %j is the disposition %j', (code, record) => {
    expect(dispositionRecord(code as never)).toEqual(record);
  });
});

describe('a number of the vendor', () => {
  const { numbers } = settingsOf();

  it('means what the account maps it to', () => {
    expect([callStateOf(3, numbers), directionOf(1, numbers), recordingStateOf(2, numbers)]).toEqual([
      ...['HELD', 'INBOUND', 'PAUSED'],
    ]);
  });

  it.each([9, null, undefined])('without a meaning (%s) is unknown', (number) => {
    expect([callStateOf(number, numbers), directionOf(number, numbers), recordingStateOf(number, numbers)]).toEqual([
      ...['UNKNOWN', null, 'UNKNOWN'],
    ]);
  });

  // Guide l. 55 and 96: Active is a boolean, Status an int.
  it.each([
    [1, false, 'RUNNING'],
    [9, false, 'NOT_RUNNING'],
    [9, true, null],
    [9, null, null],
    [null, undefined, null],
  ])('of the status of a campaign: %s with Active %s is %s', (status, active, state) => {
    expect(campaignStateOf(status, active, numbers)).toBe(state);
  });
});

// Guide l. 11 to 16: ResponseDetail is a string without documented values.
describe('the words of a refusal', () => {
  it.each([
    ['The token is wrong', 'UNAUTHENTICATED'],
    ['Unauthorised', 'UNAUTHENTICATED'],
    ['Unauthorized', 'UNAUTHENTICATED'],
    ['Not authenticated', 'UNAUTHENTICATED'],
    ['Access denied', 'PERMISSION_DENIED'],
    ['Forbidden', 'PERMISSION_DENIED'],
    ['Not permitted', 'PERMISSION_DENIED'],
    ['No permission', 'PERMISSION_DENIED'],
    ['Lead not found', 'NOT_FOUND'],
    ['No such call', 'NOT_FOUND'],
    ["It doesn't exist", 'NOT_FOUND'],
    ['It does not exist', 'NOT_FOUND'],
    ['Unknown campaign', 'NOT_FOUND'],
    ['Invalid number', 'INVALID_ARGUMENT'],
    ['Malformed request', 'INVALID_ARGUMENT'],
    ['Missing result code', 'INVALID_ARGUMENT'],
    ['Unknown reason', 'FAILED_PRECONDITION'],
    ['', 'FAILED_PRECONDITION'],
  ])('"%s" are %s', (detail, code) => {
    expect(refusalCode(detail)).toBe(code);
  });

  const refusal = (code: CrosspointError['code'], details?: Readonly<Record<string, unknown>>) =>
    new CrosspointError(code, 'Refused', details ? { details } : {});

  it.each([
    ['NOT_FOUND', undefined, true],
    ['NOT_FOUND', 'anything', true],
    ['FAILED_PRECONDITION', 'The user is not logged in', true],
    ['FAILED_PRECONDITION', 'Not currently signed on', true],
    ['FAILED_PRECONDITION', 'User is logged out', true],
    ['FAILED_PRECONDITION', 'No active calls', true],
    ['FAILED_PRECONDITION', 'No active call', true],
    ['FAILED_PRECONDITION', 'The user is on a break', false],
    ['FAILED_PRECONDITION', undefined, false],
    ['UNAVAILABLE', undefined, false],
  ] as const)('of %s with "%s" mean that there is nothing: %s', (code, ResponseDetail, isEmpty) => {
    expect(isEmptyResult(refusal(code, ResponseDetail === undefined ? undefined : { ResponseDetail }))).toBe(isEmpty);
  });
});
