/** Steps with further parties: warm transfers, conferences, parked calls that join, and calls that are connected to each other. */
import type { ActName } from '../../schema/acts/acts.ts';
import type { SimulatedCall } from '../../src/simulators/centre/model.ts';
import type { Floor } from './floor.ts';
import { callKey, deskKey } from './state.ts';
import { isAlone, isRecordingOf, type Make, pickFrom, situation, type Targets, UP } from './step.ts';

const NUMBER = '+16145550198';
const ENDED = ['WRAP_UP', 'ENDED'];

type Desk = NonNullable<ReturnType<Floor['desk']>>;

/** A desk with its call of one step, before the step. */
interface Situation {
  readonly desk: Desk;
  readonly call: SimulatedCall;
  /** A call parked at the desk. */
  readonly parked: SimulatedCall | undefined;
}

interface PartyRules {
  input?(situation: Situation, targets: Targets): Readonly<Record<string, unknown>> | null;
  /** Whether the situation leaves no reason for a refusal. */
  mustSucceed(situation: Situation): boolean;
  /** What is wrong with a success; null where nothing is. */
  wrong(situation: Situation, before: { readonly parties: number }): string | null;
}

const isConsulting = (purpose: string) => (situation: Situation) =>
  situation.desk.consultation?.purpose === purpose && situation.desk.consultation.call === situation.call;
const isFree = ({ desk }: Situation) => desk.consultation === null && desk.parties.size === 0;
const stillUp = ({ call }: Situation) => (UP.includes(call.state) ? null : `the call is ${call.state}`);

const RULES: Readonly<Record<string, PartyRules & { readonly name: ActName }>> = {
  'warm transfer': {
    name: 'callTransfer',
    input: () => ({ toNumber: NUMBER, warm: true }),
    mustSucceed: isFree,
    wrong: (after) => (isConsulting('transfer')(after) ? null : 'no transfer is prepared'),
  },
  'transfer completed': {
    name: 'callTransferComplete',
    mustSucceed: isConsulting('transfer'),
    wrong: ({ call }) => (ENDED.includes(call.state) ? null : `the call is ${call.state}`),
  },
  'transfer cancelled': {
    name: 'callTransferCancel',
    mustSucceed: isConsulting('transfer'),
    wrong: (after) => (after.desk.consultation ? 'the transfer is still prepared' : stillUp(after)),
  },
  'warm conference': {
    name: 'callConference',
    input: () => ({ toNumber: NUMBER, warm: true }),
    mustSucceed: isFree,
    wrong: (after) => (isConsulting('conference')(after) ? null : 'no conference is prepared'),
  },
  'conference cancelled': {
    name: 'callConferenceCancel',
    mustSucceed: isConsulting('conference'),
    wrong: (after) => (after.desk.consultation ? 'the conference is still prepared' : stillUp(after)),
  },
  'conference completed': {
    name: 'callConferenceComplete',
    mustSucceed: isConsulting('conference'),
    wrong: (after, { parties }) => (after.desk.parties.size > parties ? stillUp(after) : 'no party has joined'),
  },
  'parked call joins': {
    name: 'callConference',
    input: ({ parked }, { calls }) => {
      const otherId = parked && calls.get(parked);
      return otherId ? { otherId, warm: false } : null;
    },
    mustSucceed: () => false,
    // A call that has joined stays parked at its phone, so it may join again.
    wrong: (after) => (after.desk.parties.has(after.parked?.id ?? '') ? stillUp(after) : 'the call has not joined'),
  },
  'conference left': {
    name: 'callConferenceLeave',
    mustSucceed: () => false,
    wrong: ({ call }) => (ENDED.includes(call.state) ? null : `the call is ${call.state}`),
  },
};

/** Parked calls may be listed as active, and an agent's own parking is not known to the gateway. */
function isOnlyCall(floor: Floor, call: SimulatedCall): boolean {
  return isAlone(floor, call) && floor.centre.liveCalls(call.person).length === 1;
}

