/** What can be done at the desks. An act on a call first makes sure that the call is the one in hand. */
import type { Acts, RecordingOutcome, RecordingTarget } from '../adapter.ts';
import type { SendOptions } from '../contract.ts';
import { invalidArgument } from '../errors.ts';
import type { Desk } from './desk.ts';
import type { Desks } from './desks.ts';
import { type CallInfo, callStateOf, currentCalls, holdFlag, recordFlag } from './status.ts';

type Offered = Required<
  Pick<
    Acts,
    | 'agentSetReady'
    | 'agentSetNotReady'
    | 'callDial'
    | 'callHangup'
    | 'callHold'
    | 'callRetrieve'
    | 'callDispose'
    | 'recordingStart'
    | 'recordingStop'
  >
>;

/** The acts of an account. */
export function actsOf(desks: Desks): Offered {
  const inHand = async (call: string, ask: SendOptions) => {
    const { desk, id } = desks.ofCall(call);
    return { desk, id, info: await callInHand(desks, desk, id, ask) };
  };
  const hold = async (call: string, wanted: 'hold' | 'talk', ask: SendOptions) => {
    const { desk, id } = await inHand(call, ask);
    await desk.client.send('toggleHold', { flag: holdFlag(wanted) }, ask);
    desk.stand(id, wanted === 'hold' ? 'HELD' : 'CONNECTED');
  };
  return {
    agentSetReady: async (agent, _input, ask) => setReady(desks.of(agent), ask),
    agentSetNotReady: async (agent, { reasonCode }, ask) => setNotReady(desks.of(agent), reasonCode, ask),
    callDial: async (agent, input, ask) => dial(desks.of(agent), input, ask),
    callHangup: async (call, _input, ask) => {
      const { desk } = await inHand(call, ask);
      await desk.client.send('disconnectCall', {}, ask);
    },
    callHold: (call, _input, ask) => hold(call, 'hold', ask),
    callRetrieve: (call, _input, ask) => hold(call, 'talk', ask),
    callDispose: async (call, { disposition, comments }, ask) => {
      const { desk, id, info } = await inHand(call, ask);
      await dispose(desk, id, { info, disposition, comments }, ask);
    },
    recordingStart: (target, ask) => record(desks, target, 'record', ask),
    recordingStop: (target, ask) => record(desks, target, 'stop', ask),
  };
}

/** The service's acts carry no call id and hit whatever is in hand, so a call is looked for before it is acted on. */
export async function callInHand(desks: Desks, desk: Desk, id: string, ask: SendOptions): Promise<CallInfo> {
  const info = desk.current(await desk.status(ask), id);
  if (info) return info;
  const known = desk.track.get(id);
  if (known?.state === 'PARKED') throw desks.error('FAILED_PRECONDITION', 'The call is parked');
  if (known) throw desks.error('FAILED_PRECONDITION', 'The call has ended');
  throw desks.error('NOT_FOUND', "The call is not on this agent's line");
}

async function setReady(desk: Desk, ask: SendOptions): Promise<void> {
  const { login } = desk;
  const status = login ? await desk.status(ask) : null;
  if (login && !status?.loggedIn) {
    const userName = login.userName ?? desk.agent;
    const { password, stationId, stationType } = login;
    await desk.client.send('login', { userName, password, stationId, stationType }, ask);
  }
  await desk.client.send('setReadyState', {}, ask);
}

async function setNotReady(desk: Desk, reason: string | null | undefined, ask: SendOptions): Promise<void> {
  const codes = reason ? await desk.client.send('getNotReadyReasonCodes', {}, ask) : [];
  const reasonId = reason ? idOf(codes, reason, 'reasonCode') : null;
  await desk.client.send('setNotReadyState', { reasonId }, ask);
}

function idOf(rows: readonly { id?: string | null; name?: string | null }[], wanted: string, argument: string): string {
  const row = rows.find(({ id }) => id === wanted) ?? rows.find(({ name }) => name === wanted);
  if (!row?.id) throw invalidArgument('The agent cannot choose this', argument);
  return row.id;
}

async function campaignId(desk: Desk, campaign: string, ask: SendOptions): Promise<string> {
  const rows = [...(await desk.readCampaigns(ask))].map(([id, name]) => ({ id, name }));
  return idOf(rows, campaign, 'campaign');
}

/** The service does not tell the new call's id, so the line is looked at once; what events tell later stays true. */
async function dial(desk: Desk, input: { number: string; campaign?: string | null }, ask: SendOptions) {
  const { number, campaign } = input;
  const chosen = campaign ? await campaignId(desk, campaign, ask) : null;
  await desk.client.send('makeCall', { number, campaignId: chosen, checkDnc: true }, ask);
  const status = await desk.status(ask).catch(() => ({}));
  await desk.learn(ask);
  const call = currentCalls(status).find((info) => info.number === number);
  return { call: call ? desk.record(call, status, callStateOf) : null };
}

/** How a call went. */
export interface ActOutcome {
  readonly info: CallInfo;
  readonly disposition: string;
  readonly comments?: string | null | undefined;
}

/** The id of an outcome. A call placed for no campaign takes the outcomes of any campaign the agent works for, or an id nobody listed. */
export async function outcomeId(desk: Desk, { info, disposition }: ActOutcome, ask: SendOptions): Promise<string> {
  const campaigns = info.campaignId ? [info.campaignId] : [...(await desk.readCampaigns(ask)).keys()];
  const rows = (await Promise.all(campaigns.map((campaign) => desk.readDispositions(campaign, ask)))).flat();
  const isListed = rows.some(({ id, name }) => id === disposition || name === disposition);
  if (!isListed && !info.campaignId && /^\d+$/.test(disposition)) return disposition;
  return idOf(rows, disposition, 'disposition');
}

async function dispose(desk: Desk, id: string, outcome: ActOutcome, ask: SendOptions): Promise<void> {
  const { comments } = outcome;
  const chosen = await outcomeId(desk, outcome, ask);
  if (desk.listening) desk.outcomes.set(id, desk.dispositionName(chosen));
  try {
    await desk.client.send('finishCall', { disposition: chosen, comments }, ask);
  } catch (error) {
    desk.outcomes.delete(id);
    throw error;
  }
}

async function record(
  desks: Desks,
  target: RecordingTarget,
  wanted: 'record' | 'stop',
  ask: SendOptions,
): Promise<RecordingOutcome> {
  const { desk, id } = await recordedCall(desks, target, ask);
  await callInHand(desks, desk, id, ask);
  await desk.client.send('recordCall', { flag: recordFlag(wanted) }, ask);
  return { state: wanted === 'record' ? 'RECORDING' : 'NOT_RECORDING' };
}

/** The call a recording act points at: by its own key, or by the session id or phone of a call in hand. */
async function recordedCall(desks: Desks, { call, callId, device }: RecordingTarget, ask: SendOptions) {
  if (call) return desks.ofCall(call);
  if (!callId && !device) throw invalidArgument('Say which call is meant', 'call');
  const { items } = await desks.gather(desks.all, async (desk) => {
    await desk.learn(ask);
    const here = !device || desk.reference().extension === device;
    const found = here ? currentCalls(await desk.status(ask)) : [];
    return found.map(({ callSessionId }) => ({ desk, id: callSessionId })).filter(({ id }) => !callId || id === callId);
  });
  const [found, second] = items;
  if (!found) throw desks.error('NOT_FOUND', 'No desk has that call in hand');
  if (second) throw desks.error('FAILED_PRECONDITION', 'Several calls are in hand there; name one');
  return found;
}
