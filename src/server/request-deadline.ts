import type { ServerResponse } from 'node:http';
import type { RequestDeadline } from '../gateway/request-cache.ts';

/** Ends when the client leaves before its answer, when the whole operation has taken too long, or when it is aborted. */
export class ClientDeadline implements RequestDeadline {
  private began = performance.now();
  private made: AbortController | undefined;
  /** Whether the operation was ended by `abort`. */
  isAborted = false;

  constructor(
    private readonly response: ServerResponse,
    private readonly milliseconds: number,
  ) {}

  get signal(): AbortSignal {
    this.made ??= this.make();
    return this.made.signal;
  }

  /** Counts the milliseconds from now, such as when the request's body has been read. */
  begin(): void {
    this.began = performance.now();
  }

  /** Ends the operation now. */
  abort(): void {
    this.isAborted = true;
    this.made?.abort();
  }

  private make(): AbortController {
    const { response, began, milliseconds, isAborted } = this;
    const stop = new AbortController();
    const late = () => stop.abort(new DOMException('The operation took too long', 'TimeoutError'));
    const timer = setTimeout(late, Math.max(0, began + milliseconds - performance.now()));
    const left = () => {
      clearTimeout(timer);
      if (!response.writableFinished || isAborted) stop.abort();
    };
    if (response.closed || isAborted) left();
    else response.once('close', left);
    return stop;
  }
}
