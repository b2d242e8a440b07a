import type { ActRequest } from '../../api/acts.ts';
import type { AccountState, LiveCall } from '../../live/types.ts';
import type { Rights } from '../../session/rights.ts';

/** An act on a call without further input. */
interface CallAct {
  readonly mutation: string;
  readonly label: string;
  readonly capability: string;
  /** The states of a call, or of its recording, in which the act makes sense; any when absent. */
  readonly states?: readonly string[];
  readonly recording?: readonly string[];
}

const TALKING = ['CONNECTED', 'CONFERENCED'];
const PRESENT = ['RINGING', ...TALKING, 'HELD', 'PARKED', 'TRANSFERRING'];

const ACTS: readonly CallAct[] = [
  { mutation: 'callHold', label: 'Hold', capability: 'CALL_HOLD', states: TALKING },
  { mutation: 'callRetrieve', label: 'Retrieve', capability: 'CALL_RETRIEVE', states: ['HELD'] },
  { mutation: 'callPark', label: 'Park', capability: 'CALL_PARK', states: [...TALKING, 'HELD'] },
  { mutation: 'callUnpark', label: 'Unpark', capability: 'CALL_UNPARK', states: ['PARKED'] },
  {
    ...{ mutation: 'callTransferComplete', label: 'Complete transfer', capability: 'CALL_TRANSFER_COMPLETE' },
    states: ['TRANSFERRING'],
  },
  {
    ...{ mutation: 'callTransferCancel', label: 'Cancel transfer', capability: 'CALL_TRANSFER_CANCEL' },
    states: ['TRANSFERRING'],
  },
  { mutation: 'recordingStart', label: 'Record', capability: 'RECORDING_START', recording: ['NOT_RECORDING'] },
  { mutation: 'recordingPause', label: 'Pause recording', capability: 'RECORDING_PAUSE', recording: ['RECORDING'] },
  { mutation: 'recordingResume', label: 'Resume recording', capability: 'RECORDING_RESUME', recording: ['PAUSED'] },
  { mutation: 'recordingStop', label: 'Stop recording', capability: 'RECORDING_STOP', recording: ['RECORDING'] },
  { mutation: 'callHangup', label: 'Hang up', capability: 'CALL_HANGUP', states: PRESENT },
];

const ofRecording = ({ mutation }: CallAct) => mutation.startsWith('recording');

/** Recorders record calls of other accounts, so any account may have the capability. */
function isSupported(act: CallAct, call: LiveCall, accounts: readonly AccountState[]): boolean {
  const able = accounts.filter(({ capabilities }) => capabilities.includes(act.capability));
  return ofRecording(act) ? able.length > 0 : able.some(({ key }) => key === call.source.account.key);
}

function fits({ states, recording }: CallAct, call: LiveCall): boolean {
  if (recording) return PRESENT.includes(call.state) && recording.includes(call.recordingState ?? '');
  return states?.includes(call.state) ?? true;
}

const requestOf = (act: CallAct, { id }: LiveCall): ActRequest => ({
  ...{ mutation: act.mutation, label: act.label },
  input: ofRecording(act) ? { callId: id } : { id },
  result: ofRecording(act) ? 'state' : 'call { id state }',
});

/** The acts that the key may send, the account supports and the state of the call allows. */
export function actsOn(call: LiveCall, accounts: readonly AccountState[], rights: Rights): readonly ActRequest[] {
  return ACTS.filter((act) => rights.may(act.mutation) && isSupported(act, call, accounts) && fits(act, call)).map(
    (act) => requestOf(act, call),
  );
}

/** Whether the call can be transferred by this key. */
export function canTransfer(call: LiveCall, accounts: readonly AccountState[], rights: Rights): boolean {
  const act = {
    mutation: 'callTransfer',
    label: 'Transfer',
    capability: 'CALL_TRANSFER',
    states: [...TALKING, 'HELD'],
  };
  return rights.may(act.mutation) && isSupported(act, call, accounts) && fits(act, call);
}

/** Transfers a call to a number, or to an agent. */
export function transferOf(
  { id }: LiveCall,
  target: { readonly toNumber: string } | { readonly toAgentId: string },
  warm: boolean,
): ActRequest {
  return { mutation: 'callTransfer', label: 'Transfer', input: { id, ...target, warm }, result: 'call { id state }' };
}
