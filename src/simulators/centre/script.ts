import type { SimulatedCall, SimulatedCampaign, SimulatedPerson } from './model.ts';
import { type Chance, chance } from './random.ts';
import { calledCampaigns } from './waiting.ts';
import type { CentreWorld } from './world.ts';

const CUSTOMERS = [
  'Amy Stone',
  'Luis Vega',
  'Mei Chen',
  'Noah Wolf',
  'Priya Nair',
  'Tom Hale',
  'Ulla Berg',
  'Zeynep Kaya',
];
/** Milliseconds between two calls, on average; with the usual handling times about a dozen calls are up. */
const MEAN_GAP = 9_000;
/** Time for which the script does not end a call that a client put on hold. */
const MAX_HOLD_MS = 300_000;
/** The part of the calls handed over that goes into another queue. */
const QUEUE_SHARE = 0.25;
const SECOND = 1_000;

const OWNER_OF: Readonly<Record<SimulatedPerson['carrier'], SimulatedCampaign['owner']>> = {
  'five9-cti': 'five9-config',
  'remote-control': 'remote-control',
};

/** The script: calls arrive, are handled and wrapped up; agents take breaks. */
export class Script {
  readonly #world: CentreWorld;
  #arrivals = 0;

  constructor(world: CentreWorld) {
    this.#world = world;
    world.onAnswered = (call) => this.#course(call);
    world.onDisconnected = (call) => this.#planWrapUp(call);
    this.#planArrival();
    for (const person of world.people) this.#planBreak(person, 0);
  }

  #chance(key: string): Chance {
    return chance(this.#world.seed, key);
  }

  #planArrival(): void {
    const random = this.#chance(`arrival ${this.#arrivals++}`);
    const gap = Math.round(-Math.log(1 - random.fraction()) * MEAN_GAP);
    this.#world.afterPaced(Math.min(gap, 4 * MEAN_GAP), () => {
      this.#arrive(random);
      this.#planArrival();
    });
  }

  /** The agent who has been ready the longest takes the next call, for a running campaign of that phone's vendor. */
  #arrive(random: Chance): void {
    const ready = this.#world.people.filter(({ presence }) => presence === 'READY');
    const person = ready.sort(
      (one, other) => Number(one.presenceSince) - Number(other.presenceSince) || one.index - other.index,
    )[0];
    if (!person) return;
    const running = this.#world.campaigns.filter(
      ({ owner, state }) => owner === OWNER_OF[person.carrier] && state === 'RUNNING',
    );
    if (!running.length) return;
    const campaign = random.pick(running);
    const customerNumber = `+1${random.between(201, 989)}555${String(random.between(0, 9999)).padStart(4, '0')}`;
    const call = this.#world.place({
      person,
      campaign,
      direction: campaign.direction,
      customerNumber,
      customerName: random.pick(CUSTOMERS),
    });
    this.#world.afterPaced(random.between(2, 8) * SECOND, () => call.state === 'RINGING' && this.#world.answer(call));
  }

  #course(call: SimulatedCall): void {
    const random = this.#chance(`course ${call.id}`);
    const talk = random.between(40, 180) * SECOND;
    if (random.happens(0.3)) this.#planHold(call, Math.round(talk * 0.3), random.between(8, 25) * SECOND);
    if (random.happens(0.2)) this.#planPause(call, Math.round(talk * 0.6), random.between(6, 15) * SECOND);
    const transfers = random.happens(0.08) && !call.transferredTo;
    this.#planEnd(call, talk, transfers, random);
  }

  #planHold(call: SimulatedCall, start: number, length: number): void {
    this.#world.afterPaced(start, () => {
      if (call.state !== 'CONNECTED') return;
      const since = this.#world.touches(call) + 1;
      this.#world.hold(call);
      this.#world.afterPaced(length, () => {
        const isWaiting = call.state === 'HELD' && !this.#world.parked.has(call);
        if (isWaiting && this.#world.touches(call) === since) this.#world.retrieve(call);
      });
    });
  }

  #planPause(call: SimulatedCall, start: number, length: number): void {
    this.#world.afterPaced(start, () => {
      const { recording } = call;
      if (recording?.state !== 'RECORDING') return;
      const since = this.#world.touches(recording) + 1;
      this.#world.pauseRecording(recording);
      this.#world.afterPaced(length, () => {
        const untouched = recording.state === 'PAUSED' && this.#world.touches(recording) === since;
        if (untouched) this.#world.resumeRecording(recording);
      });
    });
  }

  /** A call that is on hold at its end continues for a while; then the customer hangs up. */
  #planEnd(call: SimulatedCall, milliseconds: number, transfers: boolean, random: Chance): void {
    this.#world.afterPaced(milliseconds, () => {
      if (call.state === 'CONNECTED') this.#end(call, transfers, random);
      else if (call.state === 'HELD') this.#world.afterPaced(MAX_HOLD_MS, () => this.#giveUp(call));
    });
  }

  #giveUp(call: SimulatedCall): void {
    if (call.state === 'CONNECTED' || call.state === 'HELD') this.#world.hangUp(call);
  }

  #end(call: SimulatedCall, transfers: boolean, random: Chance): void {
    const others = this.#world.people.filter(
      ({ presence, carrier }) => presence === 'READY' && carrier === call.carrier,
    );
    const queue = transfers && this.#otherQueue(call);
    if (queue) this.#world.transferToQueue(call, queue);
    else if (transfers && others.length) this.#world.transfer(call, random.pick(others));
    else this.#world.hangUp(call);
  }

  /** The queue that a call is handed over into; null for most, which a colleague takes. */
  #otherQueue({ id, carrier, campaign }: SimulatedCall): SimulatedCampaign | null {
    const random = this.#chance(`queue of ${id}`);
    const others = calledCampaigns(this.#world).filter((other) => other !== campaign);
    return carrier === 'five9-cti' && others.length > 0 && random.happens(QUEUE_SHARE) ? random.pick(others) : null;
  }

  /** Some seconds after the hang-up by either side the call is disposed, unless it was disposed before. */
  #planWrapUp(call: SimulatedCall): void {
    const random = this.#chance(`wrap-up ${call.id}`);
    this.#world.afterPaced(random.between(6, 20) * SECOND, () => {
      if (call.state === 'WRAP_UP') this.#world.dispose(call, random.pick(this.#world.dispositions));
    });
  }

  #planBreak(person: SimulatedPerson, count: number): void {
    const random = this.#chance(`break ${person.index} ${count}`);
    this.#world.afterPaced(random.between(120, 1500) * SECOND, () => {
      const isFree = person.presence === 'READY' && this.#world.liveCalls(person).length === 0;
      if (!isFree) return this.#planBreak(person, count + 1);
      this.#world.setNotReady(person, random.pick(this.#world.notReadyReasons));
      this.#world.afterPaced(random.between(30, 240) * SECOND, () => this.#endBreak(person, count));
    });
  }

  #endBreak(person: SimulatedPerson, count: number): void {
    if (person.presence === 'NOT_READY') this.#world.setReady(person);
    this.#planBreak(person, count + 1);
  }
}
