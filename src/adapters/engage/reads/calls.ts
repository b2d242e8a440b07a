/** Attempts to reach contacts, and messages from them, as calls. */
import type { CallRecord, ListQuery, Reads } from '../../adapter.ts';
import type { SendOptions } from '../../contract.ts';
import { spellingsToSend } from '../../numbers.ts';
import { channelOf } from '../quirks.ts';
import { type Attempts, type VendorAttempt, windowOf } from './attempts.ts';
import { onDevice } from './contacts.ts';
import type { Window } from './windows.ts';

/**
 * An attempt is an ended call. The guide names no attribute for its time, outcome and direction; the channel is the
 * account's attribute of that name, else follows from what was sent.
 */
function callRecord(attempt: VendorAttempt, { startedWithin, searched }: Known): CallRecord | null {
  const { internalId, contact, secondaryDevice, messageText, _other: others } = attempt;
  if (!internalId) return null;
  // Which of several devices of a contact was tried no attribute says: the one that was searched for, else none.
  const addresses = (contact?.devices ?? []).flatMap(({ externalId }) => externalId || []);
  const to = (addresses.length > 1 ? addresses.find((each) => searched.includes(each)) : addresses[0]) ?? null;
  const named = channelOf(others?.find(({ name }) => name === 'channel')?.value);
  const channel = named ?? (to?.includes('@') ? 'EMAIL' : messageText ? 'TEXT' : null);
  const from = secondaryDevice?.externalId ?? null;
  return { nativeId: internalId, channel, state: 'ENDED', from, to, ...(startedWithin && { startedWithin }) };
}

/** Facts about attempts that follow from the question. */
interface Known {
  readonly startedWithin: Window | null;
  /** Spellings of the number that was searched for. */
  readonly searched: readonly string[];
}

/** Attempts to reach a number in any of its spellings, each once. */
async function searchNumber(attempts: Attempts, number: string, query: ListQuery, ask: SendOptions) {
  const samples = spellingsToSend(number, query.spellings).map(onDevice);
  const found = await Promise.all(samples.map((sample) => attempts.search(sample, query, ask)));
  const items = new Map(found.flatMap((part) => part.items).map((attempt) => [attempt.internalId, attempt]));
  return { items: [...items.values()], truncated: found.some(({ truncated }) => truncated) };
}

/** Reads calls by ids, in hundreds, by the number of the contact, or by the batch; any other question is answered with none. */
export function callReads(
  attempts: Attempts,
  now: () => Date,
): Pick<Reads, 'calls'> & { readonly callsNeedNumber: true } {
  return {
    callsNeedNumber: true,
    calls: async (query, ask) => {
      const fetchedAt = now().toISOString();
      const { number, nativeIds, contactImport } = query;
      if (!number && !nativeIds && !contactImport) return { items: [], fetchedAt, truncated: true };
      const found = nativeIds
        ? { items: await attempts.show(nativeIds, ask), truncated: false }
        : contactImport
          ? await attempts.ofBatch(contactImport, query, ask)
          : await searchNumber(attempts, number ?? '', query, ask);
      const bounded = !nativeIds && (query.startedAfter || query.startedBefore);
      const startedWithin = bounded ? windowOf(query, now()) : null;
      const searched = number ? spellingsToSend(number, query.spellings) : [];
      const items = found.items.flatMap((attempt) => callRecord(attempt, { startedWithin, searched }) ?? []);
      return { items, fetchedAt, ...(found.truncated && { truncated: true }) };
    },
  };
}
