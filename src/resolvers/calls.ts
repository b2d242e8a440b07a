import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Agent } from '../../schema/agent.ts';
import { AccountView, Call, CallParty, RecordingMatch } from '../../schema/call.ts';
import { Campaign } from '../../schema/campaign.ts';
import { Disposition } from '../../schema/disposition.ts';
import { CallDurations } from '../../schema/durations.ts';
import { Queue } from '../../schema/queue.ts';
import { DateTime } from '../../schema/scalars.ts';
import { RecordingState } from '../../schema/vocabulary.ts';
import { mayUseAccount } from '../access/caller.ts';
import type { CallRecord } from '../adapters/adapter.ts';
import { type Durations, recordedDurations } from '../figures/leg.ts';
import { OFF_PHONE_STATES } from '../gateway/call-index.ts';
import { match } from '../gateway/matching.ts';
import type { Context } from './context.ts';
import { recordingsOfCall } from './recordings-of-calls.ts';
import { agentOf, agentReference, campaignOf, stateOfRecordingOn } from './relations.ts';
import type { CallView, OtherView } from './views.ts';

/** The reports of accounts that observe the call. */
function observedViews({ gateway, requestCache }: Context, account: string, call: CallRecord): OtherView[] {
  return requestCache.observedBy(account).flatMap((observed) => {
    const found = match(call, { ...observed.call, annotations: [] }, gateway.now().getTime());
    const { nativeId, state } = observed.call;
    return found ? [{ account: observed.account, nativeId, state, match: found }] : [];
  });
}

/** The fields of a call that lead elsewhere. */
@Resolver(() => Call)
export class CallFields {
  @FieldResolver(() => Agent, { nullable: true })
  agent(@Root() { account, record }: CallView, @Ctx() context: Context): Promise<object | null> {
    return agentOf(context, account, agentReference(record));
  }

  @FieldResolver(() => Campaign, { nullable: true })
  campaign(@Root() { account, record }: CallView, @Ctx() context: Context): Promise<object | null> {
    return campaignOf(context, account, record.campaign);
  }

  /** Vendors report the disposition by key or by name. */
  @FieldResolver(() => Disposition, { nullable: true })
  async disposition(@Root() { account, record }: CallView, @Ctx() context: Context): Promise<object | null> {
    const { disposition } = record;
    if (!disposition) return null;
    const known = (await context.requestCache.rows('dispositions')).filter(
      (disposition) => disposition.account === account,
    );
    const found =
      known.find(({ row }) => row.nativeId === disposition) ?? known.find(({ row }) => row.name === disposition);
    return context.views.named('Disposition', account, found?.row ?? { nativeId: disposition, name: disposition });
  }

  /** The recorder's state takes precedence over what the telephony vendor reports. */
  @FieldResolver(() => RecordingState, { nullable: true })
  async recordingState(@Root() { record }: CallView, @Ctx() context: Context): Promise<RecordingState | null> {
    if (OFF_PHONE_STATES.has(record.state)) return 'NOT_RECORDING';
    const deviceState = record.device ? await stateOfRecordingOn(context, record.device) : null;
    return deviceState ?? record.recordingState ?? null;
  }

  @FieldResolver(() => [CallParty])
  parties(@Root() { record }: CallView): readonly CallParty[] {
    return (record.parties ?? []).map(({ key, title = null }) => ({ key, title }));
  }

  @FieldResolver(() => Queue, { nullable: true })
  queue(@Root() { account, record }: CallView, @Ctx() { figures, views, gateway }: Context): object | null {
    const queue = record.queue ?? figures.call(account, record, gateway.now().getTime())?.queue;
    return queue ? views.queue(account, queue) : null;
  }

  @FieldResolver(() => DateTime, { nullable: true })
  heldSince(@Root() { account, record }: CallView, @Ctx() { figures, gateway }: Context): string | null {
    const leg = figures.call(account, record, gateway.now().getTime())?.leg;
    if (record.state !== 'HELD' || leg?.state !== 'HELD' || leg.gapped) return null;
    return leg.since === null ? null : new Date(leg.since).toISOString();
  }

  @FieldResolver(() => CallDurations, { nullable: true })
  durations(@Root() { account, record }: CallView, @Ctx() { figures, gateway }: Context): Durations {
    return figures.call(account, record, gateway.now().getTime())?.durations ?? recordedDurations(record);
  }

  @FieldResolver(() => [AccountView], { nullable: true })
  views(@Root() call: CallView, @Ctx() context: Context): object[] {
    const { account, record, otherViews } = call;
    const holder = { account: context.views.account(account), nativeId: record.nativeId, state: record.state };
    const others = otherViews ?? observedViews(context, account, record);
    const shown = others.filter((view) => mayUseAccount(context.caller, view.account));
    return [
      { ...holder, matchedBy: null, confidence: null },
      ...shown.map((view) => ({
        ...{ account: context.views.account(view.account), nativeId: view.nativeId, state: view.state },
        ...{ matchedBy: view.match.method, confidence: view.match.confidence },
      })),
    ];
  }

  @FieldResolver(() => [RecordingMatch], { nullable: true })
  async recordings(@Root() { account, record }: CallView, @Ctx() context: Context): Promise<object[]> {
    const found = await recordingsOfCall(context, { account, call: record });
    return found.map(({ recording, match }) => ({
      ...match,
      recording: context.views.recording(recording.account, recording.row),
    }));
  }
}
