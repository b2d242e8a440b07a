/** What the service's status and call facts mean; each reading that no document states is one function. */
import type { CallState, Direction, Presence } from '../../../schema/vocabulary.ts';
import type { ValueOf } from '../contract.ts';
import type { agentBridgeStatus, callInfo } from './contract/types.ts';

/** Where the agent and the line stand, as answered. */
export type DeskStatus = ValueOf<typeof agentBridgeStatus>;

/** A call as answered. */
export type CallInfo = ValueOf<typeof callInfo>;

/** The calls in hand that carry an id. */
export function currentCalls(status: DeskStatus): (CallInfo & { callSessionId: string })[] {
  const isKnown = (info: CallInfo): info is CallInfo & { callSessionId: string } => Boolean(info.callSessionId);
  return (status.currentCall ?? []).filter(isKnown);
}

/**
 * What the agent is doing. The status has no word for it: a taken line that is not connected rings unless its call was
 * already talked on, and a call in hand without a taken line waits for its disposition.
 */
export function presenceOf(status: DeskStatus, callState: CallState | null): Presence {
  if (!status.loggedIn) return 'LOGGED_OUT';
  if (status.callConnected) return 'ON_CALL';
  if (callState === 'WRAP_UP') return 'WRAP_UP';
  if (status.onCall) return callState === null || callState === 'RINGING' ? 'RINGING' : 'ON_CALL';
  if (currentCalls(status).length > 0) return 'WRAP_UP';
  return status.ready ? 'READY' : 'NOT_READY';
}

/** Where a call in hand stands, as far as a status alone can tell. */
export function callStateOf(status: DeskStatus): CallState {
  if (status.callConnected) return currentCalls(status).length > 1 ? 'CONFERENCED' : 'CONNECTED';
  return status.onCall ? 'RINGING' : 'WRAP_UP';
}

/** Who called whom: nothing says so outright, but the other party's number is the ANI of one way and the DNIS of the other. */
export function directionOf({ agentInitiated, number, ani, dnis }: CallInfo): Direction | null {
  if (agentInitiated) return 'OUTBOUND';
  if (!number || ani === dnis) return null;
  if (number === ani) return 'INBOUND';
  return number === dnis ? 'OUTBOUND' : null;
}

/** `toggleHold` does not toggle: its flag says which of the two is wanted, true for hold. */
export function holdFlag(wanted: 'hold' | 'talk'): boolean {
  return wanted === 'hold';
}

/** `recordCall` starts and stops by its flag. */
export function recordFlag(wanted: 'record' | 'stop'): boolean {
  return wanted === 'record';
}

/** The service tells moments in milliseconds since 1970; 0 stands for none. */
export function timeOf(milliseconds: string | null | undefined): string | null {
  const time = new Date(Number(milliseconds || Number.NaN));
  return Number.isNaN(time.getTime()) || time.getTime() <= 0 ? null : time.toISOString();
}
