/** Reads the accounts with their health and quotas. */
export const SYSTEM_ACCOUNTS_DOCUMENT = `query SystemAccounts {
  accounts {
    id key vendor status capabilities quotas { kind limit used windowSeconds resetsAt }
    lastError { code message vendorCode }
  }
}`;

const EVENT_FIELDS = `cursor kind name occurredAt receivedAt account { key }
  ... on Gap { from to reason }
  ... on AccountEvent { status }
  ... on VendorEvent { payload { name value } }`;

/** The fields of an event that a key may read. */
const eventFields = (may: (field: string) => boolean) => `${EVENT_FIELDS}
  ${may('callChanged') ? '... on CallEvent { call { id state from to direction agent { name } } } ... on AgentEvent { agent { name } presence reasonCode }' : ''}
  ${may('campaignChanged') ? '... on CampaignEvent { campaign { name } campaignState: state }' : ''}
  ${may('recordingChanged') ? '... on RecordingEvent { recordingState: state device }' : ''}`;

/** What the tail of events asks: the stored ones first, then those that follow. */
export const eventDocuments = ({ may }: { may(field: string): boolean }) => ({
  stored: `query StoredEvents($first: Int, $after: Cursor, $last: Int, $filter: EventFilter) {
    events(first: $first, after: $after, last: $last, filter: $filter) { edges { node { ${eventFields(may)} } } }
  }`,
  following: `subscription FollowingEvents($after: Cursor, $filter: EventFilter) {
    events(after: $after, filter: $filter) { ${eventFields(may)} }
  }`,
});

/** Reads the webhooks with their delivery and dead letters. */
export const WEBHOOKS_DOCUMENT = `query Webhooks {
  webhooks {
    id name url configured enabled accounts retrySeconds oldSecretUntil createdAt
    filter { kinds types accounts agentIds campaignIds devices }
    delivery { cursor waiting lastDeliveredAt lastFailedAt lastFailure }
    deadLetters(first: 50) { totalCount edges { node { cursor type attempts reason givenUpAt } } }
  }
}`;

/** Reads the audit trail, newest first. */
export const AUDIT_DOCUMENT = `query Audit($first: Int, $after: Cursor, $filter: AuditFilter) {
  audit(first: $first, after: $after, filter: $filter) {
    edges {
      node {
        sequence hash at caller tenant operation account { key } targets idempotencyKey outcome requestId
        parameters { name value } readBack { name value }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;
