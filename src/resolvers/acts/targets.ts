import type { RecordingTargetInput } from '../../../schema/acts/recording.ts';
import { mayUseAccount } from '../../access/caller.ts';
import { type NodeKey, notFound, readIdOf } from '../../access/global-id.ts';
import type { RecordingTarget } from '../../adapters/adapter.ts';
import { CrosspointError, invalidArgument } from '../../adapters/errors.ts';
import { accountOf } from '../../gateway/account.ts';
import type { Context } from '../context.ts';
import { findActedCall, findRecording } from '../nodes.ts';
import { keyOf } from './perform.ts';

type RecordingRole = 'recordingStart' | 'recordingStop' | 'recordingPause' | 'recordingResume' | 'recordingAnnotate';

/** Where a recording act goes and how what it was on is read again. */
interface ChosenTarget {
  readonly account: string;
  readonly target: RecordingTarget;
  reread(): Promise<Readonly<Record<string, unknown>>>;
}

const LIVE = new Set(['RINGING', 'CONNECTED', 'HELD', 'PARKED', 'CONFERENCED', 'TRANSFERRING', 'UNKNOWN']);

/** The recorder that has a phone, else one that could not be reached; the named account, where one is named. */
async function recorderOf(context: Context, device: string, named: string | null | undefined): Promise<string | null> {
  if (named) return named;
  const recorders = context.requestCache.accountsWith('recordings').filter(({ adapter }) => adapter.recordingStates);
  const asked = await Promise.all(
    recorders.map(async ({ key }) => {
      const states = await context.gateway.ask(key, async (adapter) =>
        adapter.recordingStates?.([device], { signal: context.signal }),
      );
      return { key, state: states?.get(device) };
    }),
  );
  const known = asked.filter(({ state }) => state !== undefined);
  return (known.find(({ state }) => state !== 'UNKNOWN') ?? known[0])?.key ?? null;
}

/** The call as the vendor shows it now: a list from memory may lack a new call, or show one that has ended as live. */
function currentCall(context: Context, key: NodeKey) {
  context.gateway.forget(key.account, 'calls');
  return findActedCall(context, key);
}

/** Whether no other call of the account is in progress on a phone, parked ones included. */
async function isAloneOn(context: Context, { account, nativeId }: NodeKey, device: string): Promise<boolean> {
  const handles = context.requestCache.accountsWith('calls').filter(({ key }) => key === account);
  const listed = await context.requestCache.list('calls', {}, handles);
  const calls = [...listed.flatMap(({ rows }) => rows), ...context.gateway.recentCalls.inProgress(account)];
  return !calls.some((call) => call.nativeId !== nativeId && call.device === device && LIVE.has(call.state));
}

/** A call is recorded by the recorder that knows its phone, else by the vendor that carries it. */
async function targetOfCall(
  context: Context,
  role: RecordingRole,
  id: string,
  named?: string | null,
): Promise<ChosenTarget> {
  const key = readIdOf('Call', id, 'input', 'callId');
  const call = mayUseAccount(context.caller, key.account) ? await currentCall(context, key) : null;
  if (!call) throw notFound('Call', ['input', 'callId']);
  const { device = null, callId = null, state } = call.record;
  if (!LIVE.has(state) && role !== 'recordingAnnotate') {
    throw new CrosspointError('FAILED_PRECONDITION', 'The call has ended', { path: ['input', 'callId'] });
  }
  const recorder = device ? await recorderOf(context, device, named) : (named ?? null);
  const account = recorder && context.gateway.account(recorder)?.roles.includes(role) ? recorder : key.account;
  const isOnlyCall = role === 'recordingStart' && device !== null && (await isAloneOn(context, key, device));
  const target = { device, callId, isOnlyCall, call: account === key.account ? key.nativeId : null };
  return { account, target, reread: async () => ({ call: await findActedCall(context, key) }) };
}

/** A recording has an id once it is over, so that its fields may be written and nothing else. */
function targetOfRecording(context: Context, role: RecordingRole, id: string): ChosenTarget {
  const key = keyOf(context, 'Recording', id, 'input', 'recordingId');
  if (role !== 'recordingAnnotate') {
    const message = 'The recording is over; name the call or the device whose recording is meant';
    throw new CrosspointError('FAILED_PRECONDITION', message, { path: ['input', 'recordingId'] });
  }
  const target = { recording: key.nativeId };
  return { account: key.account, target, reread: async () => ({ recording: await findRecording(context, key) }) };
}

async function targetOfDevice(
  context: Context,
  target: { readonly device: string; readonly callInstance: string | null },
  named?: string | null,
): Promise<ChosenTarget> {
  const account = await recorderOf(context, target.device, named);
  if (!account) throw new CrosspointError('NOT_FOUND', 'No recorder knows this device', { path: ['input', 'device'] });
  return { account, target, reread: async () => ({}) };
}

/** Chooses what a recording act is on from what the caller named: exactly one of a call, a recording and a device. */
export async function recordingTarget(
  context: Context,
  role: RecordingRole,
  input: RecordingTargetInput,
): Promise<ChosenTarget> {
  const { callId, recordingId, device, callInstance, account } = input;
  if ([callId, recordingId, device].filter((named) => named != null).length !== 1) {
    throw invalidArgument('Name one of callId, recordingId and device', 'input');
  }
  if (account) accountOf(context, account);
  if (callInstance != null && device == null)
    throw invalidArgument('callInstance belongs to device', 'input', 'callInstance');
  if (callId != null) return targetOfCall(context, role, callId, account);
  if (recordingId != null) return targetOfRecording(context, role, recordingId);
  return targetOfDevice(context, { device: device ?? '', callInstance: callInstance ?? null }, account);
}
