import type { ZodType } from 'zod';
import type { VendorApi } from '../../schema/vocabulary.ts';
import type { Adapter } from './adapter.ts';
import type { Contract } from './contract.ts';
import type { Readings } from './readings.ts';

/** The parts of the program that an adapter receives. */
export interface AdapterDependencies {
  /** Structured log for the operator; a field's value is never a credential or a raw vendor answer. */
  readonly log: Log;
  /** The current time; replaced in tests. */
  now(): Date;
  /** Call counts shared by the gateways of the same accounts; absent for a single gateway. */
  readonly sharedCounts?: SharedCounts | undefined;
}

/** One call limit, as the calling gateway knows it. */
export interface CallCount {
  /** Name of the count, unique within the Redis. */
  readonly name: string;
  /** Maximum number of calls in one window. */
  readonly limit: number;
  /** Value of the count when it was last read. */
  readonly known: number;
  /** Calls of this gateway that are not in the shared count yet. */
  readonly owed: number;
  /** Milliseconds until the count may be removed. */
  readonly left: number;
}

/** Call counts shared by several gateways. */
export interface SharedCounts {
  /**
   * Adds what is owed to each count, then `calls` to all of them, or to none where one would exceed its limit.
   * Resolves with whether they were added and the values afterwards; rejects when the shared store cannot be reached.
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

/** The fields of the unified plane that each operation of a vendor serves, such as `campaigns` or `Call.campaign`. */
export type UnifiedUse = Readonly<Record<string, readonly string[]>>;

/** A vendor: its contract, its settings, and how an account is connected. */
export interface Vendor<Settings = unknown> {
  /** The value of `vendor` in an account of the configuration, for example `five9-config`. */
  readonly key: string;
  /** The vendor API in the schema. */
  readonly api: VendorApi;
  /** The operations of the vendor. */
  readonly contract: Contract;
  /** The fields of the unified plane that its operations serve, by the operation's name; others serve the vendor plane alone. */
  readonly covers: UnifiedUse;
  /** The questions that the vendor's guide leaves open. */
  readonly readings: Readings;
  /** The shape of an account's settings in addition to `id` and `vendor`; an unknown key is refused. */
  readonly settings: ZodType<Settings>;
  /** Valid example settings that connect to nothing; the coverage table derives the capabilities from them. */
  readonly example: Readonly<Record<string, unknown>>;
  /** Creates the adapter of an account. Opens no connection and does not throw for settings that the shape accepts. */
  connect(account: string, settings: Settings, dependencies: AdapterDependencies): Adapter;
  /**
   * Compares the vendor's own description of its API with the contract and resolves with a sentence for each
   * difference; null where the settings name no description. Rejects where it cannot be read.
   */
  drift?(account: string, settings: Settings): Promise<readonly string[] | null>;
}
