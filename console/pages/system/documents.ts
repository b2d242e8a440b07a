const SYSTEM = 'system { diskFreePercent memoryUsedPercent uptime channels { state count } }';

/** Reads the accounts with their health, quotas and readings; what a machine reports, where the key may read it. */
export const systemAccountsDocument = ({ may }: { may(field: string): boolean }) => `query SystemAccounts {
  accounts {
    id key vendor status capabilities quotas { kind limit used windowSeconds resetsAt }
    lastError { code message vendorCode }
    health {
      lastAnswerAt lastEventAt eventLagSeconds breakers { service closed halfOpen open openings refusals }
      drift { kind count } ${may('recordings') ? SYSTEM : ''}
    }
    readings { question open reading meaning chosen source }
  }
}`;

const EVENT_FIELDS = `cursor kind name occurredAt receivedAt account { key }
  ... on Gap { from to reason }
  ... on AccountEvent { status }
  ... on VendorEvent { payload { name value } }`;

const alertFields = (may: (field: string) => boolean) =>
  `figure comparison threshold value agentGroup ${may('campaigns') ? 'queue { name } campaign { name }' : ''}`;

/** Reads the alerts that are raised. */
export const alertsDocument = ({ may }: { may(field: string): boolean }) =>
  `query Alerts { alerts { id raisedAt account { key } ${alertFields(may)} } }`;

/** Reads the rules that raise alerts. */
export const ALERT_RULES_DOCUMENT = `query AlertRules {
  alertRules {
    id name configured enabled figure comparison threshold forSeconds clearAt clearForSeconds groupBy names accounts
    serviceLevelSeconds failure
  }
}`;

/** The fields of an event that a key may read. */
const eventFields = (may: (field: string) => boolean) => `${EVENT_FIELDS}
  ${may('callChanged') ? '... on CallEvent { call { id state from to direction agent { name } } } ... on AgentEvent { agent { name } presence reasonCode }' : ''}
  ${may('alertChanged') ? `... on AlertEvent { alert { ${alertFields(may)} } }` : ''}
  ${may('campaignChanged') ? '... on CampaignEvent { campaign { name } campaignState: state }' : ''}
  ${may('callbackChanged') ? '... on CallbackEvent { callback { number dueAt agent { name } } }' : ''}
  ${may('recordingChanged') ? '... on RecordingEvent { recordingState: state device }' : ''}`;

/** The documents of the tail of events: the stored ones, and the subscription that follows. */
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
