import type { ZodType } from 'zod';
import type { VendorApi } from '../../schema/vocabulary.ts';
import type { Adapter } from './adapter.ts';
import type { Contract } from './contract.ts';
import type { Readings } from './readings.ts';

/** The little an adapter needs of its surroundings. */
export interface AdapterDependencies {
  /** Told what an operator should know; a field's value must never be a credential or a vendor's raw body. */
  readonly log: Log;
  /** The time now, so that tests may move it. */
  now(): Date;
  /** Where gateways that serve the same accounts count their calls together; absent where this one is alone. */
  readonly sharedCounts?: SharedCounts | undefined;
}

/** One count of calls, as the gateway that asks knows it. */
export interface CallCount {
  readonly name: string;
  readonly limit: number;
  /** What it was last heard to be at. */
  readonly known: number;
  /** Calls made since that were not counted with the others yet. */
  readonly owed: number;
  /** Milliseconds until it may be forgotten. */
  readonly left: number;
}

/** Counts of calls that several gateways keep together. */
export interface SharedCounts {
  /**
   * Adds what is owed to each count, and then the calls to all of them, or to none where one has no room. Tells what
   * each is at afterwards; throws when the others cannot be asked.
   */
  take(
    counts: readonly CallCount[],
    calls: number,
  ): Promise<{ readonly taken: boolean; readonly used: readonly number[] }>;
}

/** A structured log, as pino's. */
export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** What a vendor's folder gives the house: how it is configured, what it can be asked, how it is connected. */
export interface Vendor<Settings = unknown> {
  /** The word in an account's `vendor:` line, e.g. `five9-config`. */
  readonly key: string;
  readonly api: VendorApi;
  readonly contract: Contract;
  /** What the vendor's documents leave open. */
  readonly readings: Readings;
  /** The account's own keys, beside `id` and `vendor`; unknown keys are refused. */
  readonly settings: ZodType<Settings>;
  /** An account's own keys as an operator might write them, leading nowhere; what the vendor can do is told by it. */
  readonly example: Readonly<Record<string, unknown>>;
  connect(account: string, settings: Settings, surroundings: AdapterDependencies): Adapter;
  /**
   * Compares the vendor's own description of its API with the contract, a sentence for each difference; null where the
   * account names no description. Throws when it cannot be had.
   */
  drift?(account: string, settings: Settings): Promise<readonly string[] | null>;
}
