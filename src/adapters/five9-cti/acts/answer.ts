/** Answering a call that rings at the desk. */
import type { SendOptions } from '../../contract.ts';
import type { CrosspointError } from '../../errors.ts';
import type { Desks } from '../client/desks.ts';
import type { DeskStatus } from '../quirks.ts';
import { actOnCurrent, type CallTarget } from './current-call.ts';

/**
 * Answers a call. The service has no operation for it but taking the softphone off the hook (guide, SOFTPHONE), which
 * names no call and would start something else where nothing rings.
 */
export async function answer(desks: Desks, call: string, ask: SendOptions): Promise<void> {
  const send = ({ desk }: CallTarget) => desk.client.send('softphonePickupPhone', {}, ask);
  const refuse = (target: CallTarget, status: DeskStatus) => refuseUnlessRinging(desks, target, status);
  const { desk } = await actOnCurrent(desks, call, { effect: 'changes', refuse, send }, ask);
  const status = await desk.statusAfterAct(ask).catch(() => null);
  if (status) desk.confirmBy(status);
  if (!status?.callConnected) throw notShown(desks, status);
}

function refuseUnlessRinging(desks: Desks, { desk, info }: CallTarget, status: DeskStatus): void {
  const { state } = desk.record(info, status);
  if (state !== 'RINGING') throw desks.error('FAILED_PRECONDITION', `The call does not ring; its state is ${state}`);
  if (info.agentInitiated)
    throw desks.error('FAILED_PRECONDITION', 'The agent placed this call, so that the called party answers it');
}

function notShown(desks: Desks, status: DeskStatus | null): CrosspointError {
  const shown = status ? 'the line does not show the call as connected' : 'the line could not be read';
  return desks.error(
    'OUTCOME_UNKNOWN',
    `The vendor accepted the request, and ${shown}; read the call before repeating it`,
  );
}