function partyStep(title: string): Make {
  const { name, input, mustSucceed, wrong } = RULES[title] as (typeof RULES)[string];
  return (targets, random) => {
    const { floor, calls } = targets;
    const { centre } = floor;
    const ofDesks = [...calls.keys()].filter(({ carrier }) => carrier === 'five9-cti');
    const consulted = ofDesks.filter((each) => floor.desk(each.person)?.consultation?.call === each);
    const isUp = ({ state }: SimulatedCall) => UP.includes(state);
    const from = consulted.length > 0 && random.happens(0.7) ? consulted : ofDesks;
    const call = pickFrom(random, from, isUp);
    const id = call && calls.get(call);
    const desk = call && floor.desk(call.person);
    if (!call || !id || !desk) return null;
    const parked = centre.liveCalls(call.person).find((other) => other !== call && centre.parked.has(other));
    const at = { desk, call, parked };
    const more = input?.(at, targets) ?? {};
    if (input && Object.keys(more).length === 0) return null;
    const before = { parties: desk.parties.size };
    const mine = [callKey(call), `agent ${call.person.userName}`, deskKey(call.person)];
    return {
      name,
      input: { id, ...more },
      show: 'call { id state }',
      title: `${title} ${situation(floor, call)}`,
      mustSucceed: isUp(call) && isOnlyCall(floor, call) && mustSucceed(at),
      mayChange: (change) => mine.includes(change) || isRecordingOf(floor, [call], change),
      wrongSuccess: () => wrong(at, before),
    };
  };
}

/** Connects two calls of one of the dialler's phones, which both leave it. */
const bridgeStep: Make = async ({ floor }, random) => {
  const dialler = floor.adapters.get('remote-control');
  const person = random.pick(floor.centre.people.filter(({ carrier }) => carrier === 'remote-control'));
  const listed = async () =>
    (await dialler?.calls?.({ agent: { nativeId: String(person.remoteId) } }, {}))?.items ?? [];
  const [first, second] = (await listed()).map(({ nativeId }) => nativeId);
  if (!first || !second) return null;
  const theirs = floor.centre.liveCalls(person);
  const mine = [...theirs.map(callKey), `agent ${person.userName}`, `second ${first}`, `second ${second}`];
  const [id, otherId] = random.happens(0.5) ? [first, second] : [second, first];
  const inputs = { id: floor.callNode('remote-control', id), otherId: floor.callNode('remote-control', otherId) };
  return {
    name: 'callBridge',
    input: { ...inputs, disposition: 'Resolved', otherDisposition: 'Resolved' },
    show: 'call { id state }',
    title: 'callBridge remote-control two calls',
    mustSucceed: true,
    mayChange: (change) => mine.includes(change) || isRecordingOf(floor, theirs, change),
    wrongSuccess: ({ call }) =>
      call?.state === 'ENDED' ? null : `answers ${call?.state} for a call that was connected`,
  };
};

/** A second call on a phone of the dialler, so that two can be connected. */
const secondCallStep: Make = ({ floor }, random) => {
  const { centre } = floor;
  const onHold = centre.people.filter(
    (person) => person.carrier === 'remote-control' && centre.liveCalls(person).some(({ state }) => state === 'HELD'),
  );
  if (onHold.length === 0) return null;
  const person = random.pick(onHold);
  return {
    name: 'callDial',
    input: { agentId: floor.agentId(person), number: NUMBER },
    show: 'call { id state }',
    title: 'callDial remote-control beside a call on hold',
    mustSucceed: false,
    mayChange: (change) => change.startsWith(`second ${person.remoteId}/`),
    wrongSuccess: () => null,
  };
};

/** Steps with further parties. */
export const PARTY_STEPS: readonly Make[] = [...Object.keys(RULES).map(partyStep), bridgeStep, secondCallStep];
