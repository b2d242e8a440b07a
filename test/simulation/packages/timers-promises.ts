/** `node:timers/promises` over the timers that `install` put in place. */

interface Options {
  readonly signal?: AbortSignal;
}

function abortError(signal: AbortSignal): Error {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  return Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' });
}

function wait<Value>(
  start: (run: () => void) => { close(): unknown },
  value: Value,
  { signal }: Options = {},
): Promise<Value> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortError(signal));
    const abort = () => {
      timer.close();
      reject(abortError(signal as AbortSignal));
    };
    const timer = start(() => {
      signal?.removeEventListener('abort', abort);
      resolve(value);
    });
    signal?.addEventListener('abort', abort, { once: true });
  });
}

const closable = (timer: unknown) => timer as { close(): unknown };

export const setTimeout = <Value>(milliseconds?: number, value?: Value, options?: Options) =>
  wait((run) => closable(globalThis.setTimeout(run, milliseconds)), value, options);

export const setImmediate = <Value>(value?: Value, options?: Options) =>
  wait((run) => closable(globalThis.setImmediate(run)), value, options);

export default { setTimeout, setImmediate };
