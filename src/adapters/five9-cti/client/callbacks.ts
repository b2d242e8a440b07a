import type { CallbackRecord } from '../../adapter.ts';
import type { SendOptions, ValueOf } from '../../contract.ts';
import type { callbackInfo } from '../contract/types.ts';
import { timeOf } from '../quirks.ts';
import type { Desk } from './desk.ts';

/** A callback as the service describes it; null without an id, by which alone it can be acted on. */
export function callbackRecord(desk: Desk, info: ValueOf<typeof callbackInfo>): CallbackRecord | null {
  const { id, number, dueDate, comments, campaignId } = info;
  if (!id) return null;
  return {
    nativeId: desk.nativeId(id),
    number: number || null,
    dueAt: timeOf(dueDate),
    comments: comments || null,
    agent: desk.reference(),
    campaign: desk.campaign(campaignId),
  };
}

/** The callbacks that a desk lists. */
export async function readCallbacks(desk: Desk, ask: SendOptions): Promise<CallbackRecord[]> {
  const rows = await desk.client.send('getCallbacks', {}, ask);
  const unnamed = rows.find(({ campaignId }) => campaignId && !desk.campaign(campaignId)?.name)?.campaignId;
  await desk.learn(ask, unnamed);
  return rows.flatMap((info) => callbackRecord(desk, info) ?? []);
}
