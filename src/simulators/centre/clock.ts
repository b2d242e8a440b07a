import { type CentreEvent, type Refusal, RefusedAct } from './model.ts';
import { Schedule } from './schedule.ts';

/** Throws where the world does not allow an act. */
export function refuseUnless(condition: boolean, refusal: Refusal): void {
  if (!condition) throw new RefusedAct(refusal);
}

/** The time of a simulated world, what is planned in it, and who listens to it. */
export class WorldClock {
  readonly schedule = new Schedule();
  readonly #listeners = new Set<(event: CentreEvent) => void>();
  readonly #touches = new WeakMap<object, number>();
  #now: number;

  constructor(
    startsAt: Date,
    private readonly pace = 1,
  ) {
    this.#now = startsAt.getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  advanceTo(time: Date): void {
    const until = time.getTime();
    for (let due = this.schedule.take(until); due; due = this.schedule.take(until)) {
      this.#now = Math.max(this.#now, due.time);
      due.run();
    }
    this.#now = Math.max(this.#now, until);
  }

  /** Plans something after these milliseconds. */
  after(milliseconds: number, run: () => void): void {
    this.schedule.at(this.#now + milliseconds, run);
  }

  /** Plans what people do after these milliseconds, which the pace of the centre shortens. */
  afterPaced(milliseconds: number, run: () => void): void {
    this.after(milliseconds / this.pace, run);
  }

  on(listener: (event: CentreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Emits an event to the listeners. */
  emit(event: CentreEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  /** How often a call was held or retrieved, or a recording paused or resumed: what has not changed was not touched. */
  touches(subject: object): number {
    return this.#touches.get(subject) ?? 0;
  }

  /** Notes that something was changed by an act. */
  touch(subject: object): void {
    this.#touches.set(subject, this.touches(subject) + 1);
  }
}
