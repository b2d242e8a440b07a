import { LRUCache } from 'lru-cache';
import type { CallRecord } from '../adapters/adapter.ts';
import { Merged } from '../adapters/merged.ts';

const MOST_REMEMBERED = 10_000;
const OVER: ReadonlySet<string> = new Set(['ENDED', 'WRAP_UP']);

/** Calls that ended lately, which telephony vendors forget at once and recordings still belong to. */
export class RecentCalls {
  readonly #calls = new LRUCache<string, { readonly account: string; readonly call: CallRecord }>({
    // By size, since a cache bounded by `max` reserves all its room at once.
    maxSize: MOST_REMEMBERED,
    sizeCalculation: () => 1,
  });

  /** Takes note of a call an event told of. */
  observe(account: string, call: CallRecord): void {
    const known = this.#calls.peek(`${account}/${call.nativeId}`)?.call;
    if (known?.state === 'ENDED' && call.state !== 'ENDED') return;
    this.#calls.set(`${account}/${call.nativeId}`, {
      account,
      call: new Merged(known ?? {}, told(call)) as CallRecord,
    });
  }

  /** What is remembered of a call. */
  find(account: string, nativeId: string): CallRecord | undefined {
    return this.#calls.get(`${account}/${nativeId}`)?.call;
  }

  /** The call of this id, else the one that is up on this phone. */
  current(
    callId: string | null,
    device: string | null,
  ): { readonly account: string; readonly call: CallRecord } | undefined {
    const kept = [...this.#calls.values()];
    return (
      kept.find(({ call }) => callId !== null && call.callId === callId) ??
      kept.find(({ call }) => device !== null && call.device === device && !OVER.has(call.state))
    );
  }

  /** The ids, as the telephone exchange gave them, of calls that are over. */
  idsOver(): ReadonlySet<string> {
    const found = new Set<string>();
    for (const { call } of this.#calls.values()) if (call.callId && OVER.has(call.state)) found.add(call.callId);
    return found;
  }

  /** The calls of an account that are over, the newest first. */
  over(account: string): CallRecord[] {
    const found: CallRecord[] = [];
    for (const kept of this.#calls.values()) {
      if (kept.account === account && OVER.has(kept.call.state)) found.push(kept.call);
    }
    return found;
  }
}

/** A later event may tell less than an earlier one did. */
function told(call: CallRecord): Partial<CallRecord> {
  return Object.fromEntries(Object.entries(call).filter(([, value]) => value !== null && value !== undefined));
}
