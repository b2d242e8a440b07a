import { gatewayTime } from './clock.ts';

/** Whether changes arrive. */
interface ConnectionState {
  readonly phase: 'connecting' | 'live' | 'interrupted';
  /** The gateway's time at which the phase began, in milliseconds. */
  readonly since: number;
}

/** A notice for the user about a stream. */
interface Notice {
  readonly id: number;
  readonly text: string;
  readonly tone: 'good' | 'warning';
}

const NOTICES = 4;
const SHOWN_MS = 12_000;

/** The state of the connection, with notices of what an interruption cost. */
export class Connection {
  #state: ConnectionState = { phase: 'connecting', since: gatewayTime() };
  #notices: readonly Notice[] = [];
  #numbers = 0;
  readonly #listeners = new Set<() => void>();

  readonly state = (): ConnectionState => this.#state;
  readonly notices = (): readonly Notice[] => this.#notices;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  opened(): void {
    const { phase, since } = this.#state;
    if (phase === 'interrupted') this.notify('good', resumedAfter(gatewayTime() - since));
    this.#enter('live');
  }

  closed(): void {
    if (this.#state.phase === 'live') this.#enter('interrupted');
  }

  notify(tone: Notice['tone'], text: string): void {
    // Two streams report the same stretch; once is enough.
    if (this.#notices.some((notice) => notice.text === text)) return;
    const id = ++this.#numbers;
    this.#notices = [{ id, text, tone }, ...this.#notices].slice(0, NOTICES);
    setTimeout(() => this.dismiss(id), SHOWN_MS);
    this.#changed();
  }

  readonly dismiss = (id: number): void => {
    this.#notices = this.#notices.filter((notice) => notice.id !== id);
    this.#changed();
  };

  #enter(phase: ConnectionState['phase']): void {
    this.#state = { phase, since: gatewayTime() };
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

const resumedAfter = (milliseconds: number) =>
  `Reconnected after ${Math.max(1, Math.round(milliseconds / 1_000))} s. The changes since then follow from the last cursor.`;
