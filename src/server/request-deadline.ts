import type { ServerResponse } from 'node:http';
import type { RequestDeadline } from '../gateway/request-cache.ts';

/** Ends when the client leaves before its answer, or when the whole operation has taken too long. */
export class ClientDeadline implements RequestDeadline {
  private readonly began = performance.now();
  private made: AbortSignal | undefined;

  constructor(
    private readonly response: ServerResponse,
    private readonly milliseconds: number,
  ) {}

  get signal(): AbortSignal {
    this.made ??= this.make();
    return this.made;
  }

  private make(): AbortSignal {
    const { response, began, milliseconds } = this;
    const stop = new AbortController();
    const late = () => stop.abort(new DOMException('The operation took too long', 'TimeoutError'));
    const timer = setTimeout(late, Math.max(0, began + milliseconds - performance.now()));
    const left = () => {
      clearTimeout(timer);
      if (!response.writableFinished) stop.abort();
    };
    if (response.closed) left();
    else response.once('close', left);
    return stop.signal;
  }
}
