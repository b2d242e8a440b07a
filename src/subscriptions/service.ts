import type { Gap } from '../../schema/event.ts';
import type { EventKind } from '../../schema/vocabulary.ts';
import { type Caller, mayUseAccount } from '../access/caller.ts';
import type { EventRecord, Watchable } from '../adapters/adapter.ts';
import { CrosspointError } from '../adapters/errors.ts';
import { gapEvent } from '../adapters/gap.ts';
import type { EventSelector, Lookup, Matches, Wanted } from './deliver/filter.ts';
import { selectorOf } from './deliver/filter.ts';
import type { Hub } from './deliver/hub.ts';
import { addPendingGaps, type PendingGaps, takePendingGap } from './deliver/pending-gaps.ts';
import { SubscriptionStream } from './deliver/subscription-stream.ts';
import { eventView, type RecordViews } from './deliver/views.ts';
import { type VendorOf, visibleTo } from './deliver/visibility.ts';
import { type FollowedJob, isAbout, isLast, repeats } from './ingest/progress.ts';
import type { Cursors } from './log/cursor.ts';
import { accountKey, kindKey } from './log/event-keys.ts';
import { ORIGIN, type Position, refuseFuture } from './log/log.ts';
import { lookBack } from './log/look-back.ts';
import type { LogReader, ReaderItem } from './log/reader.ts';
import {
  type EventPage,
  type Start,
  type SubscriptionPayload,
  type SubscriptionRequest,
  watchedBy,
} from './request.ts';

interface SubscriptionServiceOptions {
  readonly hub: Hub;
  readonly cursors: Cursors;
  readonly views: RecordViews;
  /** The operator's ids of all accounts. */
  accounts(): readonly string[];
  readonly vendorOf: VendorOf;
  /** Looks up what the ids of a filter stand for, as far as this caller may know. */
  lookup(viewer: Caller): Lookup;
  /** The current state of this kind as events, filtered only by the caller's accounts. */
  snapshot?(kind: EventKind, viewer: Caller): Promise<readonly EventRecord[]>;
  /** The import or report of an id, if it is visible to this caller. */
  followed?(viewer: Caller, kind: FollowedJob['kind'], id: string): FollowedJob;
  /** How far it is now, as an event; null where the vendor does not say. */
  progress?(followed: FollowedJob): Promise<EventRecord | null>;
  /** Has it followed until the answered function is called. */
  follow?(followed: FollowedJob): () => void;
  /** Has these kinds watched until the answered function is called. */
  watch?(kinds: readonly Watchable[], accounts: 'all' | ReadonlySet<string>): () => void;
  /** Resolves once each change of these kinds is received, or a gap will be stored. */
  ready?(kinds: readonly Watchable[], accounts: 'all' | ReadonlySet<string>): Promise<void>;
}

/** The context of subscription fields. */
export interface SubscriptionContext {
  readonly caller: Caller;
  readonly subscriptions: SubscriptionService;
  readonly start?: Start | undefined;
}

const NOT_RETAINED = 'The events in between are no longer stored';

/** The subscriptions, as readers of the log. */
export class SubscriptionService {
  readonly #options: SubscriptionServiceOptions;

  constructor(options: SubscriptionServiceOptions) {
    this.#options = options;
  }

  /** Starts a subscription: a snapshot if requested, missed events, then live events. */
  async subscribe(request: SubscriptionRequest): Promise<AsyncIterableIterator<SubscriptionPayload>> {
    const { hub } = this.#options;
    const after = this.#after(request);
    const { matches, keys } = await this.#selector(request);
    const wantsSnapshot = after === null && !request.start && request.snapshot === true;
    const unwatch = this.#watch(request);
    let items: LogReader | undefined;
    try {
      // A change between the snapshot and the first look for changes would be in neither.
      if (wantsSnapshot) await this.#ready(request);
      const start = after ?? (wantsSnapshot ? await hub.log.head() : null);
      items = await hub.read({ after: start, matches, keys });
      const pending: PendingGaps = new Map();
      const first = wantsSnapshot ? await this.#snapshot(request, { matches, position: start, pending }) : [];
      const present = (item: ReaderItem) => this.#present(item, request, pending);
      return new SubscriptionStream(items, first, unwatch, present, request.last);
    } catch (thrown) {
      unwatch();
      await items?.return();
      throw thrown;
    }
  }

