import type { CallRecord } from '../../adapter.ts';
import type { Desk } from '../client/desk.ts';
import type { DeskEvent } from '../contract/events/index.ts';

/** The events that a party joins a call or leaves it. */
export type PartyEvent = Extract<
  DeskEvent,
  { readonly _type: 'conferenceParticipantAdded' | 'conferenceParticipantRemoved' }
>;

/** Notes the parties that an event adds to a call or removes from it: acts must not take a party for another call. */
export function noteParty(desk: Desk, event: DeskEvent): void {
  if (event._type === 'transferStarted' && event.callSessionId) desk.consulting.add(event.callSessionId);
  if (event._type !== 'conferenceParticipantAdded' && event._type !== 'conferenceParticipantRemoved') return;
  const [call, party] = [event.callSessionId, event.info?.callSessionId];
  if (!call || !party || call === party) return;
  if (event.info?.customerTitle) desk.partyTitles.set(party, event.info.customerTitle);
  if (event._type === 'conferenceParticipantAdded') desk.parties.set(party, call);
  else {
    desk.parties.delete(party);
    desk.partyTitles.delete(party);
  }
}

/** A call after a party left it, as far as that is known; with the last further party the conference ends. */
export function withoutParty(desk: Desk, id: string): Partial<CallRecord> {
  const known = desk.calls.get(id);
  const parties = desk.partiesOf(id);
  const isLast = known?.state === 'CONFERENCED' && !!known.parties?.length && parties.length === 0;
  if (isLast) desk.settle(id, 'CONNECTED');
  return { parties, ...(isLast && { state: 'CONNECTED' as const }) };
}

/** The parties of a conference that a status showed as calls before their events arrived; they end with the conference. */
export function livePartiesOf(desk: Desk, conference: string): readonly string[] {
  const isLive = (party: string) => desk.calls.live().some(([id, { state }]) => id === party && state !== 'PARKED');
  return desk.partiesOf(conference).flatMap(({ key }) => (isLive(key) ? [key] : []));
}
