import type { ActRequest } from '../../api/acts.ts';

const presence = 'agent { id presence }';

/** Reads the presence that the vendor confirms. */
const outcomeOf: ActRequest['outcomeOf'] = ({ agent }) => ({
  tone: 'good',
  text: (agent as { presence?: string | null } | null)?.presence ?? 'Done',
});

/** Sets an agent ready. */
export const readyAct = (id: string): ActRequest => ({
  ...{ mutation: 'agentSetReady', label: 'Ready', result: presence, input: { id }, outcomeOf },
});

/** Sets an agent not ready, for a reason where one is chosen. */
export const notReadyAct = (id: string, reasonCode: string): ActRequest => ({
  ...{ mutation: 'agentSetNotReady', label: 'Not ready', result: presence, outcomeOf },
  input: { id, ...(reasonCode && { reasonCode }) },
});

/** Dials a number from the phone of an agent. */
export const dialAct = (agentId: string, number: string): ActRequest => ({
  ...{ mutation: 'callDial', label: 'Dial', result: 'call { id state }' },
  input: { agentId, number },
});

/** Sets the disposition of a call. */
export const disposeAct = (id: string, disposition: string, comments: string): ActRequest => ({
  ...{ mutation: 'callDispose', label: 'Dispose', result: 'call { id state }' },
  input: { id, disposition, ...(comments && { comments }) },
});

/** Sends the digits of a menu. */
export const digitsAct = (id: string, digits: string): ActRequest => ({
  ...{ mutation: 'callSendDtmf', label: 'Digits', result: 'call { id state }' },
  input: { id, digits },
});
