import type { TargetInput } from '../../../schema/acts/act.ts';
import { ACTS, type ActDeclaration, type ActName, type PlainActName } from '../../../schema/acts/acts.ts';
import type { CallDisposeInput } from '../../../schema/acts/call.ts';
import type { CallRecord } from '../../adapters/adapter.ts';
import type { Context } from '../context.ts';
import { findActedCall, findCampaignNode } from '../nodes.ts';
import { withInputPaths } from './input-paths.ts';
import { type ActPayload, keyOf, perform, sendAct, visible } from './perform.ts';

const TARGETS = {
  campaign: { type: 'Campaign', find: findCampaignNode },
  call: { type: 'Call', find: findActedCall },
} as const;

type TargetSubject = keyof typeof TARGETS;

/** Names of acts on one call or campaign whose adapter method takes its key and the rest of the input. */
type TargetAct =
  | Extract<PlainActName, `${TargetSubject}${string}`>
  | 'callDispose'
  | 'callConferenceLeave'
  | 'callPartyRemove'
  | 'callPartyPark';

/** True for an act whose input is the id of a call or a campaign and no more. */
export function isTargetAct(name: ActName): name is Extract<PlainActName, TargetAct> {
  const { on, plain } = ACTS[name] as ActDeclaration;
  return plain === true && on in TARGETS;
}

/** An act on a campaign or a call. */
export function actOn(context: Context, role: TargetAct, input: TargetInput): Promise<ActPayload> {
  const subject = ACTS[role].on as TargetSubject;
  const { type, find } = TARGETS[subject];
  return perform(context, role, input, async () => {
    const key = keyOf(context, type, input.id, 'input', 'id');
    const { idempotencyKey: _, id: __, ...more } = input;
    const act = context.gateway.requireCapability(key.account, role, visible(context)) as (
      target: string,
      input: object,
      ask: object,
    ) => Promise<void>;
    const { disposition } = more as Partial<CallDisposeInput>;
    const before = disposition ? await findActedCall(context, key) : null;
    return {
      act: async () => {
        const send = () => sendAct(context, key.account, (adapter) => act.call(adapter, key.nativeId, more, {}));
        await withInputPaths(input, send);
        if (before && disposition) rememberDisposed(context, key.account, before.record, disposition);
        return undefined;
      },
      reread: async () => ({ [subject]: await find(context, key) }),
    };
  });
}

/** The vendor stops listing a call once it is disposed, so it is remembered as ended. */
function rememberDisposed({ gateway }: Context, account: string, call: CallRecord, disposition: string): void {
  const endedAt = call.endedAt ?? gateway.now().toISOString();
  gateway.recentCalls.observe(account, { ...call, state: 'ENDED', endedAt, disposition });
}
