import type { Log } from '../adapters/vendor.ts';

/** Rows that are remembered as logged. */
const MOST_REMEMBERED = 10_000;

/** Logs the rows of a store that cannot be read, each once. */
export class UnreadableRows {
  readonly #message: string;
  readonly #log: Log | undefined;
  readonly #logged = new Set<string>();

  constructor(message: string, log: Log | undefined) {
    this.#message = message;
    this.#log = log;
  }

  /** Takes a row that cannot be read. The parser's error stays out of the log, since it quotes the stored text. */
  note(row: string, facts: object): void {
    if (this.#logged.has(row) || this.#logged.size >= MOST_REMEMBERED) return;
    this.#logged.add(row);
    this.#log?.error(facts, this.#message);
  }
}
