/** Further parties, other phones and tones: acts that move the active call, or bring a parked one back. */
import type { CallState } from '../../../../schema/vocabulary.ts';
import type { Acts } from '../../adapter.ts';
import type { SendOptions } from '../../contract.ts';
import { invalidArgument } from '../../errors.ts';
import type { Desk } from '../client/desk.ts';
import type { Desks } from '../client/desks.ts';
import { outcomeId } from './choices.ts';
import { onParty } from './conference-parties.ts';
import { actOnCurrent, type CallTarget, type CurrentAct, otherActiveCalls } from './current-call.ts';

const EFFECTS = {
  completeTransfer: 'ends',
  cancelTransfer: 'changes',
  completeConference: 'adds',
  cancelConference: 'changes',
} as const;

/** These acts of an account. */
export function partyActs(desks: Desks) {
  const consultation = async (
    call: string,
    operation: keyof typeof EFFECTS,
    to: CallState | null,
    ask: SendOptions,
  ) => {
    const send = ({ desk }: CallTarget) => desk.client.send(operation, {}, ask);
    const effect = EFFECTS[operation];
    const { desk, id } = await actOnCurrent(desks, call, { effect, consultation: true, send }, ask);
    desk.consulting.delete(id);
    move(desk, id, to);
  };
  return {
    callPark: (call, _input, ask) => park(desks, call, ask),
    callUnpark: (call, _input, ask) => unpark(desks, call, ask),
    callSendDtmf: async (call, { digits }, ask) => {
      const send = ({ desk }: CallTarget) => desk.client.send('sendDTMF', { digit: digits }, ask);
      await actOnCurrent(desks, call, { effect: 'changes', send }, ask);
    },
    callTransfer: (call, input, ask) => transfer(desks, call, input, ask),
    callTransferComplete: (call, _input, ask) => consultation(call, 'completeTransfer', null, ask),
    callTransferCancel: (call, _input, ask) => consultation(call, 'cancelTransfer', 'CONNECTED', ask),
    callConference: (call, input, ask) => confer(desks, call, input, ask),
    callConferenceComplete: (call, _input, ask) => consultation(call, 'completeConference', 'CONFERENCED', ask),
    callConferenceCancel: (call, _input, ask) => consultation(call, 'cancelConference', null, ask),
    callConferenceLeave: (call, { disposition }, ask) => leave(desks, call, disposition, ask),
    callPartyRemove: onParty(desks, 'removeConferenceParticipant'),
    callPartyPark: onParty(desks, 'parkConferenceParticipant'),
  } satisfies Partial<Acts>;
}

/** Notes the state that an act requested; null where none can be expected. */
function move(desk: Desk, id: string, to: CallState | null): void {
  if (to) desk.expect(id, to);
  else desk.requested.delete(id);
}

async function park(desks: Desks, call: string, ask: SendOptions): Promise<void> {
  const send = async ({ desk, id, info }: CallTarget) => {
    const record = { ...(desk.calls.get(id) ?? desk.blank(id)), ...desk.facts(info) };
    await desk.client.send('parkCall', {}, ask);
    desk.requested.delete(id);
    const seen = desk.calls.get(id)?.state;
    if (seen !== 'PARKED' && seen !== 'ENDED') desk.parked.set(id, { ...record, state: 'PARKED' });
  };
  await actOnCurrent(desks, call, { effect: 'ends', send }, ask);
}

/**
 * A parked call is named by its id, so one that the agent parked at the phone is retrieved before its event arrives; with
 * another active call it would leave two calls that no later act could distinguish.
 */
function unpark(desks: Desks, call: string, ask: SendOptions): Promise<void> {
  const { desk, id } = desks.ofCall(call);
  return desk.exclusively(async () => {
    const status = await desk.status(ask);
    const isKnown = isParkedAt(desks, desk, id, !!desk.current(status, id));
    if (otherActiveCalls(desk, id, status).length > 0)
      throw desks.error('FAILED_PRECONDITION', 'The desk has another active call; end or park it first');
    await desk.client.send('retreiveCall', { callSessionId: id }, ask);
    const after = await desk.status(ask).catch(() => null);
    if (after) desk.confirmBy(after);
    if (!isKnown && !(after && desk.current(after, id)))
      throw desks.error(
        'OUTCOME_UNKNOWN',
        'The vendor accepted the request, and the call is not active; read the calls',
      );
    desk.parked.delete(id);
    desk.expect(id, 'CONNECTED');
  });
}

/** Whether the call is known to be parked. Throws FAILED_PRECONDITION for one that cannot be. */
function isParkedAt(desks: Desks, desk: Desk, id: string, isActive: boolean): boolean {
  if (isActive && !desk.isParked(id)) throw desks.error('FAILED_PRECONDITION', 'The call is not parked');
  const state = desk.calls.get(id)?.state;
  if (state === 'ENDED') throw desks.error('FAILED_PRECONDITION', 'The call has ended');
  return isActive || desk.parked.has(id) || state === 'PARKED';
}

type Transfer = Parameters<Acts['callTransfer']>[1];

/** transferCall carries the call's id, so it reaches that call with any other active call. */
async function transfer(desks: Desks, call: string, input: Transfer, ask: SendOptions): Promise<void> {
  const { number, warm, disposition } = input;
  const act: CurrentAct<string> = {
    effect: 'adds',
    named: true,
    prepare: prepareOutcome(disposition, ask),
    send: ({ desk, id }, dispositionId = undefined) =>
      desk.client.send('transferCall', { callSessionId: id, number, dispositionId, warm, checkDnc: true }, ask),
  };
  const { desk, id } = await actOnCurrent(desks, call, act, ask);
  if (warm) desk.consulting.add(id);
  move(desk, id, warm ? 'TRANSFERRING' : null);
}

function prepareOutcome(disposition: string | null | undefined, ask: SendOptions) {
  if (!disposition) return undefined;
  return ({ desk, info }: CallTarget) => outcomeId(desk, { info, disposition }, ask);
}

type Conference = Parameters<Acts['callConference']>[1];

async function confer(desks: Desks, call: string, input: Conference, ask: SendOptions): Promise<void> {
  const { other, warm } = input;
  const joining = other ? desks.ofCall(other) : null;
  if (joining && joining.desk !== desks.ofCall(call).desk)
    throw invalidArgument('The calls belong to two agents', 'otherId');
  const send = ({ desk }: CallTarget) => addParty(desk, joining?.id, input, ask);
  const { desk, id } = await actOnCurrent(desks, call, { effect: 'adds', send }, ask);
  if (joining) desk.parties.set(joining.id, id);
  if (warm && !joining) desk.consulting.add(id);
  move(desk, id, warm && !joining ? null : 'CONFERENCED');
}

/** A call parked at the same desk joins by its id, any other party by its number. */
function addParty(desk: Desk, joining: string | undefined, { number, warm }: Conference, ask: SendOptions) {
  if (joining !== undefined) return desk.client.send('addToConference', { callSessionId: joining }, ask);
  const called = { numberToConference: number ?? '', isWarmTransfer: warm, checkDnc: true };
  return desk.client.send('conferenceIn', called, ask);
}

async function leave(desks: Desks, call: string, disposition: string | null | undefined, ask: SendOptions) {
  const act: CurrentAct<string> = {
    effect: 'ends',
    prepare: prepareOutcome(disposition, ask),
    send: ({ desk }, dispositionId = undefined) => desk.client.send('leaveConference', { dispositionId }, ask),
  };
  const { desk, id } = await actOnCurrent(desks, call, act, ask);
  move(desk, id, null);
}
