import type { Log } from '../adapters/vendor.ts';
import { storedObject } from '../storage/stored-object.ts';
import { UnreadableRows } from '../storage/unreadable-rows.ts';
import { type EventLog, ORIGIN, type Position } from '../subscriptions/log/log.ts';
import type { Composed } from './message.ts';

/** A message on its way, stored with the log until it is delivered. */
export interface Entry extends Composed {
  readonly subject: string;
  readonly position: Position;
  /** How often it failed. */
  attempts: number;
  /** When it is tried again, in milliseconds since 1970. */
  due: number;
  reason?: string;
}

/** A message that failed every attempt. */
export interface StoredDeadLetter extends Entry {
  readonly givenUpAt: string;
}

/** How far a webhook has come. */
export interface Progress {
  readonly place: Position | null;
  readonly waiting: readonly Entry[];
  readonly deliveredAt: string | null;
  readonly failure: { readonly at: string; readonly reason: string } | null;
}

/** A request to send again: dead letters, or every event after a position. */
export type ReplayRequest =
  | { readonly id: string; readonly dead: 'all' | readonly string[] }
  | { readonly id: string; readonly after: Position };

/** The progress of a webhook that has delivered nothing yet. */
export const INITIAL_PROGRESS: Progress = { place: null, waiting: [], deliveredAt: null, failure: null };

const hasId = (item: { readonly id?: unknown } | null): boolean => typeof item?.id === 'string';

/** Where it is not known how far a webhook had come, all that is stored is delivered again: receivers know a message by its id. */
const damagedProgress = (): Progress => ({
  ...INITIAL_PROGRESS,
  place: ORIGIN,
  failure: {
    at: new Date().toISOString(),
    reason: 'How far it had come cannot be read; stored events are delivered again',
  },
});

/**
 * The stored state of one webhook's deliveries. One gateway writes it at a time; all may read it. A text of it that is damaged
 * costs what it said, and is replaced by the next that is stored.
 */
export class WebhookStateStore {
  readonly #log: EventLog;
  readonly #key: string;
  readonly #unreadable: UnreadableRows;
  #progress: string | null = null;
  #dead: string | null = null;

  /** `logger` is given what cannot be read. */
  constructor(log: EventLog, key: string, logger?: Log) {
    this.#log = log;
    this.#key = key;
    this.#unreadable = new UnreadableRows('The stored state of a webhook cannot be read', logger);
  }

  /** The stored progress; null where none was ever stored. */
  async progress(): Promise<Progress | null> {
    this.#progress = await this.#log.noted(`webhook:${this.#key}`);
    if (this.#progress === null) return null;
    const stored = storedObject<Partial<Progress>>(this.#progress);
    const isWhole = typeof stored?.place === 'string' && [stored.waiting ?? []].flat().every(hasId);
    if (isWhole) return { ...INITIAL_PROGRESS, ...stored };
    this.#noteDamaged('progress');
    return damagedProgress();
  }

  async dead(): Promise<readonly StoredDeadLetter[]> {
    this.#dead = await this.#log.noted(`webhook-dead:${this.#key}`);
    return this.#listIn(this.#dead, 'dead letters');
  }

  /** Keeps how far it has come; false where another gateway wrote since, or the webhook was deleted. */
  async storeProgress(progress: Progress): Promise<boolean> {
    const text = JSON.stringify(progress);
    if (!(await this.#log.exchange(`webhook:${this.#key}`, this.#progress, text))) return false;
    this.#progress = text;
    return true;
  }

  async storeDead(dead: readonly StoredDeadLetter[]): Promise<boolean> {
    const text = dead.length > 0 ? JSON.stringify(dead) : null;
    if (!(await this.#log.exchange(`webhook-dead:${this.#key}`, this.#dead, text))) return false;
    this.#dead = text;
    return true;
  }

  /** Replay requests that are not applied yet. */
  async replayRequests(): Promise<readonly ReplayRequest[]> {
    const text = await this.#log.noted(`webhook-replays:${this.#key}`);
    return this.#listIn(text, 'replays');
  }

  async addReplayRequest(request: ReplayRequest): Promise<void> {
    await this.#changeRequests((requests) => [...requests, request]);
  }

  async acknowledge(done: ReadonlySet<string>): Promise<void> {
    await this.#changeRequests((requests) => requests.filter(({ id }) => !done.has(id)));
  }

  /** Forgets everything. */
  async remove(): Promise<void> {
    for (const name of ['webhook', 'webhook-dead', 'webhook-replays']) {
      const full = `${name}:${this.#key}`;
      while (!(await this.#log.exchange(full, await this.#log.noted(full), null)));
    }
  }

  async #changeRequests(change: (requests: readonly ReplayRequest[]) => readonly ReplayRequest[]): Promise<void> {
    const name = `webhook-replays:${this.#key}`;
    for (;;) {
      const before = await this.#log.noted(name);
      const after = change(this.#listIn(before, 'replays'));
      if (await this.#log.exchange(name, before, after.length > 0 ? JSON.stringify(after) : null)) return;
    }
  }

  #listIn<Item extends { readonly id: string }>(text: string | null, part: string): readonly Item[] {
    if (text === null) return [];
    const stored = storedObject<readonly (Item | null)[]>(text);
    const items = Array.isArray(stored) ? stored.filter(hasId) : [];
    if (items.length !== stored?.length) this.#noteDamaged(part);
    return items;
  }

  #noteDamaged(part: string): void {
    this.#unreadable.note(part, { webhook: this.#key, part });
  }
}
