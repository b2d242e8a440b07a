import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCentre, worldStart } from '../../src/simulators/centre/centre.ts';
import { type Centre, type CentreEvent, RefusedAct, type SimulatedCall } from '../../src/simulators/centre/model.ts';

const START = new Date('2026-03-02T08:00:00Z');
const MINUTE = 60_000;

function later(milliseconds: number): Date {
  return new Date(START.getTime() + milliseconds);
}

function world(seed = 1): Centre {
  return createCentre({ seed, startsAt: START });
}

function line(event: CentreEvent): string {
  const at = event.at.toISOString();
  if (event.kind === 'call') return `${at} ${event.type} ${event.call.id} ${event.call.person.userName}`;
  if (event.kind === 'recording') return `${at} recording ${event.type} ${event.recording.recordId}`;
  if (event.kind === 'presence') return `${at} ${event.person.userName} ${event.previous} ${event.person.presence}`;
  if (event.kind === 'queue') return `${at} ${event.caller.id} ${event.caller.state}`;
  return `${at} ${event.campaign.name} ${event.campaign.state}`;
}

function story(seed: number, steps: readonly number[]): string[] {
  const centre = world(seed);
  const lines: string[] = [];
  centre.on((event) => lines.push(line(event)));
  for (const step of steps) centre.advanceTo(later(step));
  return lines;
}

function connectedCall(centre: Centre): SimulatedCall {
  for (let time = 0; time < 60 * MINUTE; time += 1_000) {
    centre.advanceTo(new Date(centre.now().getTime() + 1_000));
    const call = centre.liveCalls().find(({ state }) => state === 'CONNECTED');
    if (call) return call;
  }
  throw new Error('no call came');
}

describe('one seed, one world', () => {
  test('a pace of ten shows in six minutes the calls of an hour', () => {
    const calls = (pace: number) => {
      const centre = createCentre({ seed: 5, pace, startsAt: START });
      const lines: string[] = [];
      centre.on((event) => event.kind === 'call' && lines.push(`${event.type} ${event.call.id}`));
      centre.advanceTo(later((60 * MINUTE) / pace));
      return lines;
    };
    const hour = calls(1);
    expect(hour.length).toBeGreaterThan(1_000);
    // What happens at one time has no order of its own.
    expect(calls(10).toSorted()).toEqual(hour.toSorted());
  });

  test('events do not depend on the steps of the clock', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.array(fc.integer({ min: 0, max: 10 * MINUTE }), { maxLength: 30 }),
        (seed, steps) => {
          const sorted = [...steps, 10 * MINUTE].sort((one, other) => one - other);
          expect(story(seed, sorted)).toEqual(story(seed, [10 * MINUTE]));
        },
      ),
      { numRuns: 20 },
    );
  });

  test('another seed gives other events', () => {
    expect(story(1, [10 * MINUTE])).not.toEqual(story(2, [10 * MINUTE]));
  });

  test('worlds made in one hour begin at one time', () => {
    const one = worldStart(new Date('2026-03-02T10:01:00Z'));
    expect(one).toEqual(worldStart(new Date('2026-03-02T10:59:59Z')));
    expect(one).toEqual(new Date('2026-03-02T09:00:00Z'));
  });
});

test('it is a busy centre: people, campaigns of three vendors, a dozen live calls, something every other second', () => {
  const centre = world();
  let happened = 0;
  centre.advanceTo(later(60 * MINUTE));
  centre.on(() => {
    happened += 1;
  });
  const live: number[] = [];
  for (let minute = 61; minute <= 120; minute += 1) {
    centre.advanceTo(later(minute * MINUTE));
    live.push(centre.liveCalls().length);
  }
  expect(centre.people.length).toBeGreaterThanOrEqual(40);
  expect(centre.campaigns.length).toBeGreaterThanOrEqual(12);
  expect(new Set(centre.campaigns.map(({ owner }) => owner)).size).toBe(3);
  expect(live.reduce((sum, count) => sum + count) / live.length).toBeGreaterThan(8);
  expect(happened).toBeGreaterThan(1_800);
  expect(centre.calls.some(({ transferredTo }) => transferredTo)).toBe(true);
  expect(centre.recordings.some(({ blackouts }) => blackouts.length)).toBe(true);
});

test('at every moment the world makes sense', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const centre = world(seed);
      const state = new Map<SimulatedCall, string>();
      const after: Record<string, string[]> = {
        RINGING: ['CONNECTED', 'WRAP_UP'],
        CONNECTED: ['HELD', 'WRAP_UP'],
        HELD: ['CONNECTED', 'WRAP_UP'],
        WRAP_UP: ['ENDED'],
      };
      let last = 0;
      centre.on((event) => {
        expect(event.at.getTime()).toBeGreaterThanOrEqual(last);
        last = event.at.getTime();
        if (event.kind === 'recording' && event.type === 'started')
          expect(event.recording.call.connectedAt).not.toBeNull();
        if (event.kind !== 'call') return;
        const { call } = event;
        const before = state.get(call);
        if (before && before !== call.state) expect(after[before]).toContain(call.state);
        state.set(call, call.state);
        expect(centre.liveCalls(call.person).filter((other) => other.state !== 'WRAP_UP').length).toBeLessThanOrEqual(
          1,
        );
      });
      centre.advanceTo(later(30 * MINUTE));
      for (const call of centre.calls.filter(({ state: now }) => now === 'ENDED')) {
        expect(Number(call.endedAt)).toBeGreaterThanOrEqual(Number(call.disconnectedAt));
        expect(Number(call.disconnectedAt)).toBeGreaterThanOrEqual(Number(call.startedAt));
        expect(call.recording?.state ?? 'STOPPED').toBe('STOPPED');
      }
    }),
    { numRuns: 10 },
  );
});

