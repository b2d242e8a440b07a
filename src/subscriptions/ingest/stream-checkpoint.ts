import type { EventLog } from '../log/log.ts';

/** Until when a stream was heard, as the note with the log has it. */
export interface LastCheckpoint {
  readonly until: Date;
  /** Nobody wanted it any longer, so that nothing was missed by who came later. */
  readonly abandoned: boolean;
}

/**
 * Remembers with the log until when a stream was heard, so that whoever hears it next, another gateway or this one
 * started again, can tell what is missing in between.
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

  /** Until when somebody heard it; null when nobody ever did. */
  async last(): Promise<LastCheckpoint | null> {
    const text = await this.#log.noted(this.#name).catch(() => null);
    if (text === null) return null;
    const { until, left } = JSON.parse(text) as { until: string; left: boolean };
    return { until: new Date(until), abandoned: left };
  }

  /** It is being heard from now on. */
  begin(): void {
    if (this.#timer) return;
    void this.#save(false);
    this.#timer = setInterval(() => void this.#save(false), this.#intervalMs);
  }

  /** It is no longer heard. */
  async end(): Promise<void> {
    if (!this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#save(false);
  }

  /** Nobody wants it any longer. */
  async leave(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#save(true);
  }

  /** A note that cannot be kept makes the next gap longer, no worse. */
  async #save(left: boolean): Promise<void> {
    const text = JSON.stringify({ until: new Date().toISOString(), left });
    await this.#log.note(this.#name, text).catch(() => undefined);
  }
}
