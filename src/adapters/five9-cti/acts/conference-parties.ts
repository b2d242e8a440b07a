import type { CallActs } from '../../acts/call.ts';
import { CrosspointError } from '../../errors.ts';
import type { Desks } from '../client/desks.ts';
import { VENDOR } from '../client/service.ts';

/**
 * An act on one party of a conference (guide, CALL and PARK CALL). The operation names the party by its session id, which
 * the desk's events reported; a party that they did not report for the named call is not acted on.
 */
export function onParty(
  desks: Desks,
  operation: 'removeConferenceParticipant' | 'parkConferenceParticipant',
): CallActs['callPartyRemove'] {
  return (call, { party }, ask) => {
    const { desk, id } = desks.ofCall(call);
    return desk.exclusively(async () => {
      const status = await desk.status(ask);
      desk.reconcile(status);
      if (!desk.current(status, id)) throw desks.error('NOT_FOUND', "The call is not on this agent's line");
      if (desk.parties.get(party) !== id) {
        const facts = { account: desk.account, vendor: VENDOR, path: ['party'] } as const;
        throw new CrosspointError('NOT_FOUND', 'The call has no such party', facts);
      }
      await desk.client.send(operation, { callSessionId: party }, ask);
      desk.parties.delete(party);
      if (desk.partiesOf(id).length === 0) desk.expect(id, 'CONNECTED');
    });
  };
}
