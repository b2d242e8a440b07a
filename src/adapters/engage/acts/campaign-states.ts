/** Running and stopping campaigns. A campaign runs as its sub-campaigns do, so an act is one on each of them. */
import type { Acts } from '../../adapter.ts';
import type { Client, SendOptions } from '../../contract.ts';
import { asCrosspointError, CrosspointError } from '../../errors.ts';
import type { EngageOperations } from '../contract/index.ts';
import type { SubCampaigns, VendorState } from '../reads/sub-campaigns.ts';

type Wanted = 'Running' | 'Paused' | 'Done';
/** The acts on a campaign's state. */
export function campaignStateActs(client: Client<EngageOperations>, subCampaigns: SubCampaigns) {
  const change = (campaign: string, wanted: Wanted, from: readonly string[], ask: SendOptions) =>
    changeAll(client, subCampaigns, { campaign, wanted, from }, ask);
  return {
    campaignStart: (campaign, _input, ask) => change(campaign, 'Running', ['Pending', 'Paused'], ask),
    campaignResume: (campaign, _input, ask) => change(campaign, 'Running', ['Paused'], ask),
    campaignPause: (campaign, _input, ask) => change(campaign, 'Paused', ['Running', 'Loading', 'Pending'], ask),
    /** Final: a completed sub-campaign starts again by a new pass only (guide line 522). */
    campaignStop: (campaign, _input, ask) => change(campaign, 'Done', ['Running', 'Loading', 'Pending', 'Paused'], ask),
  } satisfies Partial<Acts>;
}

interface Change {
  readonly campaign: string;
  readonly wanted: Wanted;
  /** States in which a sub-campaign is changed. */
  readonly from: readonly string[];
}

/** Changes one sub-campaign after another, so that the failure of one does not hide the outcome of the others. */
async function changeAll(
  client: Client<EngageOperations>,
  subCampaigns: SubCampaigns,
  { campaign, wanted, from }: Change,
  ask: SendOptions,
): Promise<void> {
  const states = await subCampaigns.active(campaign, ask);
  const due = states.filter(({ state }) => from.includes(state ?? ''));
  if (due.length === 0) throw nothingToChange(wanted, states);
  const failures: Failure[] = [];
  for (const { subCampaign } of due) {
    const failure = await changeOne(client, subCampaign, wanted, ask);
    if (failure) failures.push(failure);
  }
  if (failures.length > 0) throw partialFailure(failures, due.length);
}

async function changeOne(
  client: Client<EngageOperations>,
  answer: VendorState['subCampaign'],
  state: Wanted,
  ask: SendOptions,
): Promise<Failure | null> {
  const { internalId, externalId } = answer ?? {};
  const subCampaign = internalId ? { internalId } : { externalId, campaign: { ...keyOf(answer) } };
  try {
    await client.send('changeSubCampaignState', { subCampaignState: { subCampaign, state } }, ask);
    return null;
  } catch (thrown) {
    return { subCampaign: internalId ?? externalId ?? '', error: asCrosspointError(thrown) };
  }
}

interface Failure {
  readonly subCampaign: string;
  readonly error: CrosspointError;
}

function keyOf(answer: VendorState['subCampaign']) {
  return { internalId: answer?.campaign?.internalId, externalId: answer?.campaign?.externalId };
}

function nothingToChange(wanted: Wanted, states: readonly VendorState[]): CrosspointError {
  const words = states.map(({ state }) => state).join(', ');
  const none =
    'none is active. A stop is final: a completed one starts again only after a new pass (engage_changeSubCampaign)';
  const why = states.length ? `their states are ${words}` : none;
  return new CrosspointError('FAILED_PRECONDITION', `No sub-campaign can become ${wanted} now: ${why}`);
}

/** The error of a partial failure: an unknown outcome of one part weighs more than a refusal of another. */
function partialFailure(failures: readonly Failure[], tried: number): CrosspointError {
  const worst = failures.find(({ error }) => error.code === 'OUTCOME_UNKNOWN') ?? failures[0];
  const error = worst?.error ?? new CrosspointError('INTERNAL', 'Internal error');
  if (tried === 1) return error;
  const details = {
    changed: tried - failures.length,
    failed: failures.map(({ subCampaign, error: { code, message } }) => ({ subCampaign, code, message })),
  };
  const message = `${failures.length} of ${tried} sub-campaigns did not change: ${error.message}`;
  const { account, vendor, operation, vendorCode, cause } = error;
  const partial = details.changed > 0;
  const facts = { account, vendor, operation, vendorCode, cause, details, ...(partial && { retryable: false }) };
  return new CrosspointError(error.code, message, facts as ConstructorParameters<typeof CrosspointError>[2]);
}
