import type { Rights } from '../session/rights.ts';

const CHANGE = 'cursor snapshot occurredAt missed { account { key } from to reason }';

/** The fields of a live call that a key may read. */
function callFields({ may }: Pick<Rights, 'may'>): string {
  const campaign = may('campaigns') ? 'campaign { id name } queue { id name }' : '';
  return `id callId state direction channel from to customerName device startedAt connectedAt heldSince recordingState
    agent { id name } ${campaign} source { account { key } }`;
}

/** Follows the calls. */
export const callsDocument = (rights: Pick<Rights, 'may'>) =>
  `subscription Calls($after: Cursor, $snapshot: Boolean) {
    callChanged(after: $after, snapshot: $snapshot) { ${CHANGE} type call { ${callFields(rights)} } }
  }`;

/** Follows the agents. */
export const AGENTS_DOCUMENT = `subscription Agents($after: Cursor, $snapshot: Boolean) {
  agentChanged(after: $after, snapshot: $snapshot) {
    ${CHANGE} type presence reasonCode
    agent { id name presenceSince groups identities { account { key } } }
  }
}`;

/** Reads the accounts with their status. */
export const ACCOUNTS_DOCUMENT =
  'query Accounts { accounts { id key vendor status capabilities lastError { code message } } }';

/** The list of calls has ended ones too, for as long as the vendor lists them. */
const IN_PROGRESS = '[QUEUED, RINGING, CONNECTED, HELD, PARKED, CONFERENCED, TRANSFERRING, WRAP_UP, UNKNOWN]';

/** Reads which calls are in progress, page by page. */
export const CALL_IDS_DOCUMENT = `query CallIds($after: Cursor) {
  calls(first: 100, after: $after, filter: { states: ${IN_PROGRESS} }) {
    edges { node { id state } }
    pageInfo { hasNextPage endCursor }
    sources { account { key } error { code message } }
  }
}`;

const NAMED = 'id name source { account { key } }';

/** Seconds between two results of the figures. */
export const FIGURES_EVERY_SECONDS = 2;

/** Follows the figures of today, by one dimension or in one row. */
export const figuresDocument = ({ may }: Pick<Rights, 'may'>): string => {
  const names = may('campaigns') ? `campaign { ${NAMED} } queue { ${NAMED} }` : '';
  return `subscription Figures($groupBy: [MetricDimension!]) {
    realtimeMetricsChanged(groupBy: $groupBy, everySeconds: ${FIGURES_EVERY_SECONDS}) {
      measuredAt
      rows {
        account { key } ${names} callsWaiting longestWaitSeconds callsByState { state count }
        agentsByPresence { presence count } offered answered abandoned serviceLevel serviceLevelSeconds
        averageHandleSeconds coverage
      }
    }
  }`;
};

/** Reads the course of the day. */
export const TREND_DOCUMENT = `query Trend($from: DateTime!) {
  metrics(from: $from, interval: FIFTEEN_MINUTES) { rows { start offered answered abandoned } }
}`;
