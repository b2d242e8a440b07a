import type { ActName } from '../../schema/acts/acts.ts';
import type { SimulatedCall } from '../../src/simulators/centre/model.ts';
import type { Chance } from '../../src/simulators/centre/random.ts';
import type { ActAnswer, Floor } from './floor.ts';
import { recordingKey } from './state.ts';

/** One act on something of the centre, and what may come of it. */
export interface Step {
  readonly name: ActName;
  readonly input: Readonly<Record<string, unknown>>;
  readonly show: string;
  /** For people: the act, its target and the situation. */
  readonly title: string;
  /** Whether the situation leaves no reason for a refusal. */
  readonly mustSucceed: boolean;
  /** Whether a change is of what the act names. */
  mayChange(change: string): boolean;
  /** What is wrong with a success, compared with the vendor's state; null where nothing is. */
  wrongSuccess(answer: ActAnswer): string | null;
}

/** What the walk chooses from. */
export interface Targets {
  readonly floor: Floor;
  readonly campaigns: ReadonlyMap<string, string>;
  /** Global ids of calls, live and ended. */
  readonly calls: ReadonlyMap<SimulatedCall, string>;
}

/** Chooses a target at random; null where there is none. */
export type Make = (targets: Targets, random: Chance) => Step | null | Promise<Step | null>;

/** States of a call that has two parties. */
export const UP = ['CONNECTED', 'HELD'];

/** Prefers what is still going on, since of calls and recordings most are over. */
export function pickFrom<Item>(random: Chance, items: readonly Item[], isLive: (item: Item) => boolean): Item | null {
  const live = items.filter(isLive);
  const from = live.length > 0 && random.happens(0.8) ? live : items;
  return from.length > 0 ? random.pick(from) : null;
}

/** The situation of a call, as the table of docs/acts.md names it. */
export function situation({ centre }: Floor, call: SimulatedCall): string {
  const others = centre.liveCalls(call.person).filter((other) => other !== call);
  const beside = others.map((other) => (centre.parked.has(other) ? 'PARKED' : other.state));
  const self = centre.parked.has(call) ? 'PARKED' : call.state;
  return beside.length > 0 ? `${self} beside ${beside.join(', ')}` : self;
}

/** Whether a call is the only live one of its phone, and not parked. */
export function isAlone({ centre }: Floor, call: SimulatedCall): boolean {
  return centre.liveCalls(call.person).every((other) => other === call) && !centre.parked.has(call);
}

/** Whether no second party is consulted or in a conference at the desk of a call. */
export function hasNoParties(floor: Floor, { person }: SimulatedCall): boolean {
  const desk = floor.desk(person);
  return !desk || (desk.consultation === null && desk.parties.size === 0);
}

/** Whether a change is of a recording of these calls. */
export function isRecordingOf({ recorder }: Floor, calls: readonly SimulatedCall[], change: string): boolean {
  return recorder.recordings().some((each) => calls.includes(each.call) && change === recordingKey(each));
}
