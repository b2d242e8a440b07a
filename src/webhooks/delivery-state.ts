import { retainedBytes } from '../adapters/retained-bytes.ts';
import type { Position } from '../subscriptions/log/log.ts';
import type { Entry, Progress, StoredDeadLetter, WebhookStateStore } from './state-store.ts';

const MAX_DEAD_LETTERS = 1_000;
const MAX_DEAD_BYTES = 16 * 1024 * 1024;

/** The state of one webhook's delivery: its position in the log, its dead letters and its latest attempt. */
export class DeliveryState {
  /** Position up to which the log was read; null before `load`. */
  place: Position | null = null;
  #dead: readonly StoredDeadLetter[] = [];
  #deliveredAt: string | null = null;
  #failure: Progress['failure'] = null;
  #changed = false;
  #deadChanged = false;

  constructor(private readonly stateStore: WebhookStateStore) {}

  /** Dead letters, oldest first. */
  get dead(): readonly StoredDeadLetter[] {
    return this.#dead;
  }

  /** Whether there is something to store. */
  get changed(): boolean {
    return this.#changed;
  }

  /** Reads the stored state; a new webhook begins at `head`. Answers the messages that were on their way. */
  async load(head: Position): Promise<Entry[]> {
    const progress = await this.stateStore.progress();
    this.place = progress?.place ?? head;
    this.#dead = await this.stateStore.dead();
    this.#deliveredAt = progress?.deliveredAt ?? null;
    this.#failure = progress?.failure ?? null;
    this.#changed = progress === null;
    const dead = new Set(this.#dead.map(({ id }) => id));
    return (progress?.waiting ?? []).filter(({ id }) => !dead.has(id));
  }

  /** Stores the state; false where another gateway stored one since, or the webhook was deleted. */
  async store(waiting: readonly Entry[]): Promise<boolean> {
    const progress = { place: this.place, waiting, deliveredAt: this.#deliveredAt, failure: this.#failure };
    const withDead = this.#deadChanged;
    this.#changed = false;
    this.#deadChanged = false;
    try {
      // Dead letters first: one that is in both is not lost.
      return (
        (!withDead || (await this.stateStore.storeDead(this.#dead))) && (await this.stateStore.storeProgress(progress))
      );
    } catch (thrown) {
      this.#changed = true;
      this.#deadChanged ||= withDead;
      throw thrown;
    }
  }

  /** Marks the state as changed. */
  touch(): void {
    this.#changed = true;
  }

  /** Moves on to where the log was read without a matching event, so that it need not be read again. */
  advance(reached: Position | null): void {
    if (reached === null || this.place === null || reached <= this.place) return;
    this.place = reached;
    this.#changed = true;
  }

  /** Moves back to a position; later dead letters are dropped, as their events are read again. */
  rewind(place: Position): void {
    this.place = place;
    this.takeDead(({ position }) => position > place);
  }

  /** Removes and answers dead letters. */
  takeDead(matches: (letter: StoredDeadLetter) => boolean): readonly StoredDeadLetter[] {
    const taken = this.#dead.filter(matches);
    this.#dead = this.#dead.filter((letter) => !matches(letter));
    this.#changed = true;
    this.#deadChanged = true;
    return taken;
  }

  /** Adds a dead letter; the oldest beyond the limit is dropped. */
  addDead(entry: Entry): void {
    const dead = [...this.#dead, { ...entry, givenUpAt: new Date().toISOString() }].slice(-MAX_DEAD_LETTERS);
    this.#dead = newestOf(dead, MAX_DEAD_BYTES);
    this.#deadChanged = true;
  }

  /** Records an attempt; null is a success. */
  attempted(failure: string | null): void {
    const at = new Date().toISOString();
    if (failure === null) this.#deliveredAt = at;
    else this.#failure = { at, reason: failure };
    this.#changed = true;
  }
}

/** The newest letters that together hold at most so many bytes, and the newest in any case. */
function newestOf(letters: readonly StoredDeadLetter[], most: number): readonly StoredDeadLetter[] {
  let from = letters.length - 1;
  let bytes = retainedBytes(letters[from]);
  for (; from > 0; from -= 1) {
    bytes += retainedBytes(letters[from - 1]);
    if (bytes > most) break;
  }
  return letters.slice(Math.max(0, from));
}
