import { retainedBytes } from '../../adapters/retained-bytes.ts';
import type { Figures } from '../../figures/figures.ts';
import { type EventLog, isRepeated, type LoggedEvent, type Position } from '../log/log.ts';

/** Events read from the log at a time. */
const PAGE = 500;
/** Events that may wait while older ones are read; more are read from the log. */
const MOST_WAITING = 20_000;
const MOST_WAITING_BYTES = 32 * 1024 * 1024;
const RETRY_AFTER_MS = 200;

/** Runs every event of the log through the figures, once and in order: those of before the start, then those that come. */
export class FiguresProjector {
  readonly #log: EventLog;
  readonly #figures: Pick<Figures, 'apply'>;
  #position: Position | null = null;
  #isBehind = true;
  /** The last event that was left to be read from the log. */
  #passedOver: Position | null = null;
  #waiting: LoggedEvent[] = [];
  #waitingBytes = 0;
  #unfollow: () => void = () => undefined;
  #reading: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(log: EventLog, figures: Pick<Figures, 'apply'>) {
    this.#log = log;
    this.#figures = figures;
  }

  /** How far the log was taken in. */
  get position(): Position | null {
    return this.#position;
  }

  /** Begins after a place in the log; resolves once everything that was in the log by now is taken in. */
  start(after: Position | null): Promise<void> {
    this.#position = after;
    this.#unfollow = this.#log.follow(
      (events) => this.#take(events),
      () => this.#fallBehind(),
      { takesRepeated: true },
    );
    this.#reading = this.#catchUp();
    return this.#reading;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#unfollow();
    await this.#reading;
  }

  #take(events: readonly LoggedEvent[]): void {
    const further = events.filter((logged) => !isRepeated(logged, this.#passedOver));
    if (!this.#isBehind) this.#apply(further);
    else if (!this.#isFull()) this.#wait(further);
    else this.#passedOver = events.at(-1)?.position ?? this.#passedOver;
  }

  #isFull(): boolean {
    return this.#waiting.length >= MOST_WAITING || this.#waitingBytes >= MOST_WAITING_BYTES;
  }

  #wait(events: readonly LoggedEvent[]): void {
    this.#waiting.push(...events);
    this.#waitingBytes += retainedBytes(events);
  }

  #apply(events: readonly LoggedEvent[]): void {
    for (const { event, position } of events) {
      if (this.#position !== null && position <= this.#position) continue;
      this.#figures.apply(event, position);
      this.#position = position;
    }
  }

  #fallBehind(): void {
    if (this.#isBehind || this.#isStopped) return;
    this.#isBehind = true;
    this.#reading = this.#catchUp();
  }

  /** Reads the log until nothing follows; what is appended meanwhile waits, so that nothing falls between the two. */
  async #catchUp(): Promise<void> {
    while (!this.#isStopped) {
      const more = await this.#readPage();
      if (more) continue;
      const isWhole = !this.#isFull();
      this.#apply(this.#waiting);
      this.#waiting = [];
      this.#waitingBytes = 0;
      if (isWhole) break;
    }
    this.#isBehind = false;
  }

  /** Takes in the next page; true while there is more. */
  async #readPage(): Promise<boolean> {
    try {
      const page = await this.#log.read(this.#position, PAGE);
      this.#apply(page.events);
      // The log may answer from memory; requests are served between two pages.
      await new Promise((done) => setImmediate(done));
      return page.more;
    } catch {
      await new Promise((done) => setTimeout(done, RETRY_AFTER_MS));
      return true;
    }
  }
}