describe('acts', () => {
  test('a call put on hold by an act stays on hold', () => {
    const centre = world();
    const call = connectedCall(centre);
    centre.hold(call);
    centre.advanceTo(new Date(centre.now().getTime() + 4 * MINUTE));
    expect(call.state).toBe('HELD');
    centre.retrieve(call);
    expect(call.state).toBe('CONNECTED');
  });

  test('what the world does not allow is refused with its reason', () => {
    const centre = world();
    const call = connectedCall(centre);
    const refusal = (act: () => unknown) => {
      try {
        act();
      } catch (error) {
        return error instanceof RefusedAct ? error.refusal : error;
      }
      return null;
    };
    expect(refusal(() => centre.retrieve(call))).toBe('NOT_HELD');
    centre.hold(call);
    expect(refusal(() => centre.hold(call))).toBe('ALREADY_HELD');
    expect(refusal(() => centre.dial(call.person, '+16145550100', null))).toBe('PERSON_BUSY');
    expect(refusal(() => centre.dispose(call, 'Nonsense'))).toBe('UNKNOWN_DISPOSITION');
    centre.dispose(call, 'Resolved');
    expect(refusal(() => centre.hold(call))).toBe('CALL_ENDED');
    expect(call.person.presence).toBe('READY');
  });

  test('a stopped campaign drains before it is not running', () => {
    const centre = world();
    const campaign = centre.campaigns.find(({ state }) => state === 'RUNNING');
    if (!campaign) throw new Error('no running campaign');
    centre.stopCampaign(campaign);
    expect(campaign.state).toBe('STOPPING');
    expect(() => centre.startCampaign(campaign)).toThrow(RefusedAct);
    centre.advanceTo(later(26_000));
    expect(campaign.state).toBe('NOT_RUNNING');
  });

  test('a campaign with a call up is still stopping when the time is up', () => {
    const centre = world();
    const call = connectedCall(centre);
    const { campaign } = call;
    if (!campaign) throw new Error('a call of no campaign');
    centre.hold(call);
    centre.stopCampaign(campaign);
    centre.advanceTo(new Date(centre.now().getTime() + 40_000));
    expect(campaign.state).toBe('STOPPING');
    const started = centre.calls.filter((other) => other.campaign === campaign && other.state !== 'ENDED');
    for (const other of started) centre.dispose(other, 'Resolved');
    centre.advanceTo(new Date(centre.now().getTime() + 3_000));
    expect(campaign.state).toBe('NOT_RUNNING');
  });

  test('an old stop does not end a newer one early', () => {
    const centre = world();
    const campaign = centre.campaigns.find(({ state }) => state === 'RUNNING');
    if (!campaign) throw new Error('no running campaign');
    centre.stopCampaign(campaign);
    centre.forceStopCampaign(campaign);
    centre.advanceTo(later(20_000));
    centre.startCampaign(campaign);
    centre.stopCampaign(campaign);
    centre.advanceTo(later(26_000));
    expect(campaign.state).toBe('STOPPING');
  });

  test('what a human holds or pauses again, after the script had, stays so', () => {
    const centre = world();
    let checked = 0;
    const touched = new Set<object>();
    centre.on((event) => {
      if (event.kind === 'call' && event.type === 'held' && !touched.has(event.call)) {
        touched.add(event.call);
        centre.retrieve(event.call);
        centre.hold(event.call);
        const { call } = event;
        const stop = centre.on((next) => {
          if (next.kind !== 'call' || next.call !== call) return;
          expect(next.type).toBe('disconnected');
          checked += 1;
          stop();
        });
      }
      if (event.kind === 'recording' && event.type === 'paused' && !touched.has(event.recording)) {
        touched.add(event.recording);
        centre.resumeRecording(event.recording);
        centre.pauseRecording(event.recording);
        const { recording } = event;
        const stop = centre.on((next) => {
          if (next.kind !== 'recording' || next.recording !== recording || next.type === 'paused') return;
          expect(next.type).toBe('stopped');
          checked += 1;
          stop();
        });
      }
    });
    centre.advanceTo(later(30 * MINUTE));
    expect(checked).toBeGreaterThan(10);
  });

  test('a call on hold ends by itself, and a call hung up while ringing reaches wrap-up', () => {
    const centre = world();
    const onHold = connectedCall(centre);
    centre.hold(onHold);
    for (;;) {
      centre.advanceTo(new Date(centre.now().getTime() + 500));
      const ringing = centre.liveCalls().find(({ state }) => state === 'RINGING');
      if (!ringing) continue;
      centre.hangUp(ringing);
      centre.advanceTo(new Date(centre.now().getTime() + 20 * MINUTE));
      expect(ringing.state).toBe('ENDED');
      break;
    }
    expect(onHold.state).toBe('ENDED');
  });

  test('a paused recording has a blackout as long as the pause', () => {
    const centre = world();
    const { recording } = connectedCall(centre);
    if (!recording) throw new Error('not recorded');
    centre.pauseRecording(recording);
    centre.advanceTo(new Date(centre.now().getTime() + 2_000));
    centre.resumeRecording(recording);
    const [blackout] = recording.blackouts;
    expect(Number(blackout?.to) - Number(blackout?.from)).toBe(2_000);
  });
});
