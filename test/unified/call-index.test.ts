/** The index of recent calls finds what a scan of all of them finds, after any sequence of observed, ended and forgotten calls. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecentCalls } from '../../src/gateway/recent-calls.ts';
import { call } from './world.ts';

const PHONES = ['7001', '7002', null];
const IDS = ['x1', 'x2', null];
const step = fc.record({
  account: fc.constantFrom('floor', 'wfo'),
  nativeId: fc.constantFrom('1', '2', '3'),
  callId: fc.constantFrom(...IDS),
  device: fc.constantFrom(...PHONES),
  state: fc.constantFrom('CONNECTED', 'WRAP_UP', 'ENDED'),
  does: fc.constantFrom('observe', 'observe', 'observe', 'forget', 'reconcile'),
});

test('the latest of an id, else the latest live one on a phone', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let now = Date.parse('2026-03-02T10:00:00Z');
      const recent = new RecentCalls(() => new Date(now));
      /** Places, the latest last. */
      const order: string[] = [];
      for (const { account, nativeId, does, ...facts } of steps) {
        now += 10_000;
        const one = call(nativeId, facts as Parameters<typeof call>[1]);
        const place = `${account}/${nativeId}`;
        const was = order.indexOf(place);
        const before = recent.find(account, nativeId);
        const fetchedAt = new Date(now).toISOString();
        if (does === 'forget') recent.forget(account, one);
        else if (does === 'observe') recent.observe(account, one);
        else recent.reconcile(account, { items: [], fetchedAt }, [nativeId]);
        if (recent.find(account, nativeId) === before) continue;
        if (was >= 0) order.splice(was, 1);
        if (does !== 'forget') order.push(place);
      }
      const scanned = order.toReversed().flatMap((place) => {
        const [account = '', nativeId = ''] = place.split('/');
        return recent.find(account, nativeId) ?? [];
      });
      for (const callId of IDS)
        for (const device of PHONES) {
          const expected =
            scanned.find((each) => callId !== null && each.callId === callId) ??
            scanned.find((each) => device !== null && each.device === device && each.state === 'CONNECTED');
          expect(recent.current(callId, device)?.call).toBe(expected);
        }
    }),
  );
});
