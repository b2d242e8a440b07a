import type { AgentReference, CallRecord } from '../adapters/adapter.ts';
import type { Person } from '../gateway/people.ts';
import { derivePresence, type PresenceState } from '../gateway/presence.ts';
import type { AccountRow, RequestCache } from '../gateway/request-cache.ts';
import { agentReference } from './relations.ts';

type LiveCall = AccountRow<CallRecord>;

/** The calls of a person that have not ended; those of all people of an operation are read together. */
export function liveCallsOf(requestCache: RequestCache, person: Person): Promise<readonly LiveCall[]> {
  return requestCache
    .loader<Person, readonly LiveCall[]>('live calls of people', (people) => liveCalls(requestCache, people))
    .load(person);
}

/** The presence of a person: one derivation for queries, filters and snapshots. */
export async function presenceOf(requestCache: RequestCache, person: Person): Promise<PresenceState | null> {
  return presenceWith(requestCache, person, await liveCallsOf(requestCache, person));
}

/** The presence of each of many people. */
export async function presencesOf(
  requestCache: RequestCache,
  people: readonly Person[],
): Promise<readonly (PresenceState | null)[]> {
  const calls = await liveCalls(requestCache, people);
  return people.map((person, at) => presenceWith(requestCache, person, calls[at] ?? []));
}

function presenceWith({ gateway }: RequestCache, { identities }: Person, calls: readonly LiveCall[]) {
  return derivePresence(
    gateway.presence.reportsOf(identities),
    calls.map(({ row }) => row),
  );
}

async function liveCalls(requestCache: RequestCache, people: readonly Person[]) {
  const [index, calls] = await Promise.all([requestCache.peopleIndex(), requestCache.rows('calls')]);
  const byIdentity = new Map<string, LiveCall[]>();
  for (const call of calls.filter(({ row }) => row.state !== 'ENDED')) {
    const reference: AgentReference = agentReference(call.row);
    for (const place of placesOf(index.referred(call.account, reference)))
      byIdentity.set(place, [...(byIdentity.get(place) ?? []), call]);
  }
  return people.map((person) => [...new Set(placesOf(person).flatMap((place) => byIdentity.get(place) ?? []))]);
}

function placesOf(person: Person | undefined): readonly string[] {
  return person?.identities.map(({ account, record }) => `${account}/${record.nativeId}`) ?? [];
}
