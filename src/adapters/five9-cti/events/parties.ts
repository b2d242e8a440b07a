import type { Desk } from '../client/desk.ts';
import type { DeskEvent } from '../contract/events/index.ts';

/** Notes the parties that an event adds to a call or removes from it: acts must not take a party for another call. */
export function noteParty(desk: Desk, event: DeskEvent): void {
  if (event._type === 'transferStarted' && event.callSessionId) desk.consulting.add(event.callSessionId);
  if (event._type !== 'conferenceParticipantAdded' && event._type !== 'conferenceParticipantRemoved') return;
  const [call, party] = [event.callSessionId, event.info?.callSessionId];
  if (!call || !party || call === party) return;
  if (event._type === 'conferenceParticipantAdded') desk.parties.set(party, call);
  else desk.parties.delete(party);
}
