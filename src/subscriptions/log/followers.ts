import { type FollowOptions, isRepeated, type LoggedEvent, type Position } from './log.ts';

interface Follower {
  readonly onEvents: (events: readonly LoggedEvent[]) => void;
  readonly broken: (() => void) | undefined;
  /** The newest event that was published before it followed; null where none was. */
  readonly since: Position | null;
  readonly takesRepeated: boolean;
}

/** The followers of a log; an error of one does not affect the others. */
export class Followers {
  readonly #followers = new Set<Follower>();
  #published: Position | null = null;

  /** Adds a listener and answers how to remove it. */
  add(onEvents: Follower['onEvents'], broken?: () => void, { takesRepeated = false }: FollowOptions = {}): () => void {
    const follower = { onEvents, broken, since: this.#published, takesRepeated };
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  /** Passes a batch to every follower. */
  publish(events: readonly LoggedEvent[]): void {
    if (events.length === 0) return;
    const hasRepeated = events.some(({ repeats }) => repeats !== undefined);
    for (const follower of [...this.#followers]) {
      const given = hasRepeated ? eventsFor(follower, events) : events;
      if (given.length > 0) attempt(() => follower.onEvents(given));
    }
    this.#published = events.at(-1)?.position ?? this.#published;
  }

  /** Says that some events were missed. */
  notifyBroken(): void {
    for (const { broken } of [...this.#followers]) attempt(() => broken?.());
  }

  /** Removes all followers. */
  clear(): void {
    this.#followers.clear();
  }
}

function eventsFor({ since, takesRepeated }: Follower, events: readonly LoggedEvent[]): readonly LoggedEvent[] {
  return takesRepeated ? events : events.filter((logged) => !isRepeated(logged, since));
}

function attempt(step: () => void): void {
  try {
    step();
  } catch (thrown) {
    queueMicrotask(() => Promise.reject(thrown));
  }
}
