import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context, Span } from '@opentelemetry/api';

/** A recorded operation. */
export interface TracedOperation {
  readonly span: Span;
  /** The context of its span. */
  readonly context: Context;
  /** Its root fields that began. */
  readonly fields: TracedField[];
}

/** A root field of a recorded operation; it has a span once a vendor is called for it. */
export interface TracedField {
  readonly name: string;
  readonly began: number;
  readonly operation: TracedOperation;
  span?: Span;
}

/**
 * The act that the running code belongs to: acts of adapters take no signal. Before Node 24 every promise of the process
 * costs more while the storage is in use, so it is switched off when no act runs.
 */
export class RunningActs {
  readonly #storage = new AsyncLocalStorage<TracedField>();
  #running = 0;

  current(): TracedField | undefined {
    return this.#running === 0 ? undefined : this.#storage.getStore();
  }

  /** Runs an act until its promise settles. */
  run<Value>(act: TracedField, code: () => Value): Value {
    this.#running += 1;
    let value: Value;
    try {
      value = this.#storage.run(act, code);
    } catch (thrown) {
      this.#end();
      throw thrown;
    }
    if (value instanceof Promise) void value.then(this.#end, this.#end);
    else this.#end();
    return value;
  }

  readonly #end = (): void => {
    this.#running -= 1;
    if (this.#running === 0) this.#storage.disable();
  };
}
