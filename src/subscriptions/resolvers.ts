import { Arg, Args, Ctx, ID, Query, Resolver, Root, Subscription } from 'type-graphql';
import {
  AccountEvent,
  AgentEvent,
  AlertEvent,
  CallbackEvent,
  CallEvent,
  CampaignEvent,
  Event,
  RecordingEvent,
} from '../../schema/event.ts';
import {
  AgentsFollowed,
  AlertsFollowed,
  CallbacksFollowed,
  CallsFollowed,
  CampaignsFollowed,
  EventsFollowed,
  EventsPage,
  RecordingsFollowed,
} from '../../schema/event-arguments.ts';
import { EventConnection, type EventEdge } from '../../schema/event-log.ts';
import { ImportProgress, ReportProgress } from '../../schema/progress-events.ts';
import type { EventKind } from '../../schema/vocabulary.ts';
import { pageSize } from '../access/page-size.ts';
import { invalidArgument } from '../adapters/errors.ts';
import type { Wanted } from './deliver/filter.ts';
import type { EventPage, SubscriptionPayload } from './request.ts';
import type { SubscriptionContext } from './service.ts';

interface Asked {
  readonly context: SubscriptionContext;
  readonly args: { after?: string | null; filter?: Wanted | null; snapshot?: boolean | null; id?: string };
}

/** Everything that happens, or one kind of it. */
function follow(only?: EventKind) {
  return ({ context, args }: Asked) => {
    const { caller: viewer, subscriptions, start } = context;
    return subscriptions.subscribe({
      viewer,
      start,
      after: args.after,
      wanted: args.filter,
      snapshot: args.snapshot,
      only,
    });
  };
}

/** One import or report until it is over. */
function progress(kind: 'IMPORT' | 'REPORT') {
  return ({ context: { caller: viewer, subscriptions, start }, args }: Asked) =>
    subscriptions.follow(kind, args.id ?? '', { viewer, start });
}

/** Each direction has its own cursor. */
function refuseMixedCursors({ after, before }: EventsPage, backwards: boolean): void {
  if (backwards && after != null) throw invalidArgument('`after` goes with `first`; use `before` with `last`', 'after');
  if (!backwards && before != null)
    throw invalidArgument('`before` goes with `last`; use `after` with `first`', 'before');
}

function edgesOf({ payloads }: EventPage): EventEdge[] {
  return payloads.map(({ event }) => ({ cursor: event.cursor, node: event }));
}

function pageAfter(page: EventPage, after: string | null | undefined): EventConnection {
  const edges = edgesOf(page);
  const [startCursor, endCursor] = [edges[0]?.cursor ?? null, edges.at(-1)?.cursor ?? page.reached ?? null];
  return { edges, pageInfo: { hasNextPage: page.more, hasPreviousPage: after != null, startCursor, endCursor } };
}

function pageBefore(page: EventPage, before: string | null | undefined): EventConnection {
  const edges = edgesOf(page);
  const [startCursor, endCursor] = [edges[0]?.cursor ?? page.reached ?? null, edges.at(-1)?.cursor ?? null];
  return { edges, pageInfo: { hasNextPage: before != null, hasPreviousPage: page.more, startCursor, endCursor } };
}

const IMPORT_ID =
  'Id of the import, from the payload of `contactsImport`. For an import started in the vendor plane, the account’s key, a slash and the vendor’s identifier, for example `acme-five9/1234`.';
const REPORT_ID =
  'The account’s key, a slash and the vendor’s identifier of the report, for example `acme-five9/1234`.';