  /** Follows one import or report until it ends: its current progress, then each change. */
  async follow(
    kind: FollowedJob['kind'],
    id: string,
    { viewer, start }: Pick<SubscriptionRequest, 'viewer' | 'start'>,
  ) {
    const { followed: find, progress, follow, hub, cursors, views } = this.#options;
    const followed = find?.(viewer, kind, id);
    if (!followed) throw new CrosspointError('UNSUPPORTED', 'Imports and reports cannot be followed here');
    const request: SubscriptionRequest = { viewer, start, only: kind, matches: isAbout(followed), last: isLast };
    const { matches, keys } = await this.#selector(request);
    const place = this.#after(request) ?? (start ? null : await hub.log.head());
    const items = await hub.read({ after: place, matches, keys });
    const pending: PendingGaps = new Map();
    try {
      const now = start ? null : await progress?.(followed);
      const view = now && eventView(now, { viewer, cursor: cursors.write(place ?? ORIGIN) }, views);
      const isOver = now != null && isLast(now);
      const unfollow = (!isOver && follow?.(followed)) || (() => undefined);
      const first = view ? [{ position: null, event: view }] : [];
      const isRepeated = repeats(now ?? null);
      const present = (item: ReaderItem) =>
        !item.gap && isRepeated(item.event) ? [] : this.#present(item, request, pending);
      return new SubscriptionStream(items, first, unfollow, present, request.last, isOver);
    } catch (thrown) {
      await items.return?.();
      throw thrown;
    }
  }

