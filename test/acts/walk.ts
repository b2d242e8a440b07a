import { type Centre, RefusedAct, type SimulatedCall } from '../../src/simulators/centre/model.ts';
import { type Chance, chance } from '../../src/simulators/centre/random.ts';
import { type ActAnswer, anyReading, type Floor, startFloor } from './floor.ts';
import { changes, stateOf } from './state.ts';
import type { Step, Targets } from './step.ts';
import { STEPS } from './steps.ts';

/** How often each situation ended in success, or in which code. */
export type Tally = Map<string, number>;

const RECENT = 12;
const MINUTE = 60_000;
const CUSTOMER = '+16145550177';

/** One floor in four is at night in California, when numbers may be added to the do-not-call list. */
const NIGHT = new Date('2024-05-06T09:00:00Z');

/**
 * Walks `acts` acts from a seed, under readings by chance or the usual ones; throws on the first that changed something
 * else, or reported what is not so.
 */
export async function walk(seed: number, acts: number, tally: Tally, isUsual = false): Promise<void> {
  const floor = await startFloor(seed, {
    ...(!isUsual && { reading: anyReading(seed) }),
    ...(seed % 4 === 0 && { startsAt: NIGHT }),
  });
  const random = chance(seed, 'walk');
  const calls = new Map<SimulatedCall, string>();
  try {
    const campaigns = await floor.campaignIds();
    for (let done = 0; done < acts; ) {
      passTime(floor, random);
      await noteCalls(floor, calls);
      const step = await random.pick(STEPS)({ floor, calls, campaigns } satisfies Targets, random);
      if (!step) continue;
      await perform(
        floor,
        step,
        tally,
        `act ${done} of seed ${seed} (${floor.readings.join(', ') || 'usual readings'})`,
      );
      done += 1;
    }
  } finally {
    await floor.close();
  }
}

/** Notes the ids of calls while they are live, so that later acts may name calls that have ended. */
async function noteCalls(floor: Floor, calls: Map<SimulatedCall, string>): Promise<void> {
  for (const call of floor.centre.liveCalls()) {
    const id = calls.has(call) ? null : await floor.callId(call);
    if (id) calls.set(call, id);
  }
  for (const call of [...calls.keys()].slice(0, -RECENT)) if (call.state === 'ENDED') calls.delete(call);
}

async function perform(floor: Floor, { name, input, show, ...step }: Step, tally: Tally, at: string): Promise<void> {
  const before = await stateOf(floor);
  const answer = await floor.act(name, input, show);
  const after = await stateOf(floor);
  const [error] = answer.userErrors;
  const row = `${step.title}: ${error?.code ?? 'done'}`;
  tally.set(row, (tally.get(row) ?? 0) + 1);
  const fault = faultOf(answer, changes(before, after), step);
  if (!fault) return;
  const differing = changes(before, after).map((key) => `${key}: ${before.get(key)} became ${after.get(key)}`);
  throw new Error([`${at}: ${step.title} ${fault}`, JSON.stringify({ input, answer }), ...differing].join('\n'));
}

function faultOf(
  answer: ActAnswer,
  changed: readonly string[],
  step: Pick<Step, 'mayChange' | 'mustSucceed' | 'wrongSuccess'>,
): string | null {
  const foreign = changed.filter((change) => !step.mayChange(change));
  if (foreign.length > 0) return `changed what it does not name: ${foreign.join(', ')}`;
  const [error] = answer.userErrors;
  if (!error) return step.wrongSuccess(answer);
  if (step.mustSucceed) return `was refused with ${error.code}`;
  const isOpen = error.code === 'OUTCOME_UNKNOWN';
  return changed.length > 0 && !isOpen ? `failed with ${error.code}, yet changed ${changed.join(', ')}` : null;
}

/** What happens between two acts: time passes, customers call, agents use their own phones. */
function passTime(floor: Floor, random: Chance): void {
  const { centre } = floor;
  // A vendor that takes so many requests in a minute gets no more of the walk than one act in that time.
  if (floor.readings.includes('request-rate=limited')) centre.advanceTo(new Date(centre.now().getTime() + MINUTE));
  if (random.happens(0.3)) centre.advanceTo(new Date(centre.now().getTime() + random.between(1, 20_000)));
  for (let moves = random.between(0, 4); moves > 0; moves -= 1) allowed(() => atPhone(floor, random));
  centre.advanceTo(new Date(centre.now().getTime() + 1));
}

/** What the centre refuses simply does not happen. */
function allowed(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof RefusedAct)) throw error;
  }
}

/** Dials, answers, parks and retrieves at a phone, so that two calls come into one hand. */
function atPhone({ centre }: Floor, random: Chance): void {
  const person = random.pick(centre.people);
  const calls = centre.liveCalls(person);
  const [call] = calls;
  const parked = calls.find((one) => centre.parked.has(one));
  if (!call) centre.answer(centre.dial(person, CUSTOMER, null));
  else if (call.state === 'RINGING') centre.answer(call);
  else if (random.happens(0.15)) centre.hangUp(random.pick(calls));
  else if (parked && calls.length === 1) centre.answer(centre.dial(person, CUSTOMER, null));
  else if (parked) retrieve(centre, parked);
  else if (calls.length === 1 && person.carrier === 'five9-cti') park(centre, call);
  else if (calls.length > 1 && random.happens(0.3)) centre.dispose(random.pick(calls), 'Resolved');
}

function park(centre: Centre, call: SimulatedCall): void {
  if (call.state !== 'HELD') centre.hold(call);
  centre.parked.add(call);
}

function retrieve(centre: Centre, call: SimulatedCall): void {
  centre.parked.delete(call);
  centre.retrieve(call);
}
