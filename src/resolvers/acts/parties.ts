import type {
  CallBridgeInput,
  CallConferenceInput,
  CallSendDtmfInput,
  CallTransferInput,
} from '../../../schema/acts/call.ts';
import type { NodeKey } from '../../access/global-id.ts';
import type { Adapter, CallRecord } from '../../adapters/adapter.ts';
import { invalidArgument } from '../../adapters/errors.ts';
import { dialable } from '../../gateway/numbers.ts';
import type { Context } from '../context.ts';
import { findActedCall } from '../nodes.ts';
import { type PathAliases, withInputPaths } from './input-paths.ts';
import { type ActPayload, type ActPlan, keyOf, perform, sendAct, visible } from './perform.ts';

/** Sends DTMF digits. They may be card data, so no error repeats them. */
export function sendDtmf(context: Context, input: CallSendDtmfInput): Promise<ActPayload> {
  return perform(context, 'callSendDtmf', input, () => {
    const { digits } = input;
    if (!/^[0-9*#A-D]{1,64}$/.test(digits)) {
      throw invalidArgument('digits is 1 to 64 of 0 to 9, *, # and A to D', 'input', 'digits');
    }
    const key = keyOf(context, 'Call', input.id, 'input', 'id');
    const method = context.gateway.requireCapability(key.account, 'callSendDtmf', visible(context));
    const send = (adapter: Adapter) => method.call(adapter, key.nativeId, { digits }, {});
    return planOf(context, key, input, send, { digit: ['digits'] });
  });
}

/** Transfers a call to a number or an agent. */
export function transfer(context: Context, input: CallTransferInput): Promise<ActPayload> {
  return perform(context, 'callTransfer', input, async () => {
    const { toNumber, toAgentId, warm, disposition } = input;
    const key = keyOf(context, 'Call', input.id, 'input', 'id');
    const method = context.gateway.requireCapability(key.account, 'callTransfer', visible(context));
    exactlyOne({ toNumber, toAgentId });
    const number = await partyOf(context, key.account, input);
    const send = (adapter: Adapter) => method.call(adapter, key.nativeId, { number, warm, disposition }, {});
    return planOf(context, key, input, send, partyAliases(input));
  });
}

/** Adds a number, an agent or another call to a call. */
export function addParty(context: Context, input: CallConferenceInput): Promise<ActPayload> {
  return perform(context, 'callConference', input, async () => {
    const { toNumber, toAgentId, otherId, warm } = input;
    const key = keyOf(context, 'Call', input.id, 'input', 'id');
    const method = context.gateway.requireCapability(key.account, 'callConference', visible(context));
    exactlyOne({ toNumber, toAgentId, otherId });
    if (otherId != null && warm) throw invalidArgument('warm cannot be combined with otherId', 'input', 'warm');
    const other = otherId == null ? null : otherCall(context, key, otherId).nativeId;
    const number = otherId == null ? await partyOf(context, key.account, input) : null;
    const send = (adapter: Adapter) => method.call(adapter, key.nativeId, { number, other, warm }, {});
    return planOf(context, key, input, send, partyAliases(input));
  });
}

/** Connects two calls. The vendor no longer lists them, so both are remembered as ended. */
export function bridge(context: Context, input: CallBridgeInput): Promise<ActPayload> {
  return perform(context, 'callBridge', input, async () => {
    const key = keyOf(context, 'Call', input.id, 'input', 'id');
    const method = context.gateway.requireCapability(key.account, 'callBridge', visible(context));
    const other = otherCall(context, key, input.otherId);
    const { idempotencyKey: _, id: __, otherId: ___, ...outcomes } = input;
    const [first, second] = await Promise.all([findActedCall(context, key), findActedCall(context, other)]);
    return {
      act: async () => {
        const bridged = { other: other.nativeId, ...outcomes };
        const send = () => sendAct(context, key.account, (adapter) => method.call(adapter, key.nativeId, bridged, {}));
        await withInputPaths(input, send);
        ended(context, key.account, first?.record, outcomes.disposition);
        ended(context, key.account, second?.record, outcomes.otherDisposition);
        return undefined;
      },
      reread: async () => ({ call: await findActedCall(context, key) }),
    };
  });
}

function planOf(
  context: Context,
  key: NodeKey,
  input: object,
  send: (adapter: Adapter) => Promise<void>,
  words: PathAliases,
): ActPlan {
  return {
    act: async () => {
      await withInputPaths(input, () => sendAct(context, key.account, send), words);
      return undefined;
    },
    reread: async () => ({ call: await findActedCall(context, key) }),
  };
}

function exactlyOne(targets: Readonly<Record<string, string | null | undefined>>): void {
  if (Object.values(targets).filter((target) => target != null).length === 1) return;
  throw invalidArgument(`Exactly one of ${Object.keys(targets).join(', ')} is required`, 'input');
}

/** Another call of the same account, and no other than the first. */
function otherCall(context: Context, key: NodeKey, otherId: string): NodeKey {
  const other = keyOf(context, 'Call', otherId, 'input', 'otherId');
  if (other.account !== key.account)
    throw invalidArgument('The calls belong to different accounts', 'input', 'otherId');
  if (other.nativeId === key.nativeId) throw invalidArgument('otherId is the call itself', 'input', 'otherId');
  return other;
}

interface Party {
  readonly toNumber?: string | null;
  readonly toAgentId?: string | null;
}

/** Maps the vendor's argument names to those of the input. */
function partyAliases({ toNumber }: Party): PathAliases {
  const party = [toNumber == null ? 'toAgentId' : 'toNumber'];
  return { number: party, numberToConference: party, dispositionId: ['disposition'] };
}

/** The number of a party: as named, or the extension by which the account that carries the call reaches the agent. */
async function partyOf(context: Context, account: string, { toNumber, toAgentId }: Party): Promise<string> {
  if (toNumber != null) {
    const number = dialable(toNumber);
    if (!number) throw invalidArgument('toNumber is not a telephone number', 'input', 'toNumber');
    return number;
  }
  const key = keyOf(context, 'Agent', toAgentId ?? '', 'input', 'toAgentId');
  const index = await context.requestCache.peopleIndex();
  const { identities } = context.gateway.directory.personOf(index, key, ['input', 'toAgentId']);
  const extension = identities.find((identity) => identity.account === account)?.record.extensions?.[0];
  if (!extension)
    throw invalidArgument('The account of the call has no extension for this agent', 'input', 'toAgentId');
  return extension;
}

function ended({ gateway }: Context, account: string, call?: CallRecord, disposition?: string | null): void {
  if (!call) return;
  const endedAt = call.endedAt ?? gateway.now().toISOString();
  gateway.recentCalls.observe(account, { ...call, state: 'ENDED', endedAt, disposition: disposition ?? null });
}
