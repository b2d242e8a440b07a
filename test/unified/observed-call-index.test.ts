import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallRecord } from '../../src/adapters/adapter.ts';
import { ObservedCalls } from '../../src/gateway/observed-calls.ts';

const STATES = ['RINGING', 'TALKING', 'WRAP_UP', 'ENDED'] as const;
const ACCOUNTS = ['wfo', 'other'];
const PHONES = ['1000', '1001', null];

const reports = fc.array(
  fc.record({
    account: fc.constantFrom(...ACCOUNTS),
    nativeId: fc.constantFrom('a', 'b', 'c', 'd'),
    device: fc.constantFrom(...PHONES),
    state: fc.constantFrom(...STATES),
    carriedBy: fc.constantFrom('floor', null),
  }),
  { maxLength: 40 },
);

test('observed calls are found by what was last reported of each, as a search through all finds them', () => {
  fc.assert(
    fc.property(reports, (all) => {
      const calls = new ObservedCalls();
      const last = new Map<string, (typeof all)[number]>();
      for (const report of all) {
        const { account, nativeId, device, state, carriedBy } = report;
        calls.set(account, { nativeId, device, state, observedOnly: true } as unknown as CallRecord, carriedBy);
        last.set(`${account}/${nativeId}`, report);
      }
      const ids = (found: readonly { account: string; call: CallRecord }[]) =>
        found.map(({ account, call }) => `${account}/${call.nativeId}`).sort();
      const search = (isWanted: (report: (typeof all)[number]) => boolean) =>
        [...last].flatMap(([id, report]) => (isWanted(report) ? [id] : [])).sort();
      expect(ids(calls.uncarried)).toEqual(search((report) => report.carriedBy === null && report.state !== 'ENDED'));
      for (const account of ACCOUNTS)
        for (const device of ['1000', '1001', '1002'])
          expect(ids(calls.carriedOn(account, device))).toEqual(
            search(
              (report) =>
                report.account === account &&
                report.device === device &&
                report.carriedBy !== null &&
                !['WRAP_UP', 'ENDED'].includes(report.state),
            ),
          );
    }),
  );
});

test('a call that made room for newer ones is found no more', () => {
  const calls = new ObservedCalls();
  const call = (nativeId: string) =>
    ({ nativeId, device: '1000', state: 'TALKING', observedOnly: true }) as unknown as CallRecord;
  calls.set('wfo', call('first'), 'floor');
  calls.set('wfo', call('unknown'), null);
  for (let at = 0; at < 10_100; at += 1) calls.set('wfo', { ...call(`next${at}`), device: '1001' }, 'floor');
  expect([calls.carriedOn('wfo', '1000'), calls.uncarried]).toEqual([[], []]);
  expect(calls.carriedOn('wfo', '1001').at(-1)?.call.nativeId).toBe('next10099');
});
