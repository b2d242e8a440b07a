import type { ActRequest } from '../../api/acts.ts';
import type { AccountState } from '../../live/types.ts';
import type { Rights } from '../../session/rights.ts';
import type { CampaignRow } from './campaign.ts';

interface CampaignAct {
  readonly mutation: string;
  readonly label: string;
  readonly capability: string;
  /** The states in which the act makes sense; a campaign of unknown state has every act. */
  readonly states: readonly string[];
  /** Whether the act is one on the dialling of lists, which an inbound campaign has not. */
  readonly ofDialling?: boolean;
  /** The consequence of an act that should be confirmed. */
  readonly consequence?: string;
}

const ACTS: readonly CampaignAct[] = [
  {
    ...{ mutation: 'campaignStart', label: 'Start', capability: 'CAMPAIGN_START' },
    states: ['NOT_RUNNING', 'COMPLETED', 'CANCELLED'],
  },
  { mutation: 'campaignPause', label: 'Pause', capability: 'CAMPAIGN_PAUSE', states: ['RUNNING', 'STARTING'] },
  { mutation: 'campaignResume', label: 'Resume', capability: 'CAMPAIGN_RESUME', states: ['PAUSED'] },
  {
    ...{ mutation: 'campaignStop', label: 'Stop', capability: 'CAMPAIGN_STOP' },
    states: ['RUNNING', 'STARTING', 'PAUSED'],
    consequence: 'No new calls; calls in progress are finished.',
  },
  {
    ...{ mutation: 'campaignForceStop', label: 'Stop at once', capability: 'CAMPAIGN_FORCE_STOP' },
    states: ['RUNNING', 'STARTING', 'STOPPING'],
    consequence: 'Ends calls in progress.',
  },
  {
    ...{ mutation: 'campaignReset', label: 'Reset', capability: 'CAMPAIGN_RESET' },
    states: ['NOT_RUNNING', 'COMPLETED'],
    ofDialling: true,
    consequence: 'All contacts of its lists can be dialled again.',
  },
];

/** An act on a campaign, with what follows of it where it should be confirmed. */
interface CampaignRequest extends ActRequest {
  readonly consequence?: string | undefined;
}

/** The acts that the key may send, the account supports and the state of the campaign allows. */
export function actsOnCampaign(
  { id, state, direction, source }: CampaignRow,
  accounts: readonly AccountState[],
  { may }: Pick<Rights, 'may'>,
): readonly CampaignRequest[] {
  const account = accounts.find(({ key }) => key === source.account.key);
  return ACTS.filter(
    ({ mutation, capability, states, ofDialling }) =>
      may(mutation) &&
      account?.capabilities.includes(capability) &&
      (state === null || states.includes(state)) &&
      !(ofDialling && direction === 'INBOUND'),
  ).map(({ mutation, label, consequence }) => ({
    ...{ mutation, label, consequence },
    input: { id },
    result: 'campaign { id state }',
  }));
}
