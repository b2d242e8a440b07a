import type { SendOptions } from '../../contract.ts';
import type { RecorderClient } from '../client.ts';
import { firstNonEmpty, type Terminology } from './records.ts';

/** Milliseconds for which the recorder's terminology is cached. */
const MAX_AGE = 10 * 60_000;
/** Milliseconds that a read waits for labels, which are a small part of its answer. */
const LABELS_DEADLINE = 2_000;
/** Milliseconds after a failure during which labels are not read again. */
const BACK_OFF = 30_000;

/** The centre's names of the custom fields, cached. */
export class TerminologyCache {
  #cached: { readonly at: number; readonly terms: Promise<Terminology> } | undefined;
  #failedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly client: RecorderClient) {}

  /** The terminology. Throws where the recorder does not answer FETCHTERMINOLOGY. */
  read(ask: SendOptions): Promise<Terminology> {
    const now = performance.now();
    if (this.#cached && now - this.#cached.at < MAX_AGE) return this.#cached.terms;
    const cached = { at: now, terms: this.#fetch(ask.deadline) };
    this.#cached = cached;
    cached.terms.catch(() => {
      this.#failedAt = performance.now();
      if (this.#cached === cached) this.#cached = undefined;
    });
    return cached.terms;
  }

  /** The terminology for labels; empty where it cannot be read, so that a failure costs the labels alone. */
  labels(): Promise<Terminology> {
    const none: Terminology = new Map();
    if (performance.now() - this.#failedAt < BACK_OFF) return Promise.resolve(none);
    return this.read({ deadline: LABELS_DEADLINE }).catch(() => none);
  }

  async #fetch(deadline: number | undefined): Promise<Terminology> {
    const answer = await this.client.send('FETCHTERMINOLOGY', {}, { deadline });
    const pairs = (answer?.SETTINGS ?? []).map(
      ({ NAME, VALUE }) => [(NAME ?? '').toUpperCase(), firstNonEmpty(VALUE)] as const,
    );
    return new Map(pairs.filter((pair): pair is readonly [string, string] => pair[1] !== null));
  }
}
