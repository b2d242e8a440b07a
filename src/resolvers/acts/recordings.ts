import type {
  RecordingAnnotateInput,
  RecordingEmailInput,
  RecordingTargetInput,
} from '../../../schema/acts/recording.ts';
import type { RecordingOutcome } from '../../adapters/adapter.ts';
import { CrosspointError, invalidArgument } from '../../adapters/errors.ts';
import type { Context } from '../context.ts';
import { userError } from '../errors.ts';
import { findRecording } from '../nodes.ts';
import type { ActHandlers } from './handlers.ts';
import { type PathAliases, withInputPaths } from './input-paths.ts';
import { type ActPayload, type ActResult, keyOf, perform, sendAct, visible } from './perform.ts';
import { recordingTarget } from './targets.ts';

type RecordingRole = 'recordingStart' | 'recordingStop' | 'recordingPause' | 'recordingResume';

/** Starts, stops, pauses or resumes recording; `state` in the payload is what the recorder confirmed. */
function actOnRecording(context: Context, role: RecordingRole, input: RecordingTargetInput): Promise<ActPayload> {
  return perform(context, role, input, async () => {
    const { account, target, reread } = await recordingTarget(context, role, input);
    const method = context.gateway.requireCapability(account, role, visible(context));
    return {
      act: async () => {
        const send = () => sendAct(context, account, (adapter) => method.call(adapter, target, {}));
        const outcome = await withInputPaths(input, send, targetAliases(input));
        return resultOf(outcome, account);
      },
      reread,
    };
  });
}

/** Maps the recorder's argument names to the one that the input has. */
function targetAliases({ callId, recordingId }: RecordingTargetInput): PathAliases {
  const named = [callId != null ? 'callId' : recordingId != null ? 'recordingId' : 'device'];
  return { device: named, call: named };
}

/** The confirmed state, with an error where only part of it worked. */
function resultOf(outcome: RecordingOutcome, account: string): ActResult {
  const { state, trouble, code = 'FAILED_PRECONDITION', vendorCode, confirmedBy = null } = outcome;
  if (!trouble) return { payload: { state, confirmedBy } };
  const error = new CrosspointError(code, trouble, { account, vendorCode });
  return { payload: { state, confirmedBy }, partialErrors: userError(error) };
}

/** Writes custom fields of a recording. */
function annotate(context: Context, input: RecordingAnnotateInput): Promise<ActPayload> {
  return perform(context, 'recordingAnnotate', input, async () => {
    if (!input.annotations.length) throw invalidArgument('annotations is empty', 'input', 'annotations');
    const { account, target, reread } = await recordingTarget(context, 'recordingAnnotate', input);
    const method = context.gateway.requireCapability(account, 'recordingAnnotate', visible(context));
    const fields = Object.fromEntries(input.annotations.map(({ field, value }) => [field, value]));
    const places = input.annotations.map(({ field }, index) => [field, ['annotations', index]] as const);
    const words = { ...targetAliases(input), ...Object.fromEntries(places) };
    return {
      act: async () => {
        const send = () => sendAct(context, account, (adapter) => method.call(adapter, target, fields, {}));
        await withInputPaths(input, send, words);
        return undefined;
      },
      reread,
    };
  });
}

/** One address and no list of them, without a name beside it. */
const ADDRESS = /^[^\s@,;:<>()"\\]{1,64}@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+$/u;

/** Sends a recording by e-mail. */
function email(context: Context, input: RecordingEmailInput): Promise<ActPayload> {
  return perform(context, 'recordingEmail', input, async () => {
    const { toAddress: address, format } = input;
    if (address.length > 254 || !ADDRESS.test(address)) {
      throw invalidArgument('toAddress is not one e-mail address', 'input', 'toAddress');
    }
    const key = keyOf(context, 'Recording', input.id, 'input', 'id');
    const method = context.gateway.requireCapability(key.account, 'recordingEmail', visible(context));
    return {
      act: async () => {
        const mail = { address, format };
        const send = () => sendAct(context, key.account, (adapter) => method.call(adapter, key.nativeId, mail, {}));
        await withInputPaths(input, send, { address: ['toAddress'], MEDIA_FORMAT: ['format'] });
        return undefined;
      },
      reread: async () => ({ recording: await findRecording(context, key) }),
    };
  });
}

function controlHandler(role: RecordingRole) {
  return (context: Context, input: RecordingTargetInput) => actOnRecording(context, role, input);
}

/** How each act on a recording is carried out. */
export const recordingHandlers = {
  recordingStart: controlHandler('recordingStart'),
  recordingStop: controlHandler('recordingStop'),
  recordingPause: controlHandler('recordingPause'),
  recordingResume: controlHandler('recordingResume'),
  recordingAnnotate: annotate,
  recordingEmail: email,
} satisfies ActHandlers;
