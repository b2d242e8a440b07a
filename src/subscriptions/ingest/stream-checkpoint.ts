import type { EventLog } from '../log/log.ts';

/** Until when a stream was received, as stored with the log. */
export interface LastCheckpoint {
  readonly until: Date;
  /** The stream was ended for lack of listeners, so later listeners missed nothing. */
  readonly abandoned: boolean;
}

/**
 * Stores with the log until when a stream was received, so that the next receiver, another gateway or this one after a
 * restart, knows the gap in between.
 */
export class StreamCheckpoint {
  readonly #log: EventLog;
  readonly #name: string;
  readonly #intervalMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(log: EventLog, name: string, every: number) {
    this.#log = log;
    this.#name = `heard:${name}`;
    this.#intervalMs = every;
  }

  /** The latest checkpoint; null where there was none. */
  async last(): Promise<LastCheckpoint | null> {
    const text = await this.#log.noted(this.#name).catch(() => null);
    if (text === null) return null;
    const { until, left } = JSON.parse(text) as { until: string; left: boolean };
    return { until: new Date(until), abandoned: left };
  }

  /** Begins to write checkpoints: the stream is being received. */
  begin(): void {
    if (this.#timer) return;
    void this.#save(false);
    this.#timer = setInterval(() => void this.#save(false), this.#intervalMs);
  }

  /** Stops writing checkpoints: the stream is no longer received. */
  async end(): Promise<void> {
    if (!this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#save(false);
  }

  /** Records that the stream was ended for lack of listeners. */
  async leave(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#save(true);
  }

  /** A checkpoint that cannot be written makes the next gap longer, no worse. */
  async #save(left: boolean): Promise<void> {
    const text = JSON.stringify({ until: new Date().toISOString(), left });
    await this.#log.note(this.#name, text).catch(() => undefined);
  }
}
