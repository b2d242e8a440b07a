/** Attempts to reach contacts, and messages from them, as calls. */
import type { CallRecord, Reads } from '../../adapter.ts';
import { channelOf } from '../quirks.ts';
import type { Attempts, VendorAttempt } from './attempts.ts';

/**
 * An attempt was made, so it is over. The guide names no attribute for its time, its outcome and its direction; the
 * channel is the account's own attribute of that name, else follows from what was sent.
 */
function callRecord({
  internalId,
  contact,
  secondaryDevice,
  messageText,
  _other: others,
}: VendorAttempt): CallRecord | null {
  if (!internalId) return null;
  const to = contact?.devices?.find(({ externalId }) => externalId)?.externalId ?? null;
  const named = channelOf(others?.find(({ name }) => name === 'channel')?.value);
  const channel = named ?? (to?.includes('@') ? 'EMAIL' : messageText ? 'TEXT' : null);
  return { nativeId: internalId, channel, state: 'ENDED', from: secondaryDevice?.externalId ?? null, to };
}

/** Reads calls by ids, in hundreds, or by the number of the contact; any other question is answered with none. */
export function callReads(
  attempts: Attempts,
  now: () => Date,
): Pick<Reads, 'calls'> & { readonly callsNeedNumber: true } {
  return {
    callsNeedNumber: true,
    calls: async (query, ask) => {
      const fetchedAt = now().toISOString();
      const { number, nativeIds } = query;
      if (!number && !nativeIds) return { items: [], fetchedAt, truncated: true };
      const found = nativeIds
        ? { items: await attempts.show(nativeIds, ask), truncated: false }
        : await attempts.search({ devices: [{ externalId: number }] }, query, ask);
      const items = found.items.flatMap((attempt) => callRecord(attempt) ?? []);
      return { items, fetchedAt, ...(found.truncated && { truncated: true }) };
    },
  };
}
