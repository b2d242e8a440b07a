/** Attempts to reach contacts, and messages from them, as calls. */
import type { CallRecord, ListQuery, Reads } from '../adapter.ts';
import type { Client, SendOptions, ValueOf } from '../contract.ts';
import { type EngageOperations, engage } from './contract/index.ts';
import type { contactAttempt } from './contract/types.ts';
import { channelOf } from './quirks.ts';
import type { Organization } from './reads.ts';

type Attempt = ValueOf<typeof contactAttempt> & {
  readonly _other?: readonly { readonly name: string; readonly value?: string | null }[];
};

/**
 * An attempt was made, so it is over. Of its time, its outcome and who began it the guide says nothing; the channel is
 * read where the account tells one, else from what was sent.
 */
function callRecord(attempt: Attempt): CallRecord | null {
  const { internalId, contact, secondaryDevice, messageText, _other: others } = attempt;
  if (!internalId) return null;
  const to = contact?.devices?.find(({ externalId }) => externalId)?.externalId ?? null;
  const told = channelOf(others?.find(({ name }) => name === 'channel')?.value);
  const channel = told ?? (to?.includes('@') ? 'EMAIL' : messageText ? 'TEXT' : null);
  return { nativeId: internalId, channel, state: 'ENDED', from: secondaryDevice?.externalId ?? null, to };
}

/** The vendor finds attempts only by their ids or by whom they were for, of the last 24 hours. */
export function contactAttempts(
  client: Client<EngageOperations>,
  org: Organization,
  now: () => Date,
): Pick<Reads, 'calls'> & { readonly callsNeedNumber: true } {
  const cap = engage.operations.listContactAttempts.cap ?? Number.POSITIVE_INFINITY;
  const find = ({ number, nativeIds }: ListQuery, ask: SendOptions): Promise<readonly Attempt[]> | null => {
    if (nativeIds) {
      const wanted = nativeIds.map((internalId) => ({ internalId }));
      return client.send('showContactAttempts', { contactAttempts: wanted }, ask);
    }
    if (!number) return null;
    const sample = { contact: { devices: [{ externalId: number }] } };
    return client.send('listContactAttempts', { org, sample }, ask);
  };
  return {
    callsNeedNumber: true,
    calls: async (query, ask) => {
      const fetchedAt = now().toISOString();
      const found = await find(query, ask);
      const items = (found ?? []).flatMap((attempt) => callRecord(attempt) ?? []);
      return { items, fetchedAt, ...((!found || found.length >= cap) && { truncated: true }) };
    },
  };
}
