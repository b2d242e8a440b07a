import type { TargetInput } from '../../../schema/acts/act.ts';
import type { CallbackAddInput, CallbackSnoozeInput } from '../../../schema/acts/callback.ts';
import type { NodeKey } from '../../access/global-id.ts';
import type { Adapter } from '../../adapters/adapter.ts';
import { invalidArgument } from '../../adapters/errors.ts';
import { dialable } from '../../gateway/numbers.ts';
import type { Context } from '../context.ts';
import { findCallback } from '../nodes.ts';
import type { ActHandlers } from './handlers.ts';
import { identityWith } from './identity.ts';
import { withInputPaths } from './input-paths.ts';
import { type ActPayload, type ActPlan, keyOf, perform, sendAct, visible } from './perform.ts';

const LONGEST_SNOOZE_SECONDS = 604_800;

/** Stores a callback for an agent. */
function addCallback(context: Context, input: CallbackAddInput): Promise<ActPayload> {
  return perform(context, 'callbackAdd', input, async () => {
    const { dueAt, comments } = input;
    const number = dialable(input.number);
    if (!number) throw invalidArgument('number is not a telephone number', 'input', 'number');
    if (Date.parse(dueAt) <= context.gateway.now().getTime())
      throw invalidArgument('dueAt must be in the future', 'input', 'dueAt');
    const { account, nativeId, method } = await identityWith(context, input.agentId, 'callbackAdd', 'agentId');
    let added: NodeKey | null = null;
    return {
      act: async () => {
        const callback = { number, dueAt, comments };
        const send = () => sendAct(context, account, (adapter) => method.call(adapter, nativeId, callback, {}));
        const stored = await withInputPaths(input, send, { duedate: ['dueAt'] });
        added = { type: 'Callback', account, nativeId: stored.nativeId };
        return undefined;
      },
      reread: async () => ({ callback: added && (await findCallback(context, added)) }),
    };
  });
}

/** Reminds of a callback later. */
function snoozeCallback(context: Context, input: CallbackSnoozeInput): Promise<ActPayload> {
  return perform(context, 'callbackSnooze', input, () => {
    const { seconds } = input;
    if (seconds < 1 || seconds > LONGEST_SNOOZE_SECONDS)
      throw invalidArgument(`seconds must be from 1 to ${LONGEST_SNOOZE_SECONDS}`, 'input', 'seconds');
    const key = keyOf(context, 'Callback', input.id, 'input', 'id');
    const method = context.gateway.requireCapability(key.account, 'callbackSnooze', visible(context));
    return planOf(context, key, (adapter) => method.call(adapter, key.nativeId, { seconds }, {}));
  });
}

/** Stops reminding of a callback. */
function dismissCallback(context: Context, input: TargetInput): Promise<ActPayload> {
  return perform(context, 'callbackDismiss', input, () => {
    const key = keyOf(context, 'Callback', input.id, 'input', 'id');
    const method = context.gateway.requireCapability(key.account, 'callbackDismiss', visible(context));
    return planOf(context, key, (adapter) => method.call(adapter, key.nativeId, {}, {}));
  });
}

function planOf(context: Context, key: NodeKey, send: (adapter: Adapter) => Promise<void>): ActPlan {
  return {
    act: async () => {
      await sendAct(context, key.account, send);
      return undefined;
    },
    reread: async () => ({ callback: await findCallback(context, key) }),
  };
}

/** How each act on callbacks is carried out. */
export const callbackHandlers = {
  callbackAdd: addCallback,
  callbackSnooze: snoozeCallback,
  callbackDismiss: dismissCallback,
} satisfies ActHandlers;
