/** Starting and stopping the recording of a call. */
import type { Acts, RecordingOutcome, RecordingTarget } from '../../adapter.ts';
import type { SendOptions } from '../../contract.ts';
import { invalidArgument } from '../../errors.ts';
import type { Desks } from '../client/desks.ts';
import { currentCalls, recordFlag } from '../quirks.ts';
import { actOnCurrent } from './current-call.ts';

/** The acts on recordings of an account. */
export function recordingActs(desks: Desks) {
  return {
    recordingStart: (target, ask) => record(desks, target, 'record', ask),
    recordingStop: (target, ask) => record(desks, target, 'stop', ask),
  } satisfies Partial<Acts>;
}

async function record(
  desks: Desks,
  target: RecordingTarget,
  wanted: 'record' | 'stop',
  ask: SendOptions,
): Promise<RecordingOutcome> {
  const call = target.call ?? (await callMeant(desks, target, ask));
  await actOnCurrent(
    desks,
    call,
    {
      effect: 'changes',
      send: ({ desk }) =>
        desk.client.send('recordCall', { flag: recordFlag(wanted, desk.readings['record-flag']) }, ask),
    },
    ask,
  );
  return { state: wanted === 'record' ? 'RECORDING' : 'NOT_RECORDING' };
}

/** The active call that a session id or a phone identifies; throws FAILED_PRECONDITION where several match. */
async function callMeant(desks: Desks, { callId, device }: RecordingTarget, ask: SendOptions): Promise<string> {
  if (!callId && !device) throw invalidArgument('Name the call, its session id or its phone', 'call');
  const { items } = await desks.readAll(desks.all, async (desk) => {
    await desk.learn(ask);
    const isHere = !device || desk.reference().extension === device;
    const ids = isHere ? currentCalls(await desk.status(ask)).map(({ callSessionId }) => callSessionId) : [];
    return ids.filter((id) => !callId || id === callId).map((id) => desk.nativeId(id));
  });
  const [found, second] = items;
  if (!found) throw desks.error('NOT_FOUND', 'No desk has that active call');
  if (second) throw desks.error('FAILED_PRECONDITION', 'Several calls are active; name one');
  return found;
}
