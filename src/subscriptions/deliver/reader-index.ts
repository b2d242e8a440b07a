import type { EventRecord } from '../../adapters/adapter.ts';
import { campaignKeys, keysOf, type PlacedCampaign } from '../log/event-keys.ts';
import type { LoggedEvent } from '../log/log.ts';
import type { LogReader } from '../log/reader.ts';

/** The campaign of the call that a recording is of, where it is remembered. */
export type CampaignOfRecording = (event: Extract<EventRecord, { kind: 'RECORDING' }>) => PlacedCampaign | null;

/** Readers by the keys of their filters, so that an event is offered only to those that it may match. */
export class ReaderIndex {
  readonly #campaignOf: CampaignOfRecording;
  readonly #all = new Set<LogReader>();
  /** Readers whose filter has no keys. */
  readonly #unkeyed = new Set<LogReader>();
  /** Most keys are of one reader only. */
  readonly #byKey = new Map<string, LogReader | Set<LogReader>>();

  constructor(campaignOf: CampaignOfRecording) {
    this.#campaignOf = campaignOf;
  }

  /** All readers. */
  get all(): ReadonlySet<LogReader> {
    return this.#all;
  }

  /** Adds a reader whose filter has these keys, or none. */
  add(reader: LogReader, keys: readonly string[] | null): void {
    this.#all.add(reader);
    if (keys === null) this.#unkeyed.add(reader);
    for (const key of keys ?? []) this.#addKey(key, reader);
  }

  /** Removes a reader that was added with these keys. */
  remove(reader: LogReader, keys: readonly string[] | null): void {
    this.#all.delete(reader);
    this.#unkeyed.delete(reader);
    for (const key of keys ?? []) this.#removeKey(key, reader);
  }

  /** The readers whose filters an event may match; each once. A gap may concern any of them. */
  candidates({ event, keys }: Pick<LoggedEvent, 'event' | 'keys'>): Iterable<LogReader> {
    if (event.kind === 'GAP') return [...this.#all];
    if (this.#byKey.size === 0) return [...this.#unkeyed];
    const campaign = event.kind === 'RECORDING' ? this.#campaignOf(event) : null;
    const found = this.#withKeys(keys ?? keysOf(event), null);
    return (campaign ? this.#withKeys(campaignKeys(campaign), found) : found) ?? [...this.#unkeyed];
  }

  /** The readers found, if any, with those of these keys; null where there are none of either, as of most events. */
  #withKeys(keys: readonly string[], found: Set<LogReader> | null): Set<LogReader> | null {
    let all = found;
    for (const key of keys) {
      const readers = this.#byKey.get(key);
      if (!readers) continue;
      all ??= new Set(this.#unkeyed);
      if (readers instanceof Set) for (const reader of readers) all.add(reader);
      else all.add(readers);
    }
    return all;
  }

  #addKey(key: string, reader: LogReader): void {
    const known = this.#byKey.get(key);
    if (known instanceof Set) known.add(reader);
    else this.#byKey.set(key, known && known !== reader ? new Set([known, reader]) : reader);
  }

  #removeKey(key: string, reader: LogReader): void {
    const known = this.#byKey.get(key);
    if (known === reader) this.#byKey.delete(key);
    if (!(known instanceof Set)) return;
    known.delete(reader);
    if (known.size === 0) this.#byKey.delete(key);
  }
}
