/** Values and paths as remote-control writes them. */
import { describe, expect, it } from 'vitest';
import { int, long, string } from '../../src/adapters/contract.ts';
import { PATHS, requestPath, segment } from '../../src/adapters/remote-control/contract/paths.ts';
import { dateTime, unspecified } from '../../src/adapters/remote-control/contract/scalars.ts';

const context = { timeZone: 'America/New_York' };

// Guide l. 22: CallStartTime is a dateTime. JSON of this kind of service counts milliseconds, with the zone's offset.
describe('a time', () => {
  it.each([
    ['2026-07-02T09:30:00', '2026-07-02T09:30:00-04:00'],
    [' 2026-01-02T09:30:00.25\n', '2026-01-02T09:30:00.250-05:00'],
    ['2026-01-02T09:30:00Z', '2026-01-02T09:30:00Z'],
    ['2026-01-02T09:30:00+05:30', '2026-01-02T09:30:00+05:30'],
    ['/Date(1767340800000)/', '2026-01-02T08:00:00Z'],
    ['/Date(1767340800250)/', '2026-01-02T08:00:00.250Z'],
    ['/Date(1767340800000-0500)/', '2026-01-02T03:00:00-05:00'],
    ['/Date(1767340800000+0530)/', '2026-01-02T13:30:00+05:30'],
    ['\\/Date(1767340800000)\\/', '2026-01-02T08:00:00Z'],
    ['Date(1767340800000)', '2026-01-02T08:00:00Z'],
    ['/Date(-86400000)/', '1969-12-31T00:00:00Z'],
  ])('%s is %s', (text, time) => {
    expect(dateTime.decode(text, context)).toBe(time);
  });

  it.each(['yesterday', '', '/Date()/', '/Date(1767340800000-05)/', '2026-13-02T09:30:00'])('is not "%s"', (text) => {
    expect(() => dateTime.decode(text, context)).toThrow('not a time');
  });

  it('is written in the zone of the account, without an offset', () => {
    expect(dateTime.encode('2026-01-02T09:30:00.250Z', context)).toBe('2026-01-02T04:30:00.250');
    expect(dateTime.encode('2026-07-02T09:30:00+02:00', context)).toBe('2026-07-02T03:30:00.000');
    expect(() => dateTime.encode('yesterday', context)).toThrow('not a time');
  });

  it('of a shape that the guide does not define is its text', () => {
    expect([unspecified.decode('{"a":1}', context), unspecified.encode('{"a":1}', context)]).toEqual([
      ...['{"a":1}', '{"a":1}'],
    ]);
  });
});

describe('a value in a path', () => {
  it('is one segment', () => {
    expect(segment('+1 614/555?0#2&%')).toBe('%2B1%20614%2F555%3F0%232%26%25');
    expect([segment('...'), segment('.a')]).toEqual(['...', '.a']);
  });

  it.each(['', '.', '..'])('is not "%s", which would name another path', (text) => {
    const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT', argumentPath: ['PhoneNum'] });
    expect(() => segment(text, 'PhoneNum')).toThrow(refused);
  });
});

describe('the path of a call', () => {
  const fields = {
    ...{ UserID: { type: int }, PhoneNum: { type: string }, LeadID: { type: long } },
    ...{ Call1ID: { type: int }, Call2ID: { type: int }, ResultCode1: { type: string }, ResultCode2: { type: string } },
    ...{ Notes1: { type: string }, Notes2: { type: string }, NumSales1: { type: int }, NumSales2: { type: int } },
  } as unknown as Parameters<typeof requestPath>[1];
  const pathOf = (name: keyof typeof PATHS, input: object) =>
    requestPath(PATHS[name], fields, input as Readonly<Record<string, unknown>>, context);

  // Guide l. 166.
  it('has its parameters only where there are values', () => {
    expect(pathOf('dial', { UserID: 7, PhoneNum: '+1' })).toBe('/dial/user/7/phone/%2B1');
    expect(pathOf('dial', { UserID: 0, PhoneNum: '+1', LeadID: null })).toBe('/dial/user/0/phone/%2B1');
    expect(pathOf('dial', { UserID: 7, PhoneNum: '1', LeadID: '9007199254740993' })).toBe(
      '/dial/user/7/phone/1?leadid=9007199254740993',
    );
  });

  // Guide, Connect Calls: the notes and numbers of successes are optional.
  it('has all parameters in their order, each encoded', () => {
    const calls = { UserID: 7, Call1ID: 1000, Call2ID: 1001, ResultCode1: 'A&B', ResultCode2: 'C' };
    const required = '/connectcalls/user/7?call1=1000&call2=1001&resultcode1=A%26B&resultcode2=C';
    expect(pathOf('connectcalls', calls)).toBe(required);
    expect(pathOf('connectcalls', { ...calls, Notes1: '', Notes2: 'x y', NumSales1: 0, NumSales2: 2 })).toBe(
      `${required}&notes1=&notes2=x%20y&numsales1=0&numsales2=2`,
    );
  });

  it('needs each value that stands in it', () => {
    const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT', argumentPath: ['UserID'] });
    for (const UserID of [undefined, null]) expect(() => pathOf('getcalls', { UserID })).toThrow(refused);
  });

  it('leaves out a value that the operation does not have', () => {
    expect(requestPath('/a?b={B}', {}, { B: 1 }, context)).toBe('/a');
  });
});
