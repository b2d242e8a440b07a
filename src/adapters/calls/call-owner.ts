/** The caller of the gateway for whom a vendor is called, found by the signal of its operation. */

/** One caller of the gateway, as far as calls to vendors concern it. */
interface CallOwner {
  readonly id: string;
  /** Resolves when its next call may begin, or the answer to one may be read; null where that is at once. */
  turn(step: 'CALL' | 'ANSWER'): Promise<void> | null;
  /** Counts one of its calls that a quota of the account counts. Throws RATE_LIMITED where it has had its share. */
  spend(account: string): void;
}

const owners = new WeakMap<AbortSignal, CallOwner>();

/** Makes a caller the owner of the calls under a signal. */
export function setOwner(signal: AbortSignal, owner: CallOwner): void {
  owners.set(signal, owner);
}

/** The owner of the calls under a signal; undefined where they serve all callers. */
export function ownerOf(signal: AbortSignal | undefined): CallOwner | undefined {
  return signal && owners.get(signal);
}

/** Calls under the second signal belong to the first owner among the parents. */
export function copyOwner(parents: readonly (AbortSignal | undefined)[], signal: AbortSignal): void {
  for (const parent of parents) {
    const owner = ownerOf(parent);
    if (owner) return void owners.set(signal, owner);
  }
}

/** Calls under the signal serve all callers. */
export function clearOwner(signal: AbortSignal): void {
  owners.delete(signal);
}
