import type { CampaignSettings, NewCampaign } from '../../acts/campaign.ts';
import type { InputOf, SendOptions } from '../../contract.ts';
import { CrosspointError, invalidArgument } from '../../errors.ts';
import type { Five9Client } from '../client.ts';
import type { five9ConfigContract } from '../contract/index.ts';

type Operations = typeof five9ConfigContract.operations;

/** A campaign of each kind, as it is written. */
interface Campaigns {
  INBOUND: InputOf<Operations['createInboundCampaign']>['campaign'];
  OUTBOUND: InputOf<Operations['createOutboundCampaign']>['campaign'];
  AUTODIAL: InputOf<Operations['createAutodialCampaign']>['campaign'];
}

/** The kinds of campaign, each with separate operations (guide p. 62). */
export type CampaignKind = keyof Campaigns;

/** The kind of a campaign to be made. */
export function kindOf({ direction, dialingMode }: NewCampaign): CampaignKind {
  if (direction === 'INBOUND') return 'INBOUND';
  return dialingMode === 'AUTODIAL' ? 'AUTODIAL' : 'OUTBOUND';
}

/** The kind of a campaign there is; throws NOT_FOUND for an unknown one. */
export async function readKind(client: Five9Client, name: string, ask: SendOptions): Promise<CampaignKind> {
  const campaigns = await client.send('getCampaigns', {}, ask);
  const type = campaigns.find((campaign) => campaign.name === name)?.type;
  if (!type) throw new CrosspointError('NOT_FOUND', 'There is no such campaign');
  if (!Object.hasOwn(WRITERS, type))
    throw new CrosspointError('FAILED_PRECONDITION', 'The campaign is of a type that cannot be changed');
  return type;
}

/** Settings in the vendor's terms, for each kind; a setting that a kind lacks is refused by name. */
export const WRITERS: { readonly [K in CampaignKind]: (settings: CampaignSettings) => Campaigns[K] } = {
  INBOUND: (settings) => {
    if (isGiven(settings.dialingMode)) throw invalidArgument('An inbound campaign has no dialing mode', 'dialingMode');
    const ivrSchedule = schedule(settings);
    return { ...common(settings), ...lines(settings), ...(ivrSchedule && { defaultIvrSchedule: { ivrSchedule } }) };
  },
  AUTODIAL: (settings) => {
    if (isGiven(settings.dialingMode) && settings.dialingMode !== 'AUTODIAL')
      throw invalidArgument('An autodial campaign has no other dialing mode', 'dialingMode');
    const defaultIvrSchedule = schedule(settings);
    return { ...common(settings), ...lines(settings), ...(defaultIvrSchedule && { defaultIvrSchedule }) };
  },
  OUTBOUND: (settings) => {
    const { dialingMode, ivrScript, maxLines } = settings;
    if (dialingMode === 'AUTODIAL' || dialingMode === 'MANUAL')
      throw invalidArgument(`An outbound campaign of this vendor cannot become ${dialingMode}`, 'dialingMode');
    if (isGiven(ivrScript))
      throw invalidArgument('An outbound campaign has no IVR script; its calls go to agents', 'ivrScript');
    if (isGiven(maxLines))
      throw invalidArgument('The vendor has no limit of lines for an outbound campaign', 'maxLines');
    return { ...common(settings), ...(dialingMode && { dialingMode }) };
  },
};

function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}

function common({ description, profile }: CampaignSettings) {
  return { ...(isGiven(description) && { description }), ...(isGiven(profile) && profileMode(profile)) };
}

/** A profile is heeded in advanced mode only, and in basic mode there is none (guide p. 57). */
function profileMode(profile: string | null | undefined) {
  return profile ? { mode: 'ADVANCED' as const, profileName: profile } : { mode: 'BASIC' as const, profileName: null };
}

function schedule({ ivrScript }: CampaignSettings) {
  if (ivrScript === '') throw invalidArgument('An IVR script cannot be removed, only replaced', 'ivrScript');
  return isGiven(ivrScript) ? { scriptName: ivrScript } : null;
}

function lines({ maxLines }: CampaignSettings) {
  if (!isGiven(maxLines)) return null;
  if (maxLines < 1) throw invalidArgument('At least one line is required', 'maxLines');
  return { maxNumOfLines: maxLines };
}
