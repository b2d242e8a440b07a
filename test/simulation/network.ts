/** Connections between the hosts: delays, pauses, resets. Each direction keeps its order, as TCP does. */
import type { Clock, Host } from './clock.ts';
import type { Random } from './random.ts';

/** One end of a connection. `host` is null for the parts of the world that are no gateway. */
export interface End {
  readonly node: string;
  readonly host: Host | null;
  onClose(): void;
}

/** Milliseconds for which a message is on its way. */
const LATENCY = { least: 0.1, most: 3 };
/** Milliseconds after which a connection whose packets are lost counts as broken. */
const GIVES_UP_AFTER_MS = 20_000;

/** A connection between two ends. */
export class Connection {
  open = true;
  #closedAt = Number.POSITIVE_INFINITY;
  readonly #arrivals: [number, number] = [0, 0];
  /** What is under way in each direction, oldest first. */
  readonly #underWay: [(() => void)[], (() => void)[]] = [[], []];

  constructor(
    private readonly network: Network,
    readonly ends: readonly [End, End],
  ) {}

  /** Sends from one end; what is sent runs at the other. */
  send(from: 0 | 1, run: () => void): void {
    if (!this.open) return;
    this.#underWay[from].push(run);
    this.#schedule(from);
  }

  #schedule(from: 0 | 1): void {
    const [one, other] = this.ends;
    const arrival = Math.max(this.#arrivals[from], this.network.arrival(one.node, other.node));
    this.#arrivals[from] = arrival;
    this.network.clock.at(arrival, (this.ends[1 - from] as End).host, () => {
      // What arrived before the connection broke is read, also by a process that was paused.
      if (arrival > this.#closedAt) return;
      // A cut that began meanwhile holds back what is under way, not what a paused process has yet to read.
      if (this.network.wasCut(one.node, other.node, arrival)) this.#schedule(from);
      else this.#underWay[from].shift()?.();
    });
  }

  /** Breaks the connection; each end that lives notices. */
  reset(): void {
    if (!this.open) return;
    this.open = false;
    this.#closedAt = this.network.clock.now;
    this.network.forget(this);
    for (const end of this.ends)
      if (end.host?.alive !== false) this.network.clock.after(0.5, end.host, () => end.onClose());
  }
}

/** All connections, and where none get through. */
export class Network {
  readonly #connections = new Set<Connection>();
  /** From when and until when a pair of nodes cannot reach each other. */
  readonly #cuts = new Map<string, { readonly from: number; readonly to: number }>();
  /** Factor of every delay. */
  slowness = 1;

  constructor(
    readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** Opens a connection; null where the nodes cannot reach each other. */
  connect(one: End, other: End): Connection | null {
    if (this.isCut(one.node, other.node)) return null;
    const connection = new Connection(this, [one, other]);
    this.#connections.add(connection);
    for (const { host } of connection.ends) host?.onDeath(() => connection.reset());
    return connection;
  }

  forget(connection: Connection): void {
    this.#connections.delete(connection);
  }

  /** When something arrives that is sent now. */
  arrival(one: string, other: string): number {
    const delay = this.random.between(LATENCY.least, LATENCY.most) * this.slowness;
    return Math.max(this.clock.now, this.#cuts.get(pairOf(one, other))?.to ?? 0) + delay;
  }

  isCut(one: string, other: string): boolean {
    return this.wasCut(one, other, this.clock.now);
  }

  /** Whether nothing got through at a time of the latest cut. */
  wasCut(one: string, other: string, time: number): boolean {
    const cut = this.#cuts.get(pairOf(one, other));
    return cut !== undefined && cut.from <= time && time < cut.to;
  }

  /** Lets nothing through between two nodes for so long; connections survive a short cut. */
  cut(one: string, other: string, milliseconds: number): void {
    const before = this.#cuts.get(pairOf(one, other));
    const from = before && before.to > this.clock.now ? before.from : this.clock.now;
    this.#cuts.set(pairOf(one, other), { from, to: this.clock.now + milliseconds });
    if (milliseconds > GIVES_UP_AFTER_MS) this.clock.after(GIVES_UP_AFTER_MS, null, () => this.resetAll(one, other));
  }

  /** Breaks every connection between two nodes. */
  resetAll(one: string, other: string): void {
    for (const connection of [...this.#connections]) {
      const [left, right] = connection.ends;
      if (pairOf(left.node, right.node) === pairOf(one, other)) connection.reset();
    }
  }

  heal(): void {
    this.#cuts.clear();
    this.slowness = 1;
  }
}

function pairOf(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}
