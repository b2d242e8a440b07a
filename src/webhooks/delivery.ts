import { asCrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';
import type { Cursors } from '../subscriptions/cursor.ts';
import type { Matches } from '../subscriptions/filter.ts';
import type { Hub } from '../subscriptions/hub.ts';
import { ORIGIN, type Position } from '../subscriptions/log.ts';
import { messageOf } from './message.ts';
import type { Message, Sender, Target } from './sender.ts';

/** A message on its way, kept with the log until it is taken. */
interface Entry extends Message {
  readonly subject: string;
  /** How often it failed. */
  attempts: number;
  /** When it is tried again, in milliseconds since 1970. */
  due: number;
  reason?: string;
}

interface Kept {
  readonly place: Position | null;
  readonly waiting: Entry[];
  readonly dead: Entry[];
}

/** What one webhook's delivery is made of. */
export interface DeliveryOptions extends Target {
  readonly id: string;
  readonly hub: Hub;
  readonly cursors: Cursors;
  readonly sender: Sender;
  readonly matches: Matches;
  readonly logger: Log;
  /** Milliseconds before each further attempt; after the last the message is put aside. */
  readonly schedule: readonly number[];
}

/** Messages on their way at a time; more wait in the log. */
const MOST_WAITING = 1_000;
const MOST_DEAD = 1_000;
const SAVE_EVERY = 250;

/**
 * Reads the log for one partner and delivers, at least once. Messages of one subject go one after the other; a failing
 * one holds back only those. How far it has come is kept with the log.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #lanes = new Map<string, Entry[]>();
  readonly #running = new Set<Promise<void>>();
  #place: Position | null = null;
  #dead: Entry[] = [];
  #count = 0;
  #changed = false;
  #roomMade: (() => void) | undefined;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Messages under way, and those given up on. */
  get state(): { readonly waiting: number; readonly dead: readonly Message[] } {
    return { waiting: this.#count, dead: this.#dead };
  }

  /** Delivers until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    const { hub } = this.#options;
    await this.#load(signal);
    const saving = setInterval(() => void this.#save().catch(() => undefined), SAVE_EVERY);
    const items = await hub.read({ after: this.#place, matches: this.#options.matches });
    signal.addEventListener('abort', () => void items.return?.(), { once: true });
    try {
      for await (const item of items) {
        if (signal.aborted) break;
        const message = messageOf(item, this.#options.cursors.write(item.position));
        this.#enter({ ...message, subject: item.gap ? '' : item.event.subject, attempts: 0, due: 0 }, signal);
        this.#place = item.position;
        if (this.#count >= MOST_WAITING) await this.#room(signal);
      }
    } finally {
      clearInterval(saving);
      await Promise.all(this.#running);
      await this.#save().catch(() => undefined);
      this.#lanes.clear();
    }
  }

  /** Tries everything that was given up on once more. */
  replay(signal: AbortSignal): number {
    const again = this.#dead;
    this.#dead = [];
    for (const entry of again) this.#enter({ ...entry, attempts: 0, due: 0 }, signal);
    return again.length;
  }

  async #load(signal: AbortSignal): Promise<void> {
    const { hub, id } = this.#options;
    const text = await hub.log.noted(`webhook:${id}`);
    const kept = text === null ? null : (JSON.parse(text) as Kept);
    this.#place = kept ? kept.place : ((await hub.log.head()) ?? ORIGIN);
    this.#dead = kept?.dead ?? [];
    this.#count = 0;
    this.#changed = kept === null;
    for (const entry of kept?.waiting ?? []) this.#enter(entry, signal);
    await this.#save();
  }

  async #save(): Promise<void> {
    if (!this.#changed) return;
    this.#changed = false;
    const kept: Kept = { place: this.#place, waiting: [...this.#lanes.values()].flat(), dead: this.#dead };
    try {
      await this.#options.hub.log.note(`webhook:${this.#options.id}`, JSON.stringify(kept));
    } catch (thrown) {
      this.#changed = true;
      throw thrown;
    }
  }

  #enter(entry: Entry, signal: AbortSignal): void {
    this.#count += 1;
    this.#changed = true;
    const lane = this.#lanes.get(entry.subject);
    if (lane) {
      lane.push(entry);
      return;
    }
    const fresh = [entry];
    this.#lanes.set(entry.subject, fresh);
    const done: Promise<void> = this.#empty(fresh, signal).finally(() => this.#running.delete(done));
    this.#running.add(done);
  }

  async #empty(lane: Entry[], signal: AbortSignal): Promise<void> {
    for (let [entry] = lane; entry; [entry] = lane) {
      if (!(await this.#deliver(entry, signal))) return;
      lane.shift();
      this.#count -= 1;
      this.#changed = true;
      this.#roomMade?.();
      if (lane.length === 0) this.#lanes.delete(entry.subject);
    }
  }

  /** Tries until it is taken or given up on; false when told to stop before. */
  async #deliver(entry: Entry, signal: AbortSignal): Promise<boolean> {
    const { sender, schedule, logger, id } = this.#options;
    for (;;) {
      await pauseUntil(entry.due, signal);
      if (signal.aborted) return false;
      try {
        await sender.send(this.#options, entry, signal);
        return true;
      } catch (thrown) {
        if (signal.aborted) return false;
        entry.reason = asCrosspointError(thrown).message;
        this.#changed = true;
      }
      const wait = schedule[entry.attempts];
      entry.attempts += 1;
      if (wait === undefined) {
        logger.warn({ webhook: id, attempts: entry.attempts }, 'A webhook message is given up');
        this.#dead = [...this.#dead, entry].slice(-MOST_DEAD);
        return true;
      }
      entry.due = Date.now() + wait;
    }
  }

  async #room(signal: AbortSignal): Promise<void> {
    while (this.#count >= MOST_WAITING && !signal.aborted) {
      await new Promise<void>((done) => {
        this.#roomMade = done;
        signal.addEventListener('abort', () => done(), { once: true });
      });
    }
  }
}

function pauseUntil(due: number, signal: AbortSignal): Promise<void> {
  const wait = due - Date.now();
  if (wait <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((done) => {
    const stop = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      done();
    };
    const timer = setTimeout(stop, wait);
    signal.addEventListener('abort', stop, { once: true });
  });
}
