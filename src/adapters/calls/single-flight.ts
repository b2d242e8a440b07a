import { onAbort } from './abort.ts';
import { copyOwner } from './call-owner.ts';
import { copyPlace } from './call-trace.ts';
import { isTimeout, unlessAborted } from './deadline.ts';

/** A call that is under way, and the number of callers that wait for it. */
interface SharedCall<Value> {
  readonly value: Promise<Value>;
  readonly aborter: AbortController;
  waiting: number;
}

/** The value of a shared call for one caller; rejects when the caller's signal aborts. */
function valueFor<Value>(call: SharedCall<Value>, signal: AbortSignal | undefined, left: () => void): Promise<Value> {
  if (!signal) return call.value;
  return new Promise((resolve, reject) => {
    const leave = () => {
      left();
      reject(signal.reason);
    };
    const forget = onAbort(signal, leave);
    call.value.then(resolve, reject).finally(forget);
  });
}

/** Shares one call between identical concurrent reads; it is aborted only when every caller has left. */
export class SingleFlight<Value> {
  readonly #underWay = new Map<string, SharedCall<Value>>();
  /** Resolved when the calls under way end, by key. */
  readonly #ended = new Map<string, Promise<void>>();

  /** Joins the call of a key that begins after this moment: one that is under way may have read what changed since. */
  async joinNext(
    key: string,
    signal: AbortSignal | undefined,
    start: (signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const current = this.#underWay.get(key);
    if (current) await unlessAborted(this.#ended.get(key) ?? this.#endOf(key, current), signal);
    return this.join(key, signal, start);
  }

  /** Joins the call of a key, or starts it. Rejects with the signal's reason when the signal aborts. */
  join(key: string, signal: AbortSignal | undefined, start: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const call = this.#underWay.get(key) ?? this.#start(key, signal, start);
    call.waiting += 1;
    return valueFor(call, signal, () => {
      call.waiting -= 1;
      if (call.waiting > 0) return;
      if (this.#underWay.get(key) === call) this.#underWay.delete(key);
      call.aborter.abort(
        isTimeout(signal?.reason) ? signal?.reason : new DOMException('Every caller has left', 'AbortError'),
      );
    });
  }

  /** Resolves when a call has ended; the callers that wait for it are the first to join the next. */
  #endOf(key: string, { value }: SharedCall<Value>): Promise<void> {
    const forget = () => void this.#ended.delete(key);
    const ended = value.then(forget, forget);
    this.#ended.set(key, ended);
    return ended;
  }

  /** The call belongs to the caller that it is started for, also in its trace. */
  #start(
    key: string,
    signal: AbortSignal | undefined,
    start: (signal: AbortSignal) => Promise<Value>,
  ): SharedCall<Value> {
    const aborter = new AbortController();
    copyOwner([signal], aborter.signal);
    copyPlace([signal], aborter.signal);
    const value = start(aborter.signal);
    const call: SharedCall<Value> = { value, aborter, waiting: 0 };
    const forget = () => {
      if (this.#underWay.get(key) === call) this.#underWay.delete(key);
    };
    value.then(forget, forget);
    this.#underWay.set(key, call);
    return call;
  }
}
