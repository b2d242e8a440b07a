import type { Rights } from '../../session/rights.ts';

/** Follows the campaigns, from their current state on. */
export const CAMPAIGNS_DOCUMENT = `subscription Campaigns($after: Cursor, $snapshot: Boolean) {
  campaignChanged(after: $after, snapshot: $snapshot) {
    cursor snapshot occurredAt missed { account { key } from to reason } state
    campaign { id name description direction channel dialingMode state source { account { key } } }
  }
}`;

/** Reads the state of one campaign. */
export const CAMPAIGN_STATE_DOCUMENT = 'query CampaignState($id: ID!) { node(id: $id) { ... on Campaign { state } } }';

/** Reads what belongs to a campaign, with its figures of today. */
export const campaignDocument = ({ may }: Pick<Rights, 'may'>): string => {
  const lists = may('contactLists') ? 'lists { id name size }' : '';
  const figures = `realtimeMetrics(groupBy: [CAMPAIGN], filter: { campaignIds: [$id] }) {
    rows { callsWaiting offered answered abandoned serviceLevel averageHandleSeconds }
  }`;
  return `query Campaign($id: ID!) {
    node(id: $id) { ... on Campaign { dispositions { id name } skills { id name } ${lists} } }
    ${may('realtimeMetrics') ? figures : ''}
  }`;
};
