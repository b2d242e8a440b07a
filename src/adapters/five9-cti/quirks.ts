/**
 * Quirks of the service, each in one function. wire.json names the fields, no document states
 * their meaning.
 */
import type { CallState, Direction, Presence } from '../../../schema/vocabulary.ts';
import type { ValueOf } from '../contract.ts';
import type { agentBridgeStatus, callInfo } from './contract/types.ts';

/** State of the agent and the line, as answered. */
export type DeskStatus = ValueOf<typeof agentBridgeStatus>;

/** A call as answered. */
export type CallInfo = ValueOf<typeof callInfo>;

/** An active call, which always carries an id. */
export type CurrentCall = CallInfo & { callSessionId: string };

const TALKING: ReadonlySet<CallState> = new Set(['CONNECTED', 'HELD', 'TRANSFERRING', 'CONFERENCED']);

/** The active calls that carry an id: `currentCall` is a list (wire.json, agentBridgeStatus). */
export function currentCalls(status: DeskStatus): CurrentCall[] {
  const isKnown = (info: CallInfo): info is CurrentCall => Boolean(info.callSessionId);
  return (status.currentCall ?? []).filter(isKnown);
}

/** The session id of an active call, `callSessionId` of a callInfo (wire.json, agentBridgeStatus). */
export function sessionIdOf({ callSessionId }: CurrentCall): string {
  return callSessionId;
}

/**
 * Presence from the status (wire.json, agentBridgeStatus) and the known states of the active calls. The status does
 * not contain it: an off-hook line that is not connected is ringing unless a call is known to be connected, and a
 * active call without an off-hook line waits for its disposition.
 */
export function deskPresenceOf(status: DeskStatus, states: readonly CallState[]): Presence {
  if (!status.loggedIn) return 'LOGGED_OUT';
  if (status.callConnected) return 'ON_CALL';
  if (status.onCall) return presenceOnLine(states);
  if (currentCalls(status).length > 0) return 'WRAP_UP';
  return status.ready ? 'READY' : 'NOT_READY';
}

function presenceOnLine(states: readonly CallState[]): Presence {
  if (states.some((state) => TALKING.has(state))) return 'ON_CALL';
  return states.includes('WRAP_UP') && !states.includes('RINGING') ? 'WRAP_UP' : 'RINGING';
}

/**
 * State of an active call, as far as a status alone shows it (wire.json, agentBridgeStatus): it has one state for the
 * line, for any number of calls.
 */
export function callStateOf(status: DeskStatus): CallState {
  if (status.callConnected) return 'CONNECTED';
  return status.onCall ? 'RINGING' : 'WRAP_UP';
}

/**
 * Direction of a call (wire.json, callInfo): the other party's number is the ANI of one direction and the DNIS of the
 * other.
 */
export function directionOf({ agentInitiated, number, ani, dnis }: CallInfo): Direction | null {
  if (agentInitiated) return 'OUTBOUND';
  if (!number || ani === dnis) return null;
  if (number === ani) return 'INBOUND';
  return number === dnis ? 'OUTBOUND' : null;
}

/**
 * `toggleHold` carries a flag (wire.json; reading `hold-flag`): true for hold and false for retrieve, unless the
 * account's reading inverts it.
 */
export function holdFlag(wanted: 'hold' | 'talk', reading?: string): boolean {
  return (wanted === 'hold') === (reading !== 'false-holds');
}

/**
 * `recordCall` starts and stops by its flag (wire.json; reading `record-flag`): true starts, unless the account's
 * reading inverts it.
 */
export function recordFlag(wanted: 'record' | 'stop', reading?: string): boolean {
  return (wanted === 'record') === (reading !== 'false-records');
}

/** Whether an id refers to a reason code: zero and negative ids mean none (wire.json gives no values). */
export function hasReason(reason: string | null | undefined): reason is string {
  return !!reason && !/^-|^0+$/.test(reason);
}

const SECONDS_END = 100_000_000_000;

/** A time as a number since 1970, in milliseconds or seconds (wire.json: long; reading `moments`); 0 means none. */
export function timeOf(moment: string | null | undefined): string | null {
  const number = Number(moment || Number.NaN);
  const time = new Date(number < SECONDS_END ? number * 1_000 : number);
  return Number.isNaN(time.getTime()) || time.getTime() <= 0 ? null : time.toISOString();
}
