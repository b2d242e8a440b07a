import { linkedSignal } from '../adapters/calls/deadline.ts';
import type { Log } from '../adapters/vendor.ts';
import type { Matches } from '../subscriptions/deliver/filter.ts';
import type { Hub } from '../subscriptions/deliver/hub.ts';
import type { Cursors } from '../subscriptions/log/cursor.ts';
import { ORIGIN, type Position } from '../subscriptions/log/log.ts';
import type { LogReader } from '../subscriptions/log/reader.ts';
import { DeliveryState } from './delivery-state.ts';
import { messageOf } from './message.ts';
import type { DeliveryPolicy } from './policy.ts';
import type { Sender } from './sender.ts';
import { type Entry, type ReplayRequest, WebhookStateStore } from './state-store.ts';
import { PerSubjectQueues } from './subject-queues.ts';

interface DeliveryOptions {
  readonly key: string;
  readonly hub: Hub;
  readonly cursors: Cursors;
  readonly sender: Sender;
  readonly logger: Log;
  policy(): DeliveryPolicy;
}

/** The counts of a webhook's deliveries since this process serves it. */
export interface Deliveries {
  /** Messages that the partner took. */
  readonly delivered: number;
  /** Attempts that failed. */
  readonly failed: number;
  readonly deadLettered: number;
  /** Messages under way, and dead letters, now. */
  readonly waiting: number;
  readonly dead: number;
}

const SAVE_EVERY = 250;
/** Number of saves between two reads of replay requests and of the reader's position. */
const LOOK_EVERY = 4;

/** The signal of a delivery that does not follow the log. */
const ENDED = AbortSignal.abort();

/**
 * Reads the log for one partner and delivers, at least once. Messages of one subject go one after the other; a failing
 * message delays only later ones of its subject. The position is stored with the log.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #stateStore: WebhookStateStore;
  readonly #state: DeliveryState;
  readonly #queues: PerSubjectQueues;
  /** Ends the run where another gateway has taken over, or the webhook is gone. */
  readonly #superseded = new AbortController();
  /** Ends the present reading, to read again from an earlier place. */
  #turn = new AbortController();
  #signal = ENDED;
  #rewindTo: Position | null = null;
  /** Ids of replay requests that are applied here and not yet acknowledged. */
  readonly #applied = new Set<string>();
  #isFailing = false;
  readonly #counted = { delivered: 0, failed: 0, deadLettered: 0 };
  #saving: Promise<void> = Promise.resolve();
  #reader: LogReader | undefined;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#stateStore = new WebhookStateStore(options.hub.log, options.key, options.logger);
    this.#state = new DeliveryState(this.#stateStore);
    this.#queues = new PerSubjectQueues({
      sender: options.sender,
      policy: options.policy,
      attempted: (failure) => this.#attempted(failure),
      exhausted: (entry) => this.#addDeadLetter(entry),
      changed: () => this.#state.touch(),
    });
  }

  /** The counts so far. */
  get counts(): Deliveries {
    return { ...this.#counted, waiting: this.#queues.size, dead: this.#state.dead.length };
  }

  /** Delivers until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    let entries = await this.#state.load((await this.#options.hub.log.head()) ?? ORIGIN);
    await this.#save(false);
    const over = linkedSignal(signal, this.#superseded.signal);
    let ticks = 0;
    const saving = setInterval(() => {
      ticks += 1;
      void this.#save(ticks % LOOK_EVERY === 0);
    }, SAVE_EVERY);
    try {
      while (!over.signal.aborted) {
        this.#turn = new AbortController();
        await this.#followTurn(entries, over.signal);
        if (!this.#turn.signal.aborted) return;
        entries = this.#rewind();
      }
    } finally {
      clearInterval(saving);
      over.clear();
      this.#turn.abort();
      await this.#queues.ended();
      await this.#save(false);
    }
  }

  /** Applies replay requests now. */
  look(): void {
    void this.#save(true);
  }

  /** Follows the log until the run is over or the turn ends, to read again from an earlier position. */
  async #followTurn(entries: readonly Entry[], over: AbortSignal): Promise<void> {
    const { signal, clear } = linkedSignal(over, this.#turn.signal);
    this.#signal = signal;
    try {
      await this.#follow(entries, signal);
    } finally {
      clear();
      this.#signal = ENDED;
    }
  }

  async #follow(entries: readonly Entry[], signal: AbortSignal): Promise<void> {
    const { hub, cursors } = this.#options;
    this.#queues.begin(entries, signal);
    const matches: Matches = (event) => this.#options.policy().matches(event);
    const items = await hub.read({ after: this.#state.place, matches });
    const stop = () => void items.return();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    this.#reader = items;
    void this.#save(true);
    for await (const item of items) {
      if (signal.aborted) break;
      const { position } = item;
      const subject = item.gap ? '' : item.event.subject;
      this.#queues.enter({ ...messageOf(item, cursors.write(position)), subject, position, attempts: 0, due: 0 });
      this.#state.place = position;
      await this.#queues.waitForCapacity();
    }
    this.#reader = undefined;
    signal.removeEventListener('abort', stop);
    await this.#queues.ended();
  }

  /** Saves run one after the other and never reject: what could not be stored is stored with the next. */
  #save(look: boolean): Promise<void> {
    this.#saving = this.#saving
      .then(() => this.#saveOnce(look))
      .catch((cause: unknown) => {
        this.#options.logger.warn(
          { cause, webhook: this.#options.key },
          'The state of a webhook could not be stored; trying again',
        );
      });
    return this.#saving;
  }

  async #saveOnce(look: boolean): Promise<void> {
    if (this.#superseded.signal.aborted) return;
    if (look) await this.#applyReplayRequests();
    if (look) this.#state.advance(this.#reader?.reached ?? null);
    if (this.#state.changed && !(await this.#state.store(this.#queues.entries))) this.#superseded.abort();
    if (this.#applied.size === 0 || this.#rewindTo !== null || this.#state.changed) return;
    await this.#stateStore.acknowledge(this.#applied);
    this.#applied.clear();
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
    const again = this.#state.takeDead(({ id }) => request.dead === 'all' || request.dead.includes(id));
    for (const { givenUpAt: _, ...entry } of again) this.#queues.enter({ ...entry, attempts: 0, due: 0 });
  }

  /** Goes back in the log; answers the entries from before that position, which are still to be delivered. */
  #rewind(): Entry[] {
    const place = this.#rewindTo ?? this.#state.place ?? ORIGIN;
    this.#rewindTo = null;
    this.#state.rewind(place);
    return this.#queues.entries.filter(({ position }) => position <= place);
  }

  #attempted(failure: string | null): void {
    this.#counted[failure === null ? 'delivered' : 'failed'] += 1;
    this.#logTurn(failure);
    this.#state.attempted(failure);
  }

  /** Logs the first failure after a success and the first success after a failure. */
  #logTurn(failure: string | null): void {
    const { logger, key } = this.#options;
    const isFailing = failure !== null;
    if (isFailing === this.#isFailing) return;
    this.#isFailing = isFailing;
    if (isFailing)
      logger.warn({ webhook: key, reason: failure }, 'Messages of a webhook are not accepted; trying again');
    else logger.info({ webhook: key }, 'Messages of a webhook are accepted again');
  }

  #addDeadLetter(entry: Entry): void {
    const { logger, key } = this.#options;
    logger.warn({ webhook: key, attempts: entry.attempts }, 'A webhook message failed every attempt');
    this.#state.addDead(entry);
    this.#counted.deadLettered += 1;
  }
}
