/** Acts on one call: dial, answer, hang up, hold, retrieve, dispose. */
import { rejectUnsupportedFields } from '../../acts/unsupported-fields.ts';
import type { Acts } from '../../adapter.ts';
import type { SendOptions } from '../../contract.ts';
import type { Desk } from '../client/desk.ts';
import type { Desks } from '../client/desks.ts';
import { currentCalls, type DeskStatus, holdFlag } from '../quirks.ts';
import { answer } from './answer.ts';
import { idOf, outcomeId } from './choices.ts';
import { actOnCurrent } from './current-call.ts';

/** The acts on calls of an account. */
export function callActs(desks: Desks) {
  return {
    callDial: async (agent, input, ask) => {
      rejectUnsupportedFields(input, 'number', 'campaign');
      const desk = desks.of(agent);
      return desk.exclusively(() => dial(desk, input, ask));
    },
    callAnswer: (call, _input, ask) => answer(desks, call, ask),
    callHangup: async (call, _input, ask) => {
      const send = ({ desk }: { desk: Desk }) => desk.client.send('disconnectCall', {}, ask);
      await actOnCurrent(desks, call, { effect: 'ends', send }, ask);
    },
    callHold: (call, _input, ask) => hold(desks, call, 'hold', ask),
    callRetrieve: (call, _input, ask) => hold(desks, call, 'talk', ask),
    callDispose: (call, input, ask) => dispose(desks, call, input, ask),
  } satisfies Partial<Acts>;
}

async function hold(desks: Desks, call: string, wanted: 'hold' | 'talk', ask: SendOptions): Promise<void> {
  const state = wanted === 'hold' ? 'HELD' : 'CONNECTED';
  const send = async ({ desk, id }: { desk: Desk; id: string }) => {
    await desk.client.send('toggleHold', { flag: holdFlag(wanted, desk.readings['hold-flag']) }, ask);
    desk.expect(id, state);
  };
  // The events callOnHold and callOffHold are of the named call, or of the only one on the line (readings.ts, `hold-event`).
  await actOnCurrent(desks, call, { effect: 'changes', reports: state, send }, ask);
}

async function campaignId(desk: Desk, campaign: string, ask: SendOptions): Promise<string> {
  const rows = [...(await desk.readCampaigns(ask))].map(([id, name]) => ({ id, name }));
  return idOf(rows, campaign, 'campaign');
}

/** The service does not answer the new call's id: it is the active call afterwards that was not there before. */
async function dial(desk: Desk, input: { number: string; campaign?: string | null }, ask: SendOptions) {
  const { number, campaign } = input;
  const chosen = campaign ? await campaignId(desk, campaign, ask) : null;
  const before = new Set(currentCalls(await desk.status(ask)).map(({ callSessionId }) => callSessionId));
  await desk.client.send('makeCall', { number, campaignId: chosen, checkDnc: true }, ask);
  const status: DeskStatus = await desk.status(ask).catch(() => ({}));
  await desk.learn(ask);
  const fresh = currentCalls(status).filter(({ callSessionId }) => !before.has(callSessionId));
  const call = fresh.find((info) => info.number === number);
  return { call: call ? desk.record(call, status) : null };
}

interface Outcome {
  readonly disposition: string;
  readonly comments?: string | null | undefined;
}

async function dispose(desks: Desks, call: string, { disposition, comments }: Outcome, ask: SendOptions) {
  await actOnCurrent<string>(
    desks,
    call,
    {
      effect: 'ends',
      prepare: ({ desk, info }) => outcomeId(desk, { info, disposition }, ask),
      send: ({ desk, id }, chosen = '') => finish(desk, id, { disposition: chosen, comments }, ask),
    },
    ask,
  );
}

async function finish(desk: Desk, id: string, outcome: Outcome, ask: SendOptions): Promise<void> {
  if (desk.listening) desk.outcomes.set(id, desk.dispositionName(outcome.disposition));
  try {
    await desk.client.send('finishCall', outcome, ask);
  } catch (error) {
    desk.outcomes.delete(id);
    throw error;
  }
}
