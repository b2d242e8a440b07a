import type { ActName } from '../../schema/acts/acts.ts';
import type { SimulatedCall, SimulatedCampaign, SimulatedPerson } from '../../src/simulators/centre/model.ts';
import { CALLBACK_STEPS } from './callback-steps.ts';
import { CAMPAIGN_PART_STEPS } from './campaign-steps.ts';
import { CONTACT_STEPS } from './contact-steps.ts';
import type { ActAnswer, Floor } from './floor.ts';
import { PARTY_STEPS } from './party-steps.ts';
import { RECORDING_STEPS } from './recording-steps.ts';
import { callKey, deskKey } from './state.ts';
import { hasNoParties, isAlone, isRecordingOf, type Make, pickFrom, situation, UP } from './step.ts';

const CUSTOMER = '+16145550143';
function stateShown({ centre }: Floor, call: SimulatedCall): string {
  return centre.parked.has(call) ? 'PARKED' : call.state;
}

function ofCall(floor: Floor, call: SimulatedCall) {
  return (change: string) =>
    [callKey(call), `agent ${call.person.userName}`, deskKey(call.person)].includes(change) ||
    isRecordingOf(floor, [call], change);
}

interface CallActRules {
  readonly input?: Readonly<Record<string, unknown>>;
  readonly carriers?: readonly SimulatedCall['carrier'][];
  /** States of a call that is alone at its phone in which the act must succeed. */
  readonly from: readonly SimulatedCall['state'][];
  /** States, `PARKED` among them, that a success may lead to. */
  readonly to: readonly string[];
  /** Calls for which the act may be refused in every state. */
  readonly mayRefuse?: (call: SimulatedCall) => boolean;
}

const BOTH = ['five9-cti', 'remote-control'] as const;
const DESK = ['five9-cti'] as const;
const ENDED = ['WRAP_UP', 'ENDED'];

const CALL_RULES: Readonly<Partial<Record<ActName, CallActRules>>> = {
  callAnswer: {
    ...{ carriers: DESK, from: ['RINGING'], to: ['CONNECTED'] },
    mayRefuse: ({ direction, campaign }) => direction === 'OUTBOUND' && campaign === null,
  },
  callHold: { from: ['CONNECTED'], to: ['HELD'] },
  callRetrieve: { from: ['HELD'], to: ['CONNECTED'] },
  callHangup: { from: ['RINGING', 'CONNECTED', 'HELD'], to: ENDED },
  callDispose: { input: { disposition: 'Resolved' }, from: ['CONNECTED', 'HELD'], to: ['ENDED'] },
  callPark: { carriers: DESK, from: ['CONNECTED'], to: ['PARKED'] },
  callUnpark: { carriers: DESK, from: [], to: ['CONNECTED'] },
  callSendDtmf: { carriers: DESK, input: { digits: '42' }, from: ['CONNECTED'], to: ['CONNECTED'] },
  callTransfer: { carriers: DESK, input: { toNumber: '+16145550199' }, from: UP as never, to: ENDED },
  callConference: { carriers: DESK, input: { toNumber: '+16145550198' }, from: UP as never, to: UP },
};

function callStep(name: ActName): Make {
  const rules = CALL_RULES[name] as CallActRules;
  return ({ floor, calls }, random) => {
    const call = pickFrom(random, [...calls.keys()], ({ state }) => state !== 'ENDED');
    const id = call && calls.get(call);
    if (!call || !id) return null;
    const hasCapability = (rules.carriers ?? BOTH).includes(call.carrier as 'five9-cti');
    const after = () => stateShown(floor, call);
    return {
      name,
      input: { id, ...rules.input },
      show: 'call { id state }',
      title: `${name} ${call.carrier} ${situation(floor, call)}`,
      mustSucceed:
        hasCapability &&
        !rules.mayRefuse?.(call) &&
        isAlone(floor, call) &&
        hasNoParties(floor, call) &&
        rules.from.includes(call.state),
      mayChange: ofCall(floor, call),
      wrongSuccess: (answer) => wrongCall(answer, rules.to, { state: after(), isAlone: isOnlyActiveCall(floor, call) }),
    };
  };
}

/** Of several active calls the desk service shows that one is connected, and not which. */
function isOnlyActiveCall({ centre }: Floor, call: SimulatedCall): boolean {
  return centre.liveCalls(call.person).every((other) => other === call || centre.parked.has(other));
}

interface After {
  readonly state: string;
  readonly isAlone: boolean;
}

/** A call whose state the vendor still shows is answered with that state. */
function wrongCall({ call }: ActAnswer, to: readonly string[], { state, isAlone: alone }: After): string | null {
  if (!to.includes(state)) return `reported as done, and the call is ${state}`;
  const shown = call?.state ?? null;
  if (shown === 'UNKNOWN' && !alone) return null;
  const agrees = ENDED.includes(state)
    ? shown === null || ENDED.includes(shown)
    : [state, 'CONFERENCED'].includes(shown);
  return agrees ? null : `answers ${shown} for a call that is ${state}`;
}

