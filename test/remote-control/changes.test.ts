import { describe, expect, it } from 'vitest';
import type { CallRecord, EventRecord } from '../../src/adapters/adapter.ts';
import { PhoneHistory } from '../../src/adapters/remote-control/events/changes.ts';
import { RecentCalls } from '../../src/gateway/recent-calls.ts';
import { Projection } from '../../src/subscriptions/ingest/projection.ts';

const startedAt = '2026-03-02T09:00:00Z';
const call: CallRecord = { nativeId: `12/1000@${startedAt}`, state: 'CONNECTED', startedAt };
const look = (second: number) => ({ account: 'dialler', at: `2026-03-02T09:30:0${second}.000Z` });
const typesOf = (events: readonly EventRecord[]) => events.map((event) => 'type' in event && event.type);

/** A call that a vendor leaves out of one list and lists again, then ends. */
function returned() {
  const history = new PhoneHistory();
  history.take(look(0), []);
  const begun = history.take(look(1), [call]);
  const gone = history.take(look(2), []);
  const back = history.take(look(3), [call]);
  const ended = history.take(look(4), []);
  return { begun, gone, back, ended };
}

describe('a call of remote-control that its vendor lists again after its end', () => {
  it('comes back as UPDATED, and its second end is another event than its first', () => {
    const { begun, gone, back, ended } = returned();
    expect([begun, gone, back, ended].map(typesOf)).toEqual([
      ['STARTED', 'CONNECTED'],
      ['ENDED'],
      ['UPDATED'],
      ['ENDED'],
    ]);
    expect(back).toMatchObject([{ returned: true, call: { state: 'CONNECTED' } }]);
    const all = [...begun, ...gone, ...back, ...ended];
    expect(new Set(all.map(({ fingerprint }) => fingerprint)).size).toBe(all.length);
  });

  it('is live again for subscribers and in what the gateway remembers', () => {
    const { begun, gone, back } = returned();
    const projection = new Projection();
    const recent = new RecentCalls();
    for (const event of [...begun, ...gone, ...back]) {
      expect(projection.admit(event)).toBe(true);
      if (event.kind === 'CALL') recent.observe('dialler', event.call, Date.parse(event.receivedAt), event.returned);
    }
    expect(projection.callsOf('dialler')).toMatchObject([{ state: 'CONNECTED' }]);
    expect(recent.find('dialler', call.nativeId)).toMatchObject({ state: 'CONNECTED' });
    expect(recent.find('dialler', call.nativeId)?.endedAt ?? null).toBeNull();
    const late = begun.at(-1) as EventRecord;
    expect(new Projection().admit(late)).toBe(true);
  });
});

describe('calls that the event log has when polling begins', () => {
  const other: CallRecord = { ...call, nativeId: `12/1001@${startedAt}` };

  it('end at an unknown time where the phone no longer has them, and those that are new to the log are state', () => {
    const history = new PhoneHistory([call, { ...call, nativeId: 'over', state: 'ENDED' }]);
    const events = history.take(look(1), [other]);
    expect(events).toMatchObject([{ type: 'ENDED', late: true, call: { nativeId: call.nativeId, state: 'ENDED' } }]);
    expect(typesOf(history.take(look(2), []))).toEqual(['ENDED']);
  });

  it('are connected at an unknown time where they rang when they were last seen', () => {
    const history = new PhoneHistory([{ ...call, state: 'RINGING' }]);
    const [event] = history.take(look(1), [call]);
    expect(event).toMatchObject({ type: 'CONNECTED', late: true });
    expect(event?.kind === 'CALL' && event.call.connectedAt).toBeFalsy();
  });
});