/** The log as a query and as subscriptions. */
@Resolver()
export class SubscriptionResolver {
  @Query(() => EventConnection, {
    description: 'Stored events, oldest first. Only events that the caller’s scopes and accounts allow are returned.',
  })
  async events(
    @Ctx() { caller: viewer, subscriptions }: SubscriptionContext,
    @Args(() => EventsPage) asked: EventsPage,
  ): Promise<EventConnection> {
    const { size, backwards } = pageSize(asked);
    refuseMixedCursors(asked, backwards);
    const { after, before, filter: wanted } = asked;
    if (backwards) return pageBefore(await subscriptions.pageBefore({ viewer, before, wanted, size }), before);
    return pageAfter(await subscriptions.page({ viewer, after, wanted, first: size }), after);
  }

  @Subscription(() => Event, {
    subscribe: follow(),
    name: 'events',
    description: 'All events. Only events that the caller’s scopes and accounts allow are emitted.',
  })
  allEvents(@Root() payload: SubscriptionPayload, @Args(() => EventsFollowed) _which: EventsFollowed): Event {
    return payload.event;
  }

  @Subscription(() => CallEvent, { subscribe: follow('CALL'), description: 'Changes of calls.' })
  callChanged(@Root() payload: SubscriptionPayload, @Args(() => CallsFollowed) _which: CallsFollowed): CallEvent {
    return payload.event as CallEvent;
  }

  @Subscription(() => RecordingEvent, { subscribe: follow('RECORDING'), description: 'Changes of recordings.' })
  recordingChanged(
    @Root() payload: SubscriptionPayload,
    @Args(() => RecordingsFollowed) _which: RecordingsFollowed,
  ): RecordingEvent {
    return payload.event as RecordingEvent;
  }

  @Subscription(() => AgentEvent, { subscribe: follow('AGENT'), description: 'Changes of agents, such as presence.' })
  agentChanged(@Root() payload: SubscriptionPayload, @Args(() => AgentsFollowed) _which: AgentsFollowed): AgentEvent {
    return payload.event as AgentEvent;
  }

  @Subscription(() => CampaignEvent, {
    subscribe: follow('CAMPAIGN'),
    description: 'Changes of campaigns, such as state.',
  })
  campaignChanged(
    @Root() payload: SubscriptionPayload,
    @Args(() => CampaignsFollowed) _which: CampaignsFollowed,
  ): CampaignEvent {
    return payload.event as CampaignEvent;
  }

  @Subscription(() => CallbackEvent, {
    subscribe: follow('CALLBACK'),
    description: 'Changes of callbacks, such as one that is overdue.',
  })
  callbackChanged(
    @Root() payload: SubscriptionPayload,
    @Args(() => CallbacksFollowed) _which: CallbacksFollowed,
  ): CallbackEvent {
    return payload.event as CallbackEvent;
  }

  @Subscription(() => AlertEvent, { subscribe: follow('ALERT'), description: 'Alerts that are raised and cleared.' })
  alertChanged(@Root() payload: SubscriptionPayload, @Args(() => AlertsFollowed) _which: AlertsFollowed): AlertEvent {
    return payload.event as AlertEvent;
  }

  @Subscription(() => ImportProgress, {
    subscribe: progress('IMPORT'),
    description: 'Progress of an import: its current state, then every change; completes when the import has finished.',
  })
  importProgress(
    @Root() payload: SubscriptionPayload,
    @Arg('id', () => ID, { description: IMPORT_ID }) _id: string,
  ): ImportProgress {
    return payload.event as ImportProgress;
  }

  @Subscription(() => ReportProgress, {
    subscribe: progress('REPORT'),
    description: 'Progress of a report: its current state, then every change; completes when the report is ready.',
  })
  reportProgress(
    @Root() payload: SubscriptionPayload,
    @Arg('id', () => ID, { description: REPORT_ID }) _id: string,
  ): ReportProgress {
    return payload.event as ReportProgress;
  }

  @Subscription(() => AccountEvent, {
    subscribe: follow('ACCOUNT'),
    description: 'Changes of the availability of accounts.',
  })
  accountChanged(@Root() payload: SubscriptionPayload): AccountEvent {
    return payload.event as AccountEvent;
  }
}