const dialStep: Make = ({ floor }, random) => {
  const { centre } = floor;
  const person = random.pick(centre.people);
  const before = new Set(centre.calls);
  const fresh = () => centre.calls.filter((call) => !before.has(call));
  return {
    name: 'callDial',
    input: { agentId: floor.agentId(person), number: CUSTOMER },
    show: 'call { id state }',
    title: `callDial ${person.carrier} ${person.presence}, ${centre.liveCalls(person).length} calls`,
    mustSucceed: person.presence === 'READY' && centre.liveCalls(person).length === 0,
    mayChange: (change) =>
      [...fresh().map(callKey), `agent ${person.userName}`].includes(change) ||
      change.startsWith(`second ${person.remoteId}/`),
    wrongSuccess: () => (fresh().every((call) => call.person === person) ? null : 'another agent has the call'),
  };
};

function presenceStep(name: 'agentSetReady' | 'agentSetNotReady'): Make {
  const wanted = name === 'agentSetReady' ? 'READY' : 'NOT_READY';
  return ({ floor }, random) => {
    const person = random.pick(floor.centre.people);
    const isFree = floor.centre.liveCalls(person).length === 0 && person.presence !== 'LOGGED_OUT';
    return {
      name,
      input: { id: floor.agentId(person) },
      show: 'agent { presence }',
      title: `${name} ${person.carrier} ${person.presence}`,
      mustSucceed: isFree && (name === 'agentSetReady' || person.carrier === 'five9-cti'),
      mayChange: (change) => change === `agent ${person.userName}`,
      wrongSuccess: (answer) => wrongPresence(floor, answer, person, isFree ? wanted : null),
    };
  };
}

/**
 * The desk shows presence, of several calls or a parked one not which of them it is of; the dialler shows none, which is
 * then null or derived from its calls.
 */
function wrongPresence(floor: Floor, { agent }: ActAnswer, person: SimulatedPerson, wanted: string | null) {
  const { presence, carrier } = person;
  if (wanted && presence !== wanted) return `reported as done, and the agent is ${presence}`;
  const calls = floor.centre.liveCalls(person);
  if (calls.length > 1 || calls.some((call) => floor.centre.parked.has(call))) return null;
  const isShown = carrier === 'five9-cti' ? agent?.presence === presence : [null, presence].includes(agent?.presence);
  return isShown ? null : `answers ${agent?.presence} for an agent that is ${presence}`;
}

/** Logs an agent in at the desk, or out. */
function sessionStep(name: 'agentLogin' | 'agentLogout'): Make {
  const isLogin = name === 'agentLogin';
  return ({ floor }, random) => {
    const { centre } = floor;
    const person = pickFrom(random, centre.people, ({ presence }) => (presence === 'LOGGED_OUT') === isLogin);
    if (!person) return null;
    const isOut = person.presence === 'LOGGED_OUT';
    const isFree = centre.liveCalls(person).length === 0;
    return {
      name,
      input: {
        id: floor.agentId(person),
        ...(isLogin && { password: 'Secret:1', station: person.stationName, stationType: 'SOFTPHONE' }),
      },
      show: 'agent { presence }',
      title: `${name} ${person.carrier} ${person.presence}`,
      mustSucceed: person.carrier === 'five9-cti' && isOut === isLogin && isFree,
      mayChange: (change) => change === `agent ${person.userName}`,
      wrongSuccess: (answer) => wrongPresence(floor, answer, person, isLogin ? 'NOT_READY' : 'LOGGED_OUT'),
    };
  };
}

const CAMPAIGN_STATES: Readonly<Partial<Record<ActName, readonly SimulatedCampaign['state'][]>>> = {
  campaignStart: ['RUNNING', 'STARTING'],
  campaignStop: ['STOPPING', 'NOT_RUNNING', 'CANCELLED', 'COMPLETED'],
  campaignForceStop: ['NOT_RUNNING'],
  campaignPause: ['PAUSED'],
  campaignResume: ['RUNNING'],
};

function campaignStep(name: ActName): Make {
  return ({ floor, campaigns }, random) => {
    const campaign = random.pick(floor.centre.campaigns);
    const id = campaigns.get(campaign.name);
    if (!id) return null;
    const isFive9 = campaign.owner === 'five9-config';
    const from = { campaignStart: 'NOT_RUNNING', campaignStop: 'RUNNING', campaignForceStop: 'RUNNING' };
    return {
      name,
      input: { id },
      show: 'campaign { id state }',
      title: `${name} ${campaign.owner} ${campaign.state}`,
      mustSucceed: isFive9 && from[name as keyof typeof from] === campaign.state,
      mayChange: (change) => change === `campaign ${campaign.id}`,
      wrongSuccess: (answer) => wrongCampaign(answer, CAMPAIGN_STATES[name] ?? [], campaign),
    };
  };
}

function wrongCampaign({ campaign: shown }: ActAnswer, to: readonly string[], { state }: SimulatedCampaign) {
  if (!to.includes(state)) return `reported as done, and the campaign is ${state}`;
  return shown?.state === state ? null : `answers ${shown?.state} for a campaign that is ${state}`;
}

/** Every kind of step; one of them is chosen at random. */
export const STEPS: readonly Make[] = [
  ...Object.keys(CALL_RULES).map((name) => callStep(name as ActName)),
  dialStep,
  presenceStep('agentSetReady'),
  presenceStep('agentSetNotReady'),
  ...Object.keys(CAMPAIGN_STATES).map((name) => campaignStep(name as ActName)),
  sessionStep('agentLogin'),
  sessionStep('agentLogout'),
  ...RECORDING_STEPS,
  ...PARTY_STEPS,
  ...CONTACT_STEPS,
  ...CALLBACK_STEPS,
  ...CAMPAIGN_PART_STEPS,
];
