/** Further parties, other phones and tones: acts that move the call in hand, or bring a parked one back. */
import type { CallState } from '../../../schema/vocabulary.ts';
import type { Acts } from '../adapter.ts';
import type { SendOptions } from '../contract.ts';
import { invalidArgument } from '../errors.ts';
import { callInHand, outcomeId } from './acts.ts';
import type { Desk } from './desk.ts';
import type { Desks } from './desks.ts';
import { type CallInfo, callStateOf } from './status.ts';

type Offered = Required<
  Pick<
    Acts,
    | 'callPark'
    | 'callUnpark'
    | 'callSendDtmf'
    | 'callTransfer'
    | 'callTransferComplete'
    | 'callTransferCancel'
    | 'callConference'
    | 'callConferenceComplete'
    | 'callConferenceLeave'
  >
>;

interface InHand {
  readonly desk: Desk;
  readonly id: string;
  readonly info: CallInfo;
}

/** These acts of an account. */
export function partyActs(desks: Desks): Offered {
  /** Acts on the call in hand, which stands somewhere else then. */
  const moved = async (call: string, ask: SendOptions, act: (at: InHand) => Promise<unknown>, to: CallState | null) => {
    const { desk, id } = desks.ofCall(call);
    const info = await callInHand(desks, desk, id, ask);
    await act({ desk, id, info });
    if (to) desk.stand(id, to);
    else desk.standings.delete(id);
  };
  return {
    callPark: (call, _input, ask) => park(desks, call, ask),
    callUnpark: (call, _input, ask) => unpark(desks, call, ask),
    callSendDtmf: async (call, { digits }, ask) => {
      const { desk, id } = desks.ofCall(call);
      await callInHand(desks, desk, id, ask);
      await desk.client.send('sendDTMF', { digit: digits }, ask);
    },
    callTransfer: (call, input, ask) =>
      moved(call, ask, (at) => transfer(at, input, ask), input.warm ? 'TRANSFERRING' : null),
    callTransferComplete: (call, _input, ask) =>
      moved(call, ask, ({ desk }) => desk.client.send('completeTransfer', {}, ask), null),
    callTransferCancel: (call, _input, ask) =>
      moved(call, ask, ({ desk }) => desk.client.send('cancelTransfer', {}, ask), 'CONNECTED'),
    callConference: (call, input, ask) =>
      moved(call, ask, (at) => confer(desks, at, input, ask), input.warm ? null : 'CONFERENCED'),
    callConferenceComplete: (call, _input, ask) =>
      moved(call, ask, ({ desk }) => desk.client.send('completeConference', {}, ask), 'CONFERENCED'),
    callConferenceLeave: (call, { disposition }, ask) => moved(call, ask, (at) => leave(at, disposition, ask), null),
  };
}

async function park(desks: Desks, call: string, ask: SendOptions): Promise<void> {
  const { desk, id } = desks.ofCall(call);
  const status = await desk.status(ask);
  const info = desk.current(status, id) ?? (await callInHand(desks, desk, id, ask));
  const record = desk.record({ ...info, callSessionId: id }, status, callStateOf);
  await desk.client.send('parkCall', {}, ask);
  desk.standings.delete(id);
  if (desk.track.get(id)?.state !== 'PARKED') desk.parked.set(id, { ...record, state: 'PARKED' });
}

/** A parked call is named by its id, so nothing else can be hit; one in hand or ended is refused beforehand. */
async function unpark(desks: Desks, call: string, ask: SendOptions): Promise<void> {
  const { desk, id } = desks.ofCall(call);
  if (desk.current(await desk.status(ask), id)) throw desks.error('FAILED_PRECONDITION', 'The call is not parked');
  const known = desk.track.get(id)?.state;
  const ended = known === 'ENDED' || known === 'WRAP_UP';
  if (ended) throw desks.error('FAILED_PRECONDITION', 'The call has ended');
  if (!known && !desk.parked.has(id)) throw desks.error('NOT_FOUND', 'The call is not parked at this desk');
  await desk.client.send('retreiveCall', { callSessionId: id }, ask);
  desk.parked.delete(id);
  desk.stand(id, 'CONNECTED');
}

type Transfer = Parameters<Offered['callTransfer']>[1];

async function transfer({ desk, id, info }: InHand, input: Transfer, ask: SendOptions): Promise<void> {
  const { number, warm, disposition } = input;
  const dispositionId = await chosen(desk, info, disposition, ask);
  await desk.client.send('transferCall', { callSessionId: id, number, dispositionId, warm, checkDnc: true }, ask);
}

type Conference = Parameters<Offered['callConference']>[1];

/** Another call comes in by its id where it is parked at the same desk. */
async function confer(desks: Desks, { desk }: InHand, input: Conference, ask: SendOptions): Promise<void> {
  const { number, other, warm } = input;
  if (other) {
    const parked = desks.ofCall(other);
    if (parked.desk !== desk) throw invalidArgument('The calls are of two agents', 'otherId');
    await desk.client.send('addToConference', { callSessionId: parked.id }, ask);
    return;
  }
  const called = { numberToConference: number ?? '', isWarmTransfer: warm, checkDnc: true };
  await desk.client.send('conferenceIn', called, ask);
}

async function leave({ desk, info }: InHand, disposition: string | null | undefined, ask: SendOptions): Promise<void> {
  const dispositionId = await chosen(desk, info, disposition, ask);
  await desk.client.send('leaveConference', { dispositionId }, ask);
}

async function chosen(desk: Desk, info: CallInfo, disposition: string | null | undefined, ask: SendOptions) {
  return disposition ? outcomeId(desk, { info, disposition }, ask) : null;
}
