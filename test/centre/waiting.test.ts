import { describe, expect, test } from 'vitest';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import type { SimulatedCall } from '../../src/simulators/centre/model.ts';
import { chance } from '../../src/simulators/centre/random.ts';
import { calledCampaigns, WaitingRoom } from '../../src/simulators/centre/waiting.ts';
import { CentreWorld } from '../../src/simulators/centre/world.ts';

const START = new Date('2026-03-02T08:00:00Z');
const HOUR = 3_600_000;

describe('callers of the simulated centre', () => {
  const centre = createCentre({ seed: 3, startsAt: START });
  const waited = new Set<string>();
  const stop = centre.on((event) => event.kind === 'queue' && waited.add(event.caller.id));
  centre.advanceTo(new Date(START.getTime() + 6 * HOUR));
  stop();

  test('are served, and some wait and some abandon', () => {
    const count = (state: string) => centre.callers.filter((caller) => caller.state === state).length;
    expect(count('ROUTED')).toBeGreaterThan(100);
    expect(count('ABANDONED')).toBeGreaterThan(3);
    expect(waited.size).toBeGreaterThan(20);
  });

  test('keep their id at the agent’s desk, who has the skill', () => {
    for (const { id, call, campaign, state } of centre.callers) {
      if (state !== 'ROUTED') continue;
      expect(call?.id).toBe(id);
      expect(campaign.skills.some((skill) => call?.person.skills.includes(skill))).toBe(true);
    }
  });

  test('come from another queue too, handed over by an agent', () => {
    const byId = new Map(centre.callers.map((caller) => [caller.id, caller]));
    const handed = centre.calls.flatMap((call) => {
      const caller = byId.get(call.transferredTo ?? '');
      return caller ? [{ call, caller }] : [];
    });
    expect(handed.length).toBeGreaterThan(0);
    for (const { call, caller } of handed) {
      expect(caller.campaign).not.toBe(call.campaign);
      expect(caller.number).toBe(call.direction === 'INBOUND' ? call.ani : call.dnis);
      expect(caller.arrivedAt).toEqual(call.disconnectedAt);
    }
  });

  test('are the same for the same seed', () => {
    const other = createCentre({ seed: 3, startsAt: START });
    for (let at = 0; at < 6 * HOUR; at += 77_000) other.advanceTo(new Date(START.getTime() + at));
    other.advanceTo(new Date(START.getTime() + 6 * HOUR));
    const story = ({ callers }: typeof centre) => callers.map(({ id, state, leftAt }) => [id, state, leftAt]);
    expect(story(other)).toEqual(story(centre));
  });
});

test('a call is handed over into the queue of a campaign, where its customer waits for an agent with the skill', () => {
  const centre = createCentre({ seed: 8, startsAt: START });
  const pass = (holds: () => unknown) => {
    for (let seconds = 0; !holds(); seconds += 1) {
      if (seconds > 7_200) throw new Error('it never came to that');
      centre.advanceTo(new Date(centre.now().getTime() + 1_000));
    }
  };
  const [, to] = calledCampaigns(centre);
  const isHere = ({ state, carrier, campaign }: SimulatedCall) =>
    state === 'CONNECTED' && carrier === 'five9-cti' && campaign !== to;
  pass(() => centre.liveCalls().some(isHere));
  const call = centre.liveCalls().find(isHere);
  if (!call || !to) throw new Error('no call');
  centre.transferToQueue(call, to);
  const caller = centre.callers.find(({ id }) => id === call.transferredTo);
  expect(caller).toMatchObject({ campaign: to, name: call.customerName, arrivedAt: centre.now() });
  expect(call.state).toBe('WRAP_UP');
  expect(() => centre.transferToQueue(call, to)).toThrow();
  pass(() => caller?.state !== 'WAITING');
  if (caller?.state === 'ROUTED')
    expect(to.skills.some((skill) => caller.call?.person.skills.includes(skill))).toBe(true);
});