  /** A page of the log, oldest first. Events that are no longer stored appear as gaps before the first. */
  async page(request: SubscriptionRequest & { first: number }): Promise<EventPage> {
    const { log } = this.#options.hub;
    const { matches, keys } = await this.#selector(request);
    const payloads: SubscriptionPayload[] = [];
    let after = this.#after(request);
    for (let steps = 0; steps < 100; steps += 1) {
      const page = await log.read(after, 500, keys);
      // Where something follows a place, it lies in the past.
      if (after !== null && page.events.length === 0) refuseFuture(after, await log.head());
      if (page.gap && after !== null && steps === 0) {
        const position = (await log.floor()) ?? after;
        const to = page.events[0] ? log.timeOf(page.events[0].position) : new Date();
        payloads.push(...this.#gaps({ gap: true, position, from: log.timeOf(after), to }, request));
      }
      for (const logged of page.events.filter(({ event }) => matches(event))) {
        if (payloads.length >= request.first) return { payloads, more: true };
        payloads.push(...this.#present({ gap: false, ...logged }, request, new Map()));
      }
      after = page.reached ?? page.events.at(-1)?.position ?? after;
      if (!page.more) return { payloads, more: false };
    }
    return { payloads, more: true, reached: after && this.#options.cursors.write(after) };
  }

  /** The last events of the log or before a cursor, oldest first. */
  async pageBefore(request: SubscriptionRequest & { before?: string | null; size: number }): Promise<EventPage> {
    const { hub, cursors } = this.#options;
    const before = request.before == null ? null : cursors.read(request.before);
    const { events, more, reached } = await lookBack(hub.log, before, await this.#selector(request), request.size);
    const payloads = events.flatMap((logged) => this.#present({ gap: false, ...logged }, request, new Map()));
    return { payloads, more, reached: reached && cursors.write(reached) };
  }

  /** Has these kinds watched at these accounts until the answered function is called. */
  watchAccounts(kinds: readonly Watchable[], accounts: readonly string[]): () => void {
    return this.#options.watch?.(kinds, new Set(accounts)) ?? (() => undefined);
  }

  #after({ after, start }: SubscriptionRequest): Position | null {
    if (start) return start === 'now' ? null : start.after;
    // An empty cursor is not the absence of one: taken as absent it would silently skip what a client missed.
    return after == null ? null : this.#options.cursors.read(after);
  }

  async #selector({ viewer, wanted, only, matches }: SubscriptionRequest): Promise<EventSelector> {
    const wants = await selectorOf(wanted ?? {}, this.#options.lookup(viewer));
    const visible = visibleTo(viewer, this.#options.vendorOf);
    const accounts = viewer.accounts === 'all' ? null : [...viewer.accounts].map(accountKey);
    return {
      keys: wants.keys ?? (only === undefined ? accounts : [kindKey(only)]),
      matches: (event) =>
        (only === undefined || event.kind === only || event.kind === 'GAP') &&
        visible(event) &&
        // The log holds events of accounts that were removed from the configuration.
        this.#options.accounts().includes(event.account) &&
        (matches === undefined || matches(event)) &&
        wants.matches(event),
    };
  }

  #watch(request: SubscriptionRequest): () => void {
    const { kinds, accounts } = watchedBy(request);
    return (kinds.length > 0 && this.#options.watch?.(kinds, accounts)) || (() => undefined);
  }

  async #ready(request: SubscriptionRequest): Promise<void> {
    const { kinds, accounts } = watchedBy(request);
    await this.#options.ready?.(kinds, accounts);
  }

  /** The current state; what could not be read is a gap. */
  async #snapshot(
    { only, viewer }: SubscriptionRequest,
    { matches, position, pending }: { matches: Matches; position: Position | null; pending: PendingGaps },
  ): Promise<SubscriptionPayload[]> {
    const { snapshot, cursors, views } = this.#options;
    if (!snapshot || !only) throw new CrosspointError('UNSUPPORTED', 'There is no snapshot of this');
    const records = (await snapshot(only, viewer)).filter(matches);
    const placing = { viewer, cursor: cursors.write(position ?? ORIGIN), snapshot: true };
    const view = (event: EventRecord, missed: Gap | null = null) => ({
      position: null,
      event: eventView(event, { ...placing, missed }, views),
    });
    const isGap = ({ kind }: EventRecord) => kind === 'GAP';
    addPendingGaps(
      records.filter(isGap).map((gap) => view(gap)),
      pending,
    );
    return records.filter((event) => !isGap(event)).map((event) => view(event, takePendingGap(pending, event.account)));
  }

  #visibleAccounts(viewer: Caller, wanted?: Wanted | null): readonly string[] {
    const visible = this.#options.accounts().filter((key) => mayUseAccount(viewer, key));
    return visible.filter((key) => wanted?.accounts?.includes(key) ?? true);
  }

  /** Makes what a caller sees of an item, given the gaps that are still to be delivered. */
  #present(item: ReaderItem, request: SubscriptionRequest, pending: PendingGaps): readonly SubscriptionPayload[] {
    const { cursors, views } = this.#options;
    if (item.gap) {
      const gaps = this.#gaps(item, request);
      return request.only ? addPendingGaps(gaps, pending) : gaps;
    }
    const { position, event } = item;
    const placing = { viewer: request.viewer, cursor: cursors.write(position) };
    if (event.kind === 'GAP' && request.only)
      return addPendingGaps([{ position, event: eventView(event, placing, views) }], pending);
    const missed = takePendingGap(pending, event.account);
    return [{ position, event: eventView(event, { ...placing, missed }, views), gapsPending: pending.size > 0 }];
  }

  #gaps(item: ReaderItem & { gap: true }, { viewer, wanted }: SubscriptionRequest): SubscriptionPayload[] {
    const { cursors, views } = this.#options;
    const placing = { viewer, cursor: cursors.write(item.position) };
    const facts = { from: item.from.toISOString(), to: item.to.toISOString(), reason: NOT_RETAINED };
    return this.#visibleAccounts(viewer, wanted).map((account) => ({
      position: null,
      event: eventView(gapEvent({ account, ...facts }), placing, views),
    }));
  }
}
