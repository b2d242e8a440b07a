import type { TargetInput } from '../../../schema/acts/act.ts';
import type { CallDisposeInput } from '../../../schema/acts/call.ts';
import type { CallRecord } from '../../adapters/adapter.ts';
import type { Context } from '../context.ts';
import { findCall, findCampaignNode } from '../nodes.ts';
import { withInputPaths } from './input-paths.ts';
import { type ActPayload, keyOf, perform, tell, visible } from './perform.ts';

/** The acts that name one thing and hand the vendor its key. */
type PlainRole =
  | 'campaignDelete'
  | 'campaignStart'
  | 'campaignStop'
  | 'campaignForceStop'
  | 'campaignPause'
  | 'campaignResume'
  | 'campaignReset'
  | 'callHangup'
  | 'callHold'
  | 'callRetrieve'
  | 'callDispose'
  | 'callPark'
  | 'callUnpark'
  | 'callTransferComplete'
  | 'callTransferCancel'
  | 'callConferenceComplete'
  | 'callConferenceLeave';

const THINGS = {
  campaign: { type: 'Campaign', find: findCampaignNode },
  call: { type: 'Call', find: findCall },
} as const;

/** An act on a campaign or a call. */
export function actOn(
  context: Context,
  thing: keyof typeof THINGS,
  role: PlainRole,
  input: TargetInput,
): Promise<ActPayload> {
  const { type, find } = THINGS[thing];
  return perform(context, role, input, async () => {
    const key = keyOf(context, type, input.id, 'input', 'id');
    const { idempotencyKey: _, id: __, ...more } = input;
    const act = context.gateway.requireCapability(key.account, role, visible(context)) as (
      target: string,
      input: object,
      ask: object,
    ) => Promise<void>;
    const { disposition } = more as Partial<CallDisposeInput>;
    const before = disposition ? await findCall(context, key) : null;
    return {
      act: async () => {
        const send = () => tell(context, key.account, (adapter) => act.call(adapter, key.nativeId, more, {}));
        await withInputPaths(input, send);
        if (before && disposition) disposed(context, key.account, before.record, disposition);
        return undefined;
      },
      reread: async () => ({ [thing]: await find(context, key) }),
    };
  });
}

/** A vendor forgets a call that is disposed, and so done with for its agent; what was known of it stays, as ended. */
function disposed({ gateway }: Context, account: string, call: CallRecord, disposition: string): void {
  const endedAt = call.endedAt ?? gateway.now().toISOString();
  gateway.recentCalls.observe(account, { ...call, state: 'ENDED', endedAt, disposition });
}
