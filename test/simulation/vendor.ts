/** A vendor of the simulated world: it sends events of calls, lists campaigns, and carries acts out. */
import type { EventRecord } from '../../src/adapters/event.ts';
import type { SimulatedEnvironment } from './current.ts';
import type { Connection, End } from './network.ts';
import { CALL_STORY } from './story.ts';

/** An event as the vendor sent it. */
export interface Emitted {
  readonly at: number;
  /** Until when a cut may have delayed it, unnoticed. */
  heldUntil: number;
  /** Who listened. */
  readonly listeners: readonly Listener[];
  readonly event: EventRecord;
}

/** A gateway's connection for events. */
export interface Listener {
  readonly connection: Connection;
  /** When it ended; infinite while it lasts. */
  endedAt: number;
  take(event: EventRecord): void;
}

/** A time in which events were on their way to a gateway that handed its stream over and did not receive them. */
export interface Unknowable {
  readonly gateway: string;
  readonly from: number;
  readonly to: number;
  readonly handedOverAt: number;
}

/** Milliseconds for which an event may be under way where the network is slow. */
const UNDER_WAY_MS = 200;

/** One account of the vendor. */
export class VendorSite {
  up = true;
  /** Acts are answered after their callers' deadlines. */
  isSlow = false;
  /** Answers of acts are lost on their way. */
  losesAnswers = false;
  /** Until when gateways cannot reach it. */
  cutUntil = 0;
  /** The latest cut of each gateway. */
  readonly #cuts = new Map<string, { readonly from: number; readonly to: number }>();
  readonly unknowable: Unknowable[] = [];
  readonly emitted: Emitted[] = [];
  /** How often each campaign was started. */
  readonly started = new Map<string, number>();
  readonly #listeners = new Set<Listener>();
  #calls = 0;
  #emitting = true;

  constructor(
    readonly account: string,
    private readonly environment: SimulatedEnvironment,
  ) {}

  get node(): string {
    return `vendor:${this.account}`;
  }

  /** Begins with calls, one after a random while after the other. */
  begin(meanMs: number): void {
    const { clock, random } = this.environment;
    const next = () => {
      if (!this.#emitting) return;
      this.#beginCall();
      clock.after(random.between(0, meanMs * 2), null, next);
    };
    clock.after(random.between(0, meanMs), null, next);
  }

  /** No call begins any more. */
  end(): void {
    this.#emitting = false;
  }

  #beginCall(): void {
    const { clock, random } = this.environment;
    this.#calls += 1;
    const id = `${this.account}-${this.#calls}`;
    const steps = CALL_STORY(id, random, clock.now);
    let at = clock.now;
    for (const [index, step] of steps.entries()) {
      clock.at(at, null, () =>
        this.#emit({ ...step(clock.now), account: this.account, fingerprint: `${id}/${index}` }),
      );
      at += random.between(1, 2_500);
    }
  }

  #emit(event: EventRecord): void {
    const { clock } = this.environment;
    const heldUntil = Math.max(clock.now, this.cutUntil);
    this.emitted.push({ at: clock.now, heldUntil, event, listeners: [...this.#listeners] });
    clock.note(event.fingerprint);
    for (const { connection, take } of this.#listeners) {
      connection.send(1, () => take({ ...event, receivedAt: new Date().toISOString() }));
      // What is sent twice is the same event.
      if (this.environment.random.chance(0.03)) connection.send(1, () => take(event));
    }
  }

  /** Connects a listener; null where the vendor cannot be reached. */
  listen(end: End, listening: () => void, take: (event: EventRecord) => void): Connection | null {
    const connection = this.#connect(end, () => this.#end(listener));
    if (!connection) return null;
    const listener = { connection, endedAt: Number.POSITIVE_INFINITY, take };
    connection.send(0, () => {
      this.#listeners.add(listener);
      connection.send(1, listening);
    });
    return connection;
  }

  #end(listener: Listener): void {
    listener.endedAt = Math.min(listener.endedAt, this.environment.clock.now);
    this.#listeners.delete(listener);
  }

  /** Asks whether the vendor is there; false where it cannot be reached. */
  ask(end: End, answer: () => void): boolean {
    const connection = this.#connect(end, () => undefined);
    connection?.send(0, () => connection.send(1, answer));
    return connection !== null;
  }

  /** Sends an act; `answer` runs at the caller, unless it is lost. */
  act(end: End, campaign: string, answer: (refusal: string | null) => void): boolean {
    const connection = this.#connect(end, () => undefined);
    connection?.send(0, () => {
      this.started.set(campaign, (this.started.get(campaign) ?? 0) + 1);
      this.environment.clock.note(`act ${campaign}`);
      if (this.losesAnswers) return connection.reset();
      const reply = () => connection.send(1, () => answer(null));
      if (this.isSlow) this.environment.clock.after(15_000, null, reply);
      else reply();
    });
    return connection !== null;
  }

  #connect(end: End, onClose: () => void): Connection | null {
    if (!this.up) return null;
    return this.environment.network.connect(end, { node: this.node, host: null, onClose });
  }

  /** Lets nothing through to a gateway for a while; its connection survives. */
  cut(gateway: string, milliseconds: number): void {
    const { clock, network } = this.environment;
    const to = clock.now + milliseconds;
    network.cut(gateway, this.node, milliseconds);
    const before = this.#cuts.get(gateway);
    this.#cuts.set(gateway, { from: before && before.to > clock.now ? before.from : clock.now, to });
    this.cutUntil = Math.max(this.cutUntil, to);
    // What is under way when a cut begins, or waits for the end of an earlier one, is delayed too.
    for (const sent of this.emitted)
      if (sent.heldUntil + UNDER_WAY_MS > clock.now) sent.heldUntil = Math.max(sent.heldUntil, to);
  }

  /** Takes that a gateway is stopped in order, which hands its streams over as if it had received everything. */
  handOver(gateway: string): void {
    const { clock } = this.environment;
    const cut = this.#cuts.get(gateway);
    if (cut && cut.to > clock.now)
      this.unknowable.push({ gateway, from: cut.from, to: cut.to, handedOverAt: clock.now });
  }

  /** Breaks the connections of all listeners. */
  reset(): void {
    for (const listener of [...this.#listeners]) {
      listener.connection.reset();
      this.#end(listener);
    }
  }

  stop(): void {
    this.up = false;
    this.reset();
  }

  start(): void {
    this.up = true;
  }
}
