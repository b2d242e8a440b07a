import type { EventRecord } from '../../adapters/adapter.ts';

/** An event that waits at a standby, since when, and its size. */
export interface BufferedEvent {
  readonly event: EventRecord;
  readonly at: number;
  /** Rises in the order in which they were received. */
  readonly sequence: number;
  readonly bytes: number;
}

/** Buffered events of each subject in the order in which they arrived. */
export class SubjectOrder<Buffered extends Pick<BufferedEvent, 'event' | 'sequence'>> {
  readonly #bySubject = new Map<string, Set<Buffered>>();

  add(buffered: Buffered): void {
    const { subject } = buffered.event;
    this.#bySubject.set(subject, (this.#bySubject.get(subject) ?? new Set()).add(buffered));
  }

  delete(buffered: Buffered): void {
    const { subject } = buffered.event;
    const all = this.#bySubject.get(subject);
    if (all?.delete(buffered) && all.size === 0) this.#bySubject.delete(subject);
  }

  /** Those of a subject that arrived before another, which need not be there; all of them where none is given. */
  older(subject: string, before?: Buffered): readonly Buffered[] {
    const end = before?.sequence ?? Number.POSITIVE_INFINITY;
    return [...(this.#bySubject.get(subject) ?? [])].filter(({ sequence }) => sequence < end);
  }

  clear(): void {
    this.#bySubject.clear();
  }
}
