import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context, Span } from '@opentelemetry/api';

/** The root field being resolved; it has a span once a vendor is called for it. */
export interface TracedField {
  readonly name: string;
  readonly began: number;
  span?: Span;
}

/** The trace of the running code. */
export interface TraceScope {
  readonly context: Context;
  readonly field?: TracedField;
  /** The vendor call being made. */
  readonly call?: Span;
}

/**
 * The scope of each asynchronous execution. The storage is never disabled: before Node 24, switching its hooks of
 * promises on and off costs more than leaving them on.
 */
export class TraceScopes {
  readonly #storage = new AsyncLocalStorage<TraceScope>();
  #running = 0;

  current(): TraceScope | undefined {
    return this.#running === 0 ? undefined : this.#storage.getStore();
  }

  /** Runs code in a scope, which ends when the code returns or its promise settles. */
  run<Value>(scope: TraceScope, code: () => Value): Value {
    this.#running += 1;
    let value: Value;
    try {
      value = this.#storage.run(scope, code);
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
  };
}
