import type { Log } from '../adapters/vendor.ts';
import type { Matches } from '../subscriptions/deliver/filter.ts';
import type { Hub } from '../subscriptions/deliver/hub.ts';
import type { Cursors } from '../subscriptions/log/cursor.ts';
import { ORIGIN, type Position } from '../subscriptions/log/log.ts';
import type { LogReader } from '../subscriptions/log/reader.ts';
import { messageOf } from './message.ts';
import type { DeliveryPolicy } from './policy.ts';
import type { Sender } from './sender.ts';
import {
  type Entry,
  type Progress,
  type ReplayRequest,
  type StoredDeadLetter,
  WebhookStateStore,
} from './state-store.ts';
import { PerSubjectQueues } from './subject-queues.ts';

/** What one webhook's delivery is made of. */
interface DeliveryOptions {
  readonly key: string;
  readonly hub: Hub;
  readonly cursors: Cursors;
  readonly sender: Sender;
  readonly logger: Log;
  terms(): DeliveryPolicy;
}

/** What a webhook's delivery has done since it began here. */
export interface Deliveries {
  /** Messages that the partner took. */
  readonly delivered: number;
  /** Attempts that failed. */
  readonly failed: number;
  readonly givenUp: number;
  /** Messages under way, and dead letters, now. */
  readonly waiting: number;
  readonly dead: number;
}

/** Messages on their way at a time; more wait in the log. */
const MOST_WAITING = 1_000;
const MOST_DEAD = 1_000;
const SAVE_EVERY = 250;
/** Saves between two looks for replay requests, and for how far the log was read without finding anything to tell. */
const LOOK_EVERY = 4;

