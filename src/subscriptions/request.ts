import type { Event } from '../../schema/event.ts';
import type { EventKind } from '../../schema/vocabulary.ts';
import { type Caller, mayUseAccount } from '../access/caller.ts';
import type { Watchable } from '../adapters/adapter.ts';
import type { EventRecord } from '../adapters/event.ts';
import type { Matches, Wanted } from './deliver/filter.ts';
import type { Position } from './log/log.ts';

/** The kinds that are polled while there are listeners, where a vendor's stream does not report them. */
export const WATCHABLE: readonly EventKind[] = ['CALL', 'AGENT', 'CAMPAIGN'] satisfies Watchable[];

/** Where an execution begins; takes precedence over its arguments. */
export type Start = { readonly after: Position } | 'now';

/** The arguments of a subscription. */
export interface SubscriptionRequest {
  readonly viewer: Caller;
  readonly after?: string | null;
  /** Goes before `after` and `snapshot`: from now on, or the position at which an interrupted execution continues. */
  readonly start?: Start | undefined;
  readonly wanted?: Wanted | null;
  /** Only this kind, with gaps in `missed` of its events. Every kind, gaps included, when absent. */
  readonly only?: EventKind;
  readonly matches?: Matches;
  readonly snapshot?: boolean | null;
  /** Ends the subscription after an event. */
  readonly last?: (event: EventRecord) => boolean;
}

/** The kinds and accounts that a subscription has watched. */
export function watchedBy({ viewer, wanted, only }: SubscriptionRequest) {
  const asked = only ? [only] : (wanted?.kinds ?? WATCHABLE);
  const kinds = WATCHABLE.filter((kind) => asked.includes(kind)) as Watchable[];
  // Not the accounts of now, since others may be configured later.
  const accounts = wanted?.accounts?.filter((key) => mayUseAccount(viewer, key)) ?? viewer.accounts;
  return { kinds, accounts: accounts === 'all' ? accounts : new Set(accounts) };
}

/** The value that a subscription field is resolved on. */
export interface SubscriptionPayload {
  /** The position that was reached with it; null for results outside of the log. */
  readonly position: Position | null;
  readonly event: Event;
  /** Replaces every earlier result; one who joins later receives the latest at once. */
  readonly isState?: true;
  /** Gaps are still to be delivered in `missed` of following events. */
  readonly gapsPending?: boolean;
}

/** A page of the log. */
export interface EventPage {
  readonly payloads: SubscriptionPayload[];
  readonly more: boolean;
  /** How far was looked, where that is no event of the page. */
  readonly reached?: string | null;
}
