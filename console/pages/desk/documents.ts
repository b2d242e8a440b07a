type Rights = { may(field: string): boolean };

const SOURCES = 'sources { account { key } notAsked truncated stale coveredFrom coveredTo error { code message } }';

/** Reads everything that is known of a number, as far as the key may read it. */
export const callHistoryDocument = ({ may }: Rights): string => {
  const campaign = may('campaigns') ? 'campaign { name } disposition { name }' : '';
  const contacts = `contacts(first: 10) {
    edges { node { id name numbers fields { name value } source { account { key } } } } ${SOURCES}
  }`;
  const calls = `calls(first: 25) {
    edges { node { id state direction startedAt endedAt agent { name } ${campaign} source { account { key } } } } ${SOURCES}
  }`;
  return `query CallHistory($number: String!) {
    callHistory(number: $number) {
      number numberE164
      ${may('contacts') ? contacts : ''}
      ${may('calls') ? calls : ''}
      ${may('recordings') ? 'recordings(first: 10) { edges { node { id startedAt durationSeconds } } }' : ''}
      ${may('doNotCall') ? 'doNotCall { numbers }' : ''}
    }
  }`;
};

/** Reads the reasons for not being ready. */
export const REASON_CODES_DOCUMENT = `query ReasonCodes($accounts: [String!]) {
  reasonCodes(first: 100, filter: { kinds: [NOT_READY], accounts: $accounts }) { edges { node { name } } }
}`;

/** Reads the dispositions of an account. */
export const DISPOSITIONS_DOCUMENT = `query Dispositions($accounts: [String!]) {
  dispositions(first: 100, filter: { accounts: $accounts }) { edges { node { id name } } }
}`;

/** Follows the callbacks of the agents. */
export const callbacksDocument = ({
  may,
}: Rights): string => `subscription Callbacks($after: Cursor, $snapshot: Boolean) {
  callbackChanged(after: $after, snapshot: $snapshot) {
    cursor snapshot occurredAt missed { account { key } from to reason } type
    callback { id number dueAt comments agent { id } source { account { key } } ${may('campaigns') ? 'campaign { name }' : ''} }
  }
}`;
