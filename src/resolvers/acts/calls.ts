import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import {
  CallDialInput,
  CallDialPayload,
  CallDisposeInput,
  CallDisposePayload,
  CallHangupInput,
  CallHangupPayload,
  CallHoldInput,
  CallHoldPayload,
  CallRetrieveInput,
  CallRetrievePayload,
} from '../../../schema/acts/call.ts';
import { type NodeKey, readIdOf } from '../../access/global-id.ts';
import { invalidArgument } from '../../adapters/errors.ts';
import { dialable } from '../../gateway/numbers.ts';
import type { Context } from '../context.ts';
import { findCall, findCampaignNode } from '../nodes.ts';
import { identityAble } from './identity.ts';
import { withInputPaths } from './input-paths.ts';
import { type ActPayload, INPUT, keyOf, perform, tell } from './perform.ts';
import { actOn } from './plain.ts';

/** What can be done with calls. Each is done at most once, and tells what went wrong beside the thing as it now is. */
@Resolver()
export class CallMutations {
  @Mutation(() => CallHangupPayload, { description: 'Hangs up a call.' })
  callHangup(
    @Ctx() context: Context,
    @Arg('input', () => CallHangupInput, INPUT) input: CallHangupInput,
  ): Promise<ActPayload> {
    return actOn(context, 'call', 'callHangup', input);
  }

  @Mutation(() => CallHoldPayload, { description: 'Puts a call on hold.' })
  callHold(
    @Ctx() context: Context,
    @Arg('input', () => CallHoldInput, INPUT) input: CallHoldInput,
  ): Promise<ActPayload> {
    return actOn(context, 'call', 'callHold', input);
  }

  @Mutation(() => CallRetrievePayload, { description: 'Takes a call back from hold.' })
  callRetrieve(
    @Ctx() context: Context,
    @Arg('input', () => CallRetrieveInput, INPUT) input: CallRetrieveInput,
  ): Promise<ActPayload> {
    return actOn(context, 'call', 'callRetrieve', input);
  }

  @Mutation(() => CallDisposePayload, { description: 'Gives a call its outcome; hangs up first where it is still up.' })
  callDispose(
    @Ctx() context: Context,
    @Arg('input', () => CallDisposeInput, INPUT) input: CallDisposeInput,
  ): Promise<ActPayload> {
    return actOn(context, 'call', 'callDispose', input);
  }

  @Mutation(() => CallDialPayload, { description: 'Places a call from an agent’s phone.' })
  callDial(
    @Ctx() context: Context,
    @Arg('input', () => CallDialInput, INPUT) input: CallDialInput,
  ): Promise<ActPayload> {
    return dial(context, input);
  }
}

/** Places a call from an agent's phone. */
function dial(context: Context, input: CallDialInput): Promise<ActPayload> {
  return perform(context, 'callDial', input, async () => {
    const number = dialable(input.number);
    if (!number) throw invalidArgument('number is not a telephone number', 'input', 'number');
    const { account, nativeId, method } = await identityAble(context, input.agentId, 'callDial', 'agentId');
    const campaign = input.campaignId ? await campaignName(context, input.campaignId, account) : null;
    let placed: NodeKey | null = null;
    return {
      act: async () => {
        const send = () =>
          tell(context, account, (adapter) => method.call(adapter, nativeId, { number, campaign }, {}));
        const answer = await withInputPaths(input, send);
        if (!answer.call) return undefined;
        context.gateway.recentCalls.observe(account, answer.call);
        placed = { type: 'Call', account, nativeId: answer.call.nativeId };
        return undefined;
      },
      reread: async () => ({ call: placed && (await findCall(context, placed)) }),
    };
  });
}

/** A campaign as the dialling account knows it: by key where it is its own, else by name. */
async function campaignName(context: Context, campaignId: string, account: string): Promise<string> {
  const key = keyOf(context, 'Campaign', campaignId, 'input', 'campaignId');
  if (key.account === account) return key.nativeId;
  const campaign = await findCampaignNode(context, key);
  return campaign?.name ?? readIdOf('Campaign', '', 'input', 'campaignId').nativeId;
}
