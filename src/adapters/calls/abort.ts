const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * The callbacks of a signal, which one listener calls: Node warns of a leak from the eleventh listener on. The listener is made
 * here, where no callback is a variable: functions made in one scope share its variables, so that a listener made in
 * `onAbort` would retain the first callback, and with it the answer that its call had, for as long as the signal.
 */
function callbacksOf(signal: AbortSignal): Set<() => void> {
  let callbacks = waiting.get(signal);
  if (!callbacks) {
    const fresh = new Set<() => void>();
    signal.addEventListener('abort', () => [...fresh].forEach((call) => void call()), { once: true });
    waiting.set(signal, fresh);
    callbacks = fresh;
  }
  return callbacks;
}

/** Calls back when the signal aborts; answers how to stop. */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const callbacks = callbacksOf(signal);
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
