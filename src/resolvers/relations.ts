import type { RecordingState } from '../../schema/vocabulary.ts';
import { mayUseAccount } from '../access/caller.ts';
import { notFound, readIdOf } from '../access/global-id.ts';
import type { Adapter, AgentReference, CallRecord, CampaignReference } from '../adapters/adapter.ts';
import { asCrosspointError } from '../adapters/errors.ts';
import { isRoutedWait } from '../adapters/queue-wait.ts';
import { findCampaign } from '../gateway/campaign-index.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Context } from './context.ts';
import type { AgentView } from './views.ts';

/** A call some account knows. */
export interface KnownCall {
  readonly account: string;
  readonly call: CallRecord;
}

/** The person that a vendor refers to; null where it is not known. */
export async function agentOf(context: Context, account: string, reference: AgentReference): Promise<AgentView | null> {
  const index = await context.requestCache.peopleIndex();
  const person = index.referred(account, reference);
  return person ? context.views.agent(index, person, (key) => mayUseAccount(context.caller, key)) : null;
}

/** Whether a reference means this person. */
export async function refersTo(context: Context, agentId: string, ...path: string[]) {
  const key = readIdOf('Agent', agentId, ...path);
  if (!mayUseAccount(context.caller, key.account)) throw notFound('Agent', path);
  const index = await context.requestCache.peopleIndex();
  const wanted = context.gateway.directory.personOf(index, key, path);
  return (of: string, reference: AgentReference) => index.referred(of, reference) === wanted;
}

/** The reference of a row to its agent: the vendor's, else the row's phone. */
export function agentReference({
  agent,
  device,
}: {
  agent?: AgentReference | null;
  device?: string | null;
}): AgentReference {
  return { ...agent, extension: agent?.extension ?? device ?? null };
}

/**
 * The campaign a call belongs to: one that an account lists, else as the call's own account knows it. While a list is
 * missing it is null, because the campaign would seem to be another one.
 */
export async function campaignOf(context: Context, account: string, reference: CampaignReference | null | undefined) {
  if (!reference) return null;
  const contributions = await context.requestCache.list('campaigns');
  const found = findCampaign(contributions, account, reference);
  if (found) return context.views.campaign(found.account, found.row);
  if (contributions.some(({ error }) => error)) return null;
  const served = await servedCampaign(context.gateway, account, reference);
  return served && context.views.campaign(account, served);
}

/** A campaign of an account that lists none, as its calls name it; null where the account cannot say. */
export async function servedCampaign(gateway: Gateway, account: string, reference: CampaignReference) {
  if (!gateway.account(account)?.adapter.servedCampaign) return null;
  return gateway.ask(account, async (adapter) => (await adapter.servedCampaign?.(reference, {})) ?? null);
}

/** All known calls: those that vendors list, and those that ended recently. */
export async function knownCalls(context: Context): Promise<KnownCall[]> {
  const contributions = await context.requestCache.list('calls');
  const known = contributions.map(async ({ account, rows }) =>
    [...rows, ...(await unlistedRecentCalls(context, account, rows))].map((call) => ({ account, call })),
  );
  return (await Promise.all(known)).flat();
}

/** Calls that ended recently and that the account's vendor no longer lists. */
export function unlistedRecentCalls(
  context: Context,
  account: string,
  listed: readonly CallRecord[],
): Promise<CallRecord[]> {
  const known = new Set(listed.map(({ nativeId }) => nativeId));
  const isUnlisted = (call: CallRecord) => !known.has(call.nativeId) && !isRoutedWait(call);
  const over = context.gateway.recentCalls.over(account).filter(isUnlisted);
  return context.requestCache.onTheirPhones(account, over);
}

async function statesOf(context: Context, devices: readonly string[]): Promise<(RecordingState | null)[]> {
  const recorders = context.requestCache.accountsWith('recordings').filter(({ adapter }) => adapter.recordingStates);
  // As a list, whose bytes a cache can count.
  const read = async (adapter: Adapter, signal: AbortSignal) => [
    ...((await adapter.recordingStates?.(devices, { signal, deadline: 5_000 })) ?? []),
  ];
  const statesByRecorder = await Promise.all(
    recorders.map(({ key: account }) =>
      // With the lists of recordings, since an event of one drops these too.
      context.gateway
        .cached({ account, role: 'recordings', query: { stateOf: devices } }, read, context)
        .then((states) => new Map(states))
        .catch((thrown: unknown) => void asCrosspointError(thrown)),
    ),
  );
  return devices.map(
    (device) => statesByRecorder.map((states) => states?.get(device)).find((state) => state !== undefined) ?? null,
  );
}

/** The state that the recorders report of a phone, read for all phones of an operation at once; null where none has it. */
export function stateOfRecordingOn(context: Context, device: string): Promise<RecordingState | null> {
  return context.requestCache
    .loader<string, RecordingState | null>('recording states', (devices) => statesOf(context, devices))
    .load(device);
}
