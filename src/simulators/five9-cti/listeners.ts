import type { DeskEvent } from '../../adapters/five9-cti/contract/events/index.ts';

/** How many events wait for a listener that does not poll. */
const LIMIT = 1_000;

interface Waiting {
  readonly answer: (event: DeskEvent) => void;
  readonly timer: NodeJS.Timeout;
}

const NOTHING: DeskEvent = { _type: 'timeout', operation: 'checkEvent' };

/** One listener: the events it has not taken, and the question waiting for the next one. */
class Listener {
  private readonly events: DeskEvent[] = [];
  private waiting: Waiting | undefined;

  send(event: DeskEvent): void {
    this.events.push(event);
    if (this.events.length > LIMIT) this.events.shift();
    if (this.waiting) this.answer(this.events.shift() ?? NOTHING);
  }

  /** A new question sends an older one away empty-handed, which a client that went away left behind. */
  next(timeout: number): Promise<DeskEvent> {
    if (this.waiting) this.answer(NOTHING);
    const event = this.events.shift();
    if (event) return Promise.resolve(event);
    return new Promise((answer) => {
      const timer = setTimeout(() => this.answer(NOTHING), timeout);
      this.waiting = { answer, timer };
    });
  }

  answer(event: DeskEvent): void {
    const { waiting } = this;
    this.waiting = undefined;
    if (!waiting) return;
    clearTimeout(waiting.timer);
    waiting.answer(event);
  }
}

/** The listeners of one desk. */
export class Listeners {
  private readonly byId = new Map<string, Listener>();
  private added = 0;

  /** Registers a listener, which gets these events and those from now on. */
  add(first: readonly DeskEvent[] = []): string {
    this.added += 1;
    const id = String(this.added);
    const listener = new Listener();
    for (const event of first) listener.send(event);
    this.byId.set(id, listener);
    return id;
  }

  /** Forgets a listener; false when there was none. */
  remove(id: string): boolean {
    this.byId.get(id)?.answer(NOTHING);
    return this.byId.delete(id);
  }

  /** Forgets all of them. */
  clear(): void {
    for (const id of [...this.byId.keys()]) this.remove(id);
  }

  /** Waits for a listener's next event; undefined when there is no such listener. */
  next(id: string, timeout: number): Promise<DeskEvent> | undefined {
    return this.byId.get(id)?.next(timeout);
  }

  /** Sends an event to every listener. */
  send(event: DeskEvent): void {
    for (const listener of this.byId.values()) listener.send(event);
  }
}
