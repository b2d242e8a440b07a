import type { CallRecord } from '../adapters/adapter.ts';
import { CrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';
import { UnreadableRows } from './unreadable-rows.ts';

/** An ended call in the gateway's own record. */
export interface PastCall {
  /** Key of the account. */
  readonly account: string;
  /** Place in time, in milliseconds since 1970: the start, else the first event of the call. */
  readonly at: number;
  /** The call as its events reported it. */
  readonly call: CallRecord;
}

/** Bounds of a read, in milliseconds since 1970, both exclusive. */
export interface PastCallBounds {
  readonly after: number;
  readonly before: number;
  /** Maximum number of calls. */
  readonly limit: number;
}

/** The record of ended calls, beside the event log and with a separate retention. Methods reject with UNAVAILABLE. */
export interface PastCallStore {
  /** Stores calls; a call that is stored already is completed with what is given. */
  save(calls: readonly PastCall[]): Promise<void>;
  remove(call: PastCall): Promise<void>;
  /** Reads calls, newest first. */
  read(bounds: PastCallBounds): Promise<readonly PastCall[]>;
  /** The newest call of an account with this key; null where there is none. */
  find(account: string, nativeId: string): Promise<PastCall | null>;
  /** Removes calls older than a time, in milliseconds since 1970. */
  trim(oldest: number): Promise<void>;
  close(): void;
}

/** The error of a record that does not answer. */
export function pastCallsUnavailable(cause: unknown): CrosspointError {
  return new CrosspointError('UNAVAILABLE', 'The record of ended calls does not answer', { cause });
}

/** Identifies a call in the record; a vendor may use a key again for a call with another start. */
export function pastCallKey({ account, call: { nativeId, startedAt } }: Pick<PastCall, 'account' | 'call'>): string {
  return JSON.stringify([account, nativeId, startedAt ?? null]);
}

/** The fields of a call that have a value: a later event may carry less than an earlier one. */
export function setFields(call: CallRecord): CallRecord {
  return Object.fromEntries(Object.entries(call).filter(([, value]) => value != null)) as unknown as CallRecord;
}

/** The stored calls that cannot be read. */
export function unreadableCalls(log: Log | undefined): UnreadableRows {
  return new UnreadableRows('A stored call cannot be read', log);
}

/** A call whose text is damaged is what its key says: one that ended, and when it began. */
export function callOfKey(key: string): CallRecord {
  const [, nativeId, startedAt] = JSON.parse(key) as [string, string, string | null];
  return { nativeId, startedAt, state: 'ENDED' };
}
