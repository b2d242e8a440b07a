/** Reads of phones and lists: which the vendor is asked for, and what callers share. */
import { describe, expect, it } from 'vitest';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { Phones } from '../../src/adapters/remote-control/reads/phones.ts';
import { BEGAN, failing, listed, settingsOf, unitAccount } from './unit-account.ts';

const LATER = '2026-03-02T11:00:00Z';

describe('the calls of a user', () => {
  it('are asked for by the id of the user, once for callers at the same time', async () => {
    const { phones, asked } = unitAccount();
    const answers = await Promise.all([
      phones.callsOf(7, { deadline: 700 }),
      phones.callsOf(7, {}),
      phones.callsOf(8, {}),
    ]);
    expect(answers[0]).toEqual([listed()]);
    expect(asked).toMatchObject([
      { operation: 'getcalls', input: { UserID: 7 }, ask: { deadline: 700, signal: expect.any(AbortSignal) } },
      { operation: 'getcalls', input: { UserID: 8 } },
    ]);
  });

  it('are records, save those without an id', async () => {
    const { phones } = unitAccount({ getcalls: () => [listed(0, { CallId: null }), listed(1001)] });
    expect(await phones.callRecords(7, {})).toMatchObject([{ nativeId: `7/1001@${BEGAN}`, agent: { nativeId: '7' } }]);
  });

  it.each([
    ['knows no such user', failing('NOT_FOUND')],
    ['has them not logged in', failing('FAILED_PRECONDITION', 'The user is not logged in')],
  ])('are none where the vendor %s', async (_, getcalls) => {
    expect(await unitAccount({ getcalls }).phones.callRecords(7, {})).toEqual([]);
  });

  it.each([
    ['a refusal in other words', failing('FAILED_PRECONDITION'), { code: 'FAILED_PRECONDITION' }],
    ['an unexpected error', () => Promise.reject(new TypeError('mistake')), { name: 'TypeError' }],
  ])('fail with %s', async (_, getcalls, error) => {
    await expect(unitAccount({ getcalls }).phones.callRecords(7, {})).rejects.toMatchObject(error);
  });
});

describe('a caller that leaves', () => {
  const waiting = () =>
    unitAccount({ getcalls: () => new Promise(() => {}), users: () => new Promise(() => {}) }).phones;

  it.each([
    ['calls', (phones: Phones, signal: AbortSignal) => phones.callsOf(7, { signal })],
    ['a list', (phones: Phones, signal: AbortSignal) => phones.list('users', { signal })],
  ])('has TIMEOUT for %s at once', async (_, read) => {
    const caller = new AbortController();
    const answer = read(waiting(), caller.signal);
    caller.abort();
    await expect(answer).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: 'The caller disconnected before the answer',
    });
  });

  it('has the error that it left with, where it is one of ours', async () => {
    const caller = new AbortController();
    const answer = waiting().callsOf(7, { signal: caller.signal });
    caller.abort(new CrosspointError('RATE_LIMITED', 'Too many'));
    await expect(answer).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('has the error of the vendor where it did not leave', async () => {
    const { signal } = new AbortController();
    const { phones } = unitAccount({ getcalls: () => Promise.reject(new TypeError('mistake')) });
    await expect(phones.callsOf(7, { signal })).rejects.toMatchObject({ name: 'TypeError' });
  });
});

describe('a list of the vendor', () => {
  it.each(['campaigns', 'users', 'acdqueues', 'resultcodes'] as const)(
    '%s is asked for as the service user, once for callers at the same time',
    async (name) => {
      const { phones, asked } = unitAccount({ [name]: () => [{ ID: 1 }] });
      const [one, other] = await Promise.all([phones.list(name, { deadline: 700 }), phones.list(name, {})]);
      expect([one, other]).toEqual([[{ ID: 1 }], [{ ID: 1 }]]);
      expect(asked).toEqual([
        { operation: name, input: { UserID: 12 }, ask: { deadline: 700, signal: expect.any(AbortSignal) } },
      ]);
    },
  );

  it('has the ids of all users that have one, 0 among them', async () => {
    const { phones } = unitAccount({ users: () => [{ ID: 0 }, { ID: null }, { FullName: 'Ann' }, { ID: 7 }] });
    expect(await phones.users({})).toEqual([0, 7]);
  });
});

// Guide l. 152: call ids; WIRE: they start at 1,000 again, so that only the start time distinguishes two calls.
describe('the newest call with an id', () => {
  const reading = async (...lists: object[][]) => {
    const phones = new Phones({ send: async () => lists.shift() } as never, settingsOf());
    while (lists.length > 0) await phones.callsOf(7, {});
    return phones;
  };

  it('is the one that was read last on the phone of a user', async () => {
    const phones = await reading([listed()]);
    expect(phones.isNewest(7, 1000, BEGAN)).toBe(true);
    expect([phones.isNewest(7, 1000, LATER), phones.isNewest(8, 1000, BEGAN), phones.isNewest(7, 1001, BEGAN)]).toEqual(
      [...[false, false, false]],
    );
    const again = await reading([listed()], [listed(1000, { CallStartTime: LATER })]);
    expect([again.isNewest(7, 1000, BEGAN), again.isNewest(7, 1000, LATER)]).toEqual([false, true]);
  });

  it.each([null, '', undefined])('is none that has the start time %s', async (CallStartTime) => {
    const phones = await reading([listed()], [listed(1000, { CallStartTime })]);
    expect(phones.isNewest(7, 1000, BEGAN)).toBe(true);
  });

  it('is remembered until five thousand others were read since', async () => {
    const numbered = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => listed(from + at));
    const full = await reading(numbered(1, 5_000));
    expect(full.isNewest(7, 1, BEGAN)).toBe(true);
    const over = await reading(numbered(1, 5_001));
    expect([over.isNewest(7, 1, BEGAN), over.isNewest(7, 2, BEGAN)]).toEqual([false, true]);
    const readAgain = await reading(numbered(1, 5_000), [listed(1)], [listed(5_001)]);
    expect([readAgain.isNewest(7, 1, BEGAN), readAgain.isNewest(7, 2, BEGAN)]).toEqual([true, false]);
  });
});
