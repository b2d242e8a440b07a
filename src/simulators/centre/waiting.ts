import {
  type Centre,
  type QueuedCall,
  RefusedAct,
  type SimulatedCall,
  type SimulatedCampaign,
  type SimulatedPerson,
} from './model.ts';
import { type Chance, chance } from './random.ts';
import type { CentreWorld } from './world.ts';

/** How callers come and how long they wait. Durations are milliseconds. */
interface Demand {
  /** Campaigns that are called; the inbound ones of the agents' telephony by default. */
  readonly campaigns: () => readonly SimulatedCampaign[];
  /** Mean time between two callers. */
  readonly meanGap: number;
  /** Every so many callers a rush of as many more comes at once. */
  readonly rushEvery: number;
  readonly rush: number;
  /** Mean time until a caller abandons; null for callers that never do. */
  readonly meanTolerance: number | null;
  /** How long a phone rings before it is answered. */
  readonly ring: (random: Chance) => number;
}

const SECOND = 1_000;
const NAMES = ['Ada North', 'Bo Larsen', 'Cleo Dunn', 'Dev Mehta', 'Eva Lind', 'Finn Ode'];
/** Callers that are remembered after they left. */
const MAX_STORED = 20_000;

/** The campaigns of the agents' telephony that callers reach now. */
export function calledCampaigns({ campaigns }: Pick<Centre, 'campaigns'>): readonly SimulatedCampaign[] {
  return campaigns.filter(
    ({ owner, direction, state }) => owner === 'five9-config' && direction === 'INBOUND' && state === 'RUNNING',
  );
}

/** The demand on a centre unless another is given: now and then more callers than agents who can serve them. */
export function usualDemand(world: CentreWorld): Demand {
  return {
    campaigns: () => calledCampaigns(world),
    ...{ meanGap: 45 * SECOND, rushEvery: 8, rush: 9, meanTolerance: 75 * SECOND },
    ring: (random) => random.between(2, 6) * SECOND,
  };
}

/** Callers in the queue: they wait by priority and time until an agent with the skill is ready, or abandon. */
export class WaitingRoom {
  readonly #world: CentreWorld;
  readonly #demand: Demand;
  #count = 0;

  constructor(world: CentreWorld, demand: Demand) {
    this.#world = world;
    this.#demand = demand;
    world.transferToQueue = (call, campaign) => this.#transfer(call, campaign);
    world.on((event) => {
      if (event.kind === 'presence' && event.person.presence === 'READY')
        world.after(0, () => this.#serve(event.person));
    });
    this.#planNext();
  }

  #planNext(): void {
    const random = chance(this.#world.seed, `caller ${this.#count}`);
    this.#world.afterPaced(exponential(random, this.#demand.meanGap), () => {
      const isRush = this.#count % this.#demand.rushEvery === this.#demand.rushEvery - 1;
      const [campaign] = this.#campaigns(random);
      for (let more = isRush ? this.#demand.rush : 0; more >= 0 && campaign; more -= 1) this.#arrive(campaign);
      if (!campaign) this.#count += 1;
      this.#planNext();
    });
  }

  #campaigns(random: Chance): readonly SimulatedCampaign[] {
    const campaigns = this.#demand.campaigns();
    return campaigns.length === 0 ? [] : [random.pick(campaigns)];
  }

  #arrive(campaign: SimulatedCampaign): void {
    const random = chance(this.#world.seed, `arriving caller ${this.#count++}`);
    const caller = { id: random.hex(16), campaign, name: random.pick(NAMES), priority: random.happens(0.2) ? 1 : 0 };
    const number = `+1${random.between(201, 989)}555${String(random.between(0, 9999)).padStart(4, '0')}`;
    this.#enter({ ...caller, number }, random);
  }

  /** The customer of a call that is handed over is a caller of the other queue, under a new id. */
  #transfer(call: SimulatedCall, campaign: SimulatedCampaign): void {
    if (call.state === 'RINGING') throw new RefusedAct('NOT_CONNECTED');
    const random = chance(this.#world.seed, `handed over ${call.id}`);
    const id = random.hex(16);
    const number = call.direction === 'INBOUND' ? call.ani : call.dnis;
    call.transferredTo = id;
    this.#world.emit({ kind: 'call', type: 'transferred', call, at: this.#world.now() });
    this.#world.hangUp(call);
    this.#enter({ id, campaign, name: call.customerName, priority: 1, number }, random);
  }

  #enter(arriving: Pick<QueuedCall, 'id' | 'campaign' | 'name' | 'priority' | 'number'>, random: Chance): void {
    const caller: QueuedCall = {
      ...arriving,
      ...{ arrivedAt: this.#world.now(), state: 'WAITING', leftAt: null, call: null },
    };
    this.#world.callers.push(caller);
    if (this.#world.callers.length > MAX_STORED) this.#world.callers.shift();
    const ready = this.#world.people.filter((person) => canServe(person, caller)).sort(byIdleness)[0];
    if (ready) this.#connect(caller, ready, random);
    else this.#wait(caller, random);
  }

  #wait(caller: QueuedCall, random: Chance): void {
    const { meanTolerance } = this.#demand;
    this.#world.waiting.add(caller);
    this.#emit(caller);
    if (meanTolerance !== null) this.#world.afterPaced(exponential(random, meanTolerance), () => this.#giveUp(caller));
  }

  #giveUp(caller: QueuedCall): void {
    if (caller.state !== 'WAITING') return;
    this.#leave(caller, 'ABANDONED');
    this.#emit(caller);
  }

  /** The caller of the highest priority that has waited longest goes first. */
  #serve(person: SimulatedPerson): void {
    const next = [...this.#world.waiting].filter((caller) => canServe(person, caller)).sort(byPriority)[0];
    if (next) this.#connect(next, person, chance(this.#world.seed, `answer ${next.id}`));
  }

  #connect(caller: QueuedCall, person: SimulatedPerson, random: Chance): void {
    const waited = this.#world.waiting.has(caller);
    this.#leave(caller, 'ROUTED');
    if (waited) this.#emit(caller);
    const { id, campaign, number: customerNumber, name: customerName } = caller;
    const call = this.#world.place({ id, person, campaign, direction: 'INBOUND', customerNumber, customerName });
    caller.call = call;
    const ring = this.#demand.ring(random);
    if (ring === 0) this.#world.answer(call);
    else this.#world.afterPaced(ring, () => call.state === 'RINGING' && this.#world.answer(call));
  }

  #leave(caller: QueuedCall, state: 'ROUTED' | 'ABANDONED'): void {
    caller.state = state;
    caller.leftAt = this.#world.now();
    this.#world.waiting.delete(caller);
  }

  #emit(caller: QueuedCall): void {
    this.#world.emit({ kind: 'queue', caller, at: this.#world.now() });
  }
}

function exponential(random: Chance, mean: number): number {
  return Math.round(-Math.log(1 - random.fraction()) * mean);
}

function canServe({ presence, carrier, skills }: SimulatedPerson, { campaign }: QueuedCall): boolean {
  const isSkilled = campaign.skills.length === 0 || campaign.skills.some((skill) => skills.includes(skill));
  return presence === 'READY' && carrier === 'five9-cti' && isSkilled;
}

function byIdleness(one: SimulatedPerson, other: SimulatedPerson): number {
  return Number(one.presenceSince) - Number(other.presenceSince) || one.index - other.index;
}

function byPriority(one: QueuedCall, other: QueuedCall): number {
  return other.priority - one.priority || Number(one.arrivedAt) - Number(other.arrivedAt);
}
