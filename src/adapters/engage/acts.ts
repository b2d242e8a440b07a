/** The acts of the unified plane. What a campaign does is what its sub-campaigns do, so an act is one on each of them. */
import type { Acts } from '../adapter.ts';
import type { Client, SendOptions } from '../contract.ts';
import { asCrosspointError, CrosspointError } from '../errors.ts';
import type { EngageOperations } from './contract/index.ts';
import type { EngageReads, VendorState } from './reads.ts';

type Wanted = 'Running' | 'Paused' | 'Done';

/** What the vendor can be told to do with a campaign. */
export class EngageActs {
  constructor(
    private readonly client: Client<EngageOperations>,
    private readonly reads: EngageReads,
  ) {}

  campaignStart: Acts['campaignStart'] = (campaign, _input, ask) =>
    this.change(campaign, 'Running', ['Pending', 'Paused'], ask);
  campaignResume: Acts['campaignResume'] = (campaign, _input, ask) => this.change(campaign, 'Running', ['Paused'], ask);
  campaignPause: Acts['campaignPause'] = (campaign, _input, ask) =>
    this.change(campaign, 'Paused', ['Running', 'Loading', 'Pending'], ask);
  campaignStop: Acts['campaignStop'] = (campaign, _input, ask) =>
    this.change(campaign, 'Done', ['Running', 'Loading', 'Pending', 'Paused'], ask);

  /** Changes one sub-campaign after another, so that trouble with one does not hide what became of the others. */
  private async change(campaign: string, wanted: Wanted, from: readonly string[], ask: SendOptions): Promise<void> {
    const states = await this.reads.active(campaign, ask);
    const due = states.filter(({ state }) => from.includes(state ?? ''));
    if (due.length === 0) throw nothingToDo(wanted, states);
    const failures: Failure[] = [];
    for (const { subCampaign } of due) {
      const failure = await this.changeOne(subCampaign, wanted, ask);
      if (failure) failures.push(failure);
    }
    if (failures.length > 0) throw partialTrouble(failures, due.length);
  }

  private async changeOne(told: VendorState['subCampaign'], state: Wanted, ask: SendOptions): Promise<Failure | null> {
    const { internalId, externalId } = told ?? {};
    const subCampaign = internalId ? { internalId } : { externalId, campaign: { ...keyOf(told) } };
    try {
      await this.client.send('changeSubCampaignState', { subCampaignState: { subCampaign, state } }, ask);
      return null;
    } catch (thrown) {
      return { subCampaign: internalId ?? externalId ?? '', error: asCrosspointError(thrown) };
    }
  }
}

interface Failure {
  readonly subCampaign: string;
  readonly error: CrosspointError;
}

function keyOf(told: VendorState['subCampaign']) {
  return { internalId: told?.campaign?.internalId, externalId: told?.campaign?.externalId };
}

function nothingToDo(wanted: Wanted, states: readonly VendorState[]): CrosspointError {
  const told = states.length ? `their states are ${states.map(({ state }) => state).join(', ')}` : 'none is active';
  return new CrosspointError('FAILED_PRECONDITION', `No sub-campaign can become ${wanted} now: ${told}`);
}

/** What failed and what did not: a doubt about one weighs more than a refusal of another. */
function partialTrouble(failures: readonly Failure[], tried: number): CrosspointError {
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
