const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when the signal aborts; answers how to stop. However many calls of one request wait, the signal has one
 * listener, as Node warns of a leak from the eleventh on.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  let callbacks = waiting.get(signal);
  if (!callbacks) {
    const fresh = new Set<() => void>();
    signal.addEventListener('abort', () => [...fresh].forEach((call) => void call()), { once: true });
    waiting.set(signal, fresh);
    callbacks = fresh;
  }
  const registered = () => callback();
  callbacks.add(registered);
  return () => void callbacks.delete(registered);
}

/**
 * Aborts a controller that is not aborted yet. `AbortController.abort` makes an error with a stack trace at every call, also where
 * its signal is aborted already, which costs more than all other handling of an event.
 */
export function abortOnce(controller: AbortController): void {
  if (!controller.signal.aborted) controller.abort();
}