/**
 * Reads the log for one partner and delivers, at least once. Messages of one subject go one after the other; a failing
 * one holds back only those. How far it has come is kept with the log.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #stateStore: WebhookStateStore;
  readonly #lanes: PerSubjectQueues;
  /** Ends the run where another gateway has taken over, or the webhook is gone. */
  readonly #superseded = new AbortController();
  /** Ends the present reading, to read again from an earlier place. */
  #turn = new AbortController();
  #signal = AbortSignal.abort();
  #rewindTo: Position | null = null;
  /** Wishes that are done here and not yet written down as done. */
  readonly #applied = new Set<string>();
  #place: Position | null = null;
  #dead: readonly StoredDeadLetter[] = [];
  #deliveredAt: string | null = null;
  #failure: Progress['failure'] = null;
  readonly #counted = { delivered: 0, failed: 0, givenUp: 0 };
  #changed = false;
  #deadChanged = false;
  #saving: Promise<void> = Promise.resolve();
  #reader: LogReader | undefined;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#stateStore = new WebhookStateStore(options.hub.log, options.key);
    this.#lanes = new PerSubjectQueues({
      sender: options.sender,
      terms: options.terms,
      attempted: (failure) => this.#attempted(failure),
      gaveUp: (entry) => this.#giveUp(entry),
      changed: () => {
        this.#changed = true;
      },
    });
  }

  /** What it has done so far. */
  get counts(): Deliveries {
    return { ...this.#counted, waiting: this.#lanes.size, dead: this.#dead.length };
  }

  /** Delivers until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    const over = AbortSignal.any([signal, this.#superseded.signal]);
    let entries = await this.#load();
    let ticks = 0;
    const saving = setInterval(() => {
      ticks += 1;
      void this.#save(ticks % LOOK_EVERY === 0);
    }, SAVE_EVERY);
    try {
      while (!over.aborted) {
        this.#turn = new AbortController();
        this.#signal = AbortSignal.any([over, this.#turn.signal]);
        await this.#follow(entries, this.#signal);
        if (!this.#turn.signal.aborted) return;
        entries = this.#rewind();
      }
    } finally {
      clearInterval(saving);
      this.#turn.abort();
      await this.#lanes.ended();
      await this.#save(false);
    }
  }

  /** Looks at once for what is wished for. */
  look(): void {
    void this.#save(true);
  }

  async #follow(entries: readonly Entry[], signal: AbortSignal): Promise<void> {
    const { hub, cursors } = this.#options;
    this.#lanes.begin(entries, signal);
    const matches: Matches = (event) => this.#options.terms().matches(event);
    const items = await hub.read({ after: this.#place, matches });
    const stop = () => void items.return();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    this.#reader = items;
    void this.#save(true);
    for await (const item of items) {
      if (signal.aborted) break;
      const { position } = item;
      const subject = item.gap ? '' : item.event.subject;
      this.#lanes.enter({ ...messageOf(item, cursors.write(position)), subject, position, attempts: 0, due: 0 });
      this.#place = position;
      await this.#lanes.room(MOST_WAITING);
    }
    this.#reader = undefined;
    signal.removeEventListener('abort', stop);
    await this.#lanes.ended();
  }

  async #load(): Promise<Entry[]> {
    const { hub } = this.#options;
    const progress = await this.#stateStore.progress();
    this.#place = progress?.place ?? (await hub.log.head()) ?? ORIGIN;
    this.#dead = await this.#stateStore.dead();
    this.#deliveredAt = progress?.deliveredAt ?? null;
    this.#failure = progress?.failure ?? null;
    this.#changed = progress === null;
    await this.#save(false);
    const given = new Set(this.#dead.map(({ id }) => id));
    return (progress?.waiting ?? []).filter(({ id }) => !given.has(id));
  }

  /** Saves come one after the other, and none fails: what could not be kept is kept with the next. */
  #save(look: boolean): Promise<void> {
    this.#saving = this.#saving
      .then(() => this.#saveOnce(look))
      .catch((cause: unknown) => {
        this.#options.logger.warn({ cause, webhook: this.#options.key }, 'The state of a webhook cannot be kept now');
      });
    return this.#saving;
  }

  async #saveOnce(look: boolean): Promise<void> {
    if (this.#superseded.signal.aborted) return;
    if (look) await this.#applyReplayRequests();
    if (look) this.#advance();
    if (this.#changed) await this.#write();
    if (this.#applied.size === 0 || this.#rewindTo !== null || this.#changed) return;
    await this.#stateStore.acknowledge(this.#applied);
    this.#applied.clear();
  }

  async #write(): Promise<void> {
    const waiting = this.#lanes.entries;
    const progress = { place: this.#place, waiting, deliveredAt: this.#deliveredAt, failure: this.#failure };
    const withDead = this.#deadChanged;
    this.#changed = false;
    this.#deadChanged = false;
    try {
      // Dead letters first: one that stands in both is not lost.
      const stored =
        (!withDead || (await this.#stateStore.keepDead(this.#dead))) && (await this.#stateStore.keepProgress(progress));
      if (!stored) this.#superseded.abort();
    } catch (thrown) {
      this.#changed = true;
      this.#deadChanged ||= withDead;
      throw thrown;
    }
  }

  /** Nothing to tell was found up to where the log was read, so that it need not be read again. */
  #advance(): void {
    const reached = this.#reader?.reached ?? null;
    if (reached === null || this.#place === null || reached <= this.#place) return;
    this.#place = reached;
    this.#changed = true;
  }

  async #applyReplayRequests(): Promise<void> {
    const requests = await this.#stateStore.replayRequests();
    if (this.#signal.aborted) return;
    for (const request of requests.filter(({ id }) => !this.#applied.has(id))) {
      this.#applied.add(request.id);
      this.#applyReplayRequest(request);
    }
  }

  #applyReplayRequest(request: ReplayRequest): void {
    if ('after' in request) {
      if (this.#rewindTo === null || request.after < this.#rewindTo) this.#rewindTo = request.after;
      this.#turn.abort();
      return;
    }
    const again = this.#dead.filter(({ id }) => request.dead === 'all' || request.dead.includes(id));
    this.#dead = this.#dead.filter((entry) => !again.includes(entry));
    this.#changed = true;
    this.#deadChanged = true;
    for (const { givenUpAt: _, ...entry } of again) this.#lanes.enter({ ...entry, attempts: 0, due: 0 });
  }

  /** Goes back in the log. What was read after that place comes once more; answers what still waits from before. */
  #rewind(): Entry[] {
    const place = this.#rewindTo ?? this.#place ?? ORIGIN;
    const earlier = this.#lanes.entries.filter(({ position }) => position <= place);
    this.#rewindTo = null;
    this.#place = place;
    this.#dead = this.#dead.filter(({ position }) => position <= place);
    this.#changed = true;
    this.#deadChanged = true;
    return earlier;
  }

  #attempted(failure: string | null): void {
    const at = new Date().toISOString();
    this.#counted[failure === null ? 'delivered' : 'failed'] += 1;
    if (failure === null) this.#deliveredAt = at;
    else this.#failure = { at, reason: failure };
    this.#changed = true;
  }

  #giveUp(entry: Entry): void {
    const { logger, key } = this.#options;
    logger.warn({ webhook: key, attempts: entry.attempts }, 'A webhook message is given up');
    this.#dead = [...this.#dead, { ...entry, givenUpAt: new Date().toISOString() }].slice(-MOST_DEAD);
    this.#deadChanged = true;
    this.#counted.givenUp += 1;
  }
}
