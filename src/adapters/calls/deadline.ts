/**
 * Deadlines that survive garbage collection. Node 20 refers weakly to the parts of `AbortSignal.any`: a collection
 * drops an `AbortSignal.timeout` among them, and the call never ends. Here a timer and its signal refer to each
 * other.
 */
import { LONGEST_TIMER_MS } from '../../storage/back-off.ts';
import { CrosspointError } from '../errors.ts';
import { onAbort } from './abort.ts';
import { copyOwner } from './call-owner.ts';
import { copyPlace } from './call-trace.ts';

/** A signal of one piece of work, and what releases its timer and its parents when the work is done. */
export interface Deadline {
  readonly signal: AbortSignal;
  clear(): void;
}

/** A signal that aborts with a parent, for the parent's reason. */
export function linkedSignal(...parents: readonly (AbortSignal | undefined)[]): Deadline {
  const { controller, clear } = linkedController(parents);
  return { signal: controller.signal, clear };
}

/** A signal that aborts with a TimeoutError after the milliseconds, or earlier with a parent. Must be cleared. */
export function deadline(milliseconds: number, ...parents: readonly (AbortSignal | undefined)[]): Deadline {
  const { controller, clear } = linkedController(parents);
  const end = () => controller.abort(new DOMException(`No answer within ${milliseconds} ms`, 'TimeoutError'));
  const timer = setTimeout(end, Math.min(Math.max(1, Math.ceil(milliseconds)), LONGEST_TIMER_MS));
  const stop = () => {
    clearTimeout(timer);
    clear();
  };
  onAbort(controller.signal, stop);
  return { signal: controller.signal, clear: stop };
}

/**
 * Runs work under a deadline. Rejects with TIMEOUT as soon as it passes, even if the work never ends, and with the
 * parent's reason when the parent aborts; `take` is given what the work makes even so.
 */
export async function withDeadline<Value>(
  milliseconds: number,
  parent: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<Value>,
  take?: (value: Value) => unknown,
): Promise<Value> {
  const { signal, clear } = deadline(milliseconds, parent);
  try {
    signal.throwIfAborted();
    const made = run(signal);
    if (take) onAbort(signal, () => void made.then(take).catch(() => undefined));
    return await unlessAborted(made, signal, (reason) => (parent?.aborted ? reason : late(milliseconds, reason)));
  } finally {
    clear();
  }
}

/** The promise's outcome, or as soon as the signal aborts a rejection: its reason, or what `errorOf` makes of it. */
export function unlessAborted<Value>(
  promise: Promise<Value>,
  signal: AbortSignal | undefined,
  errorOf: (reason: unknown) => unknown = (reason) => reason,
): Promise<Value> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(errorOf(signal.reason));
    if (signal.aborted) abort();
    const forget = onAbort(signal, abort);
    promise.then(resolve, reject).finally(forget);
  });
}

/** Whether a call ended at its deadline, rather than by its caller leaving. */
export function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'TimeoutError';
}

/** Whether the signal's work ran out of its time. */
export function isPastDeadline(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true && isTimeout(signal.reason);
}

/** Whether the signal's caller left before the answer, rather than running out of time. */
export function hasCallerLeft(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true && !isTimeout(signal.reason);
}

function late(milliseconds: number, cause: unknown): CrosspointError {
  return new CrosspointError('TIMEOUT', `No answer within ${milliseconds} ms`, { cause });
}

function linkedController(parents: readonly (AbortSignal | undefined)[]) {
  const controller = new AbortController();
  const links: (() => void)[] = [];
  copyOwner(parents, controller.signal);
  copyPlace(parents, controller.signal);
  for (const parent of parents) {
    if (parent?.aborted) controller.abort(parent.reason);
    else if (parent) links.push(onAbort(parent, () => controller.abort(parent.reason)));
  }
  return { controller, clear: () => links.forEach((unlink) => void unlink()) };
}