/** A queue of one campaign before agents who do nothing else, with exponential times, as the theory has it. */
function queueOf({ agents, meanGap, meanTalk, meanTolerance, calls }: Queue, seed: number) {
  const world = new CentreWorld({ seed, startsAt: START, people: agents });
  // All on one telephony and with one skill: the campaign asks for none.
  const [inbound] = world.campaigns.filter(({ name }) => name === 'Billing Inbound');
  if (!inbound) throw new Error('no campaign');
  const campaign = { ...inbound, skills: [] };
  for (const person of world.people) Object.assign(person, { carrier: 'five9-cti' });
  world.onAnswered = (call) => {
    const talk = -Math.log(1 - chance(seed, `talk ${call.id}`).fraction()) * meanTalk;
    world.after(Math.round(talk), () => world.dispose(call, 'Resolved'));
  };
  new WaitingRoom(world, {
    ...{ campaigns: () => [campaign], meanGap, meanTolerance, rushEvery: 1e9, rush: 0, ring: () => 0 },
  });
  world.advanceTo(new Date(START.getTime() + calls * meanGap));
  const over = world.callers.filter(({ state }) => state !== 'WAITING');
  const waits = over.map(({ arrivedAt, leftAt }) => Number(leftAt) - Number(arrivedAt));
  const mean = waits.reduce((sum, wait) => sum + wait, 0) / over.length;
  return {
    callers: world.callers,
    mean,
    abandoned: over.filter(({ state }) => state === 'ABANDONED').length / over.length,
  };
}

test('the caller of the highest priority is served first, of equal ones the one who waited longest', () => {
  const { callers } = queueOf({ agents: 2, meanGap: 20_000, meanTalk: 60_000, meanTolerance: 90_000, calls: 300 }, 5);
  const goesBefore = (one: (typeof callers)[number], other: typeof one) =>
    one.priority > other.priority || (one.priority === other.priority && one.arrivedAt < other.arrivedAt);
  let passed = 0;
  for (const served of callers) {
    const at = served.leftAt;
    if (served.state !== 'ROUTED' || at === null || at <= served.arrivedAt) continue;
    const waiting = callers.filter(({ arrivedAt, leftAt }) => arrivedAt < at && (leftAt === null || leftAt > at));
    expect(waiting.filter((other) => goesBefore(other, served))).toEqual([]);
    passed += waiting.filter(
      ({ priority, arrivedAt }) => priority < served.priority && arrivedAt < served.arrivedAt,
    ).length;
  }
  expect(passed).toBeGreaterThan(10);
});

interface Queue {
  readonly agents: number;
  readonly meanGap: number;
  readonly meanTalk: number;
  readonly meanTolerance: number | null;
  readonly calls: number;
}

/** The stationary chances of 0, 1, 2 … callers in the system: births λ, deaths of n agents and of impatience (Erlang A). */
function erlang({ agents, meanGap, meanTalk, meanTolerance }: Queue) {
  const [arrive, serve, leave] = [1 / meanGap, 1 / meanTalk, meanTolerance === null ? 0 : 1 / meanTolerance];
  const weights = [1];
  for (let n = 1; n < 2_000; n += 1)
    weights.push((weights[n - 1] ?? 0) * (arrive / (Math.min(n, agents) * serve + Math.max(0, n - agents) * leave)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const queue = weights.reduce((sum, weight, n) => sum + (Math.max(0, n - agents) * weight) / total, 0);
  return { mean: queue * meanGap, abandoned: queue * leave * meanGap };
}

describe('simulated waits agree with queueing theory', () => {
  const base = { agents: 8, meanGap: 15_000, meanTalk: 100_000, calls: 15_000 };
  const seeds = [1, 2, 3, 4, 5, 6];
  const means = (queue: Queue) => {
    const runs = seeds.map((seed) => queueOf(queue, seed));
    const mean = (of: (run: (typeof runs)[number]) => number) =>
      runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
    return { mean: mean((run) => run.mean), abandoned: mean((run) => run.abandoned) };
  };

  test('the mean wait of patient callers is that of Erlang C within 5 %', () => {
    const queue = { ...base, meanTolerance: null };
    expect(Math.abs(means(queue).mean / erlang(queue).mean - 1)).toBeLessThan(0.05);
  });

  test('the mean wait and the abandoned part are those of Erlang A within 5 %', () => {
    const queue = { ...base, meanGap: 11_000, meanTolerance: 60_000 };
    const [seen, expected] = [means(queue), erlang(queue)];
    expect(Math.abs(seen.mean / expected.mean - 1)).toBeLessThan(0.05);
    expect(Math.abs(seen.abandoned / expected.abandoned - 1)).toBeLessThan(0.05);
  });
});
