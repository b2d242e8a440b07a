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

/** A reminder that the vendor has, or that it keeps no more. */
const reminded: ActRequest['outcomeOf'] = ({ callback }) => {
  const { dueAt } = (callback as { dueAt?: string | null } | null) ?? {};
  return { tone: 'good', text: dueAt ? `Due ${new Date(dueAt).toLocaleTimeString()}` : 'Done' };
};

/** Stores a callback of an agent. */
export const addCallbackAct = (
  callback: { readonly agentId: string; readonly number: string; readonly dueAt: string },
  comments: string,
): ActRequest => ({
  ...{ mutation: 'callbackAdd', label: 'Add callback', result: 'callback { id dueAt }', outcomeOf: reminded },
  input: { ...callback, ...(comments && { comments }) },
});

/** Reminds the agent of a callback again after so many seconds. */
export const snoozeAct = (id: string, seconds: number): ActRequest => ({
  ...{ mutation: 'callbackSnooze', label: 'Snooze', result: 'callback { id dueAt }', outcomeOf: reminded },
  input: { id, seconds },
});

/** Stops reminding the agent of a callback. */
export const dismissAct = (id: string): ActRequest => ({
  ...{ mutation: 'callbackDismiss', label: 'Dismiss', result: 'callback { id dueAt }', outcomeOf: reminded },
  input: { id },
});
