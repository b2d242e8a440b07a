import type { EventRecord } from '../../adapters/adapter.ts';

/** An event that waits at a standby, since when, and its size. */
export interface BufferedEvent {
  readonly event: EventRecord;
  readonly at: number;
  readonly bytes: number;
}

/** Buffered events of each subject in the order in which they arrived. */
export class SubjectOrder<Buffered extends { readonly event: { readonly subject: string } }> {
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

  /** Those of a subject that arrived before another; all of them where none is given. */
  older(subject: string, before?: Buffered): readonly Buffered[] {
    const all = [...(this.#bySubject.get(subject) ?? [])];
    return before ? all.slice(0, all.indexOf(before)) : all;
  }

  clear(): void {
    this.#bySubject.clear();
  }
}
