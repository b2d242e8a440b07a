import type {
  CallConferenceLeaveInput,
  CallDialInput,
  CallDisposeInput,
  CallPartyInput,
} from '../../../schema/acts/call.ts';
import { type NodeKey, notFound } from '../../access/global-id.ts';
import { invalidArgument } from '../../adapters/errors.ts';
import { dialable } from '../../gateway/numbers.ts';
import type { Context } from '../context.ts';
import { findActedCall, findCampaignNode } from '../nodes.ts';
import type { ActHandlers } from './handlers.ts';
import { identityWith } from './identity.ts';
import { withInputPaths } from './input-paths.ts';
import { addParty, bridge, sendDtmf, transfer } from './parties.ts';
import { type ActPayload, keyOf, perform, sendAct } from './perform.ts';
import { actOn } from './target-acts.ts';

/** Places a call from an agent's phone. */
function dial(context: Context, input: CallDialInput): Promise<ActPayload> {
  return perform(context, 'callDial', input, async () => {
    const number = dialable(input.number);
    if (!number) throw invalidArgument('number is not a telephone number', 'input', 'number');
    const { account, nativeId, method } = await identityWith(context, input.agentId, 'callDial', 'agentId');
    const campaign = input.campaignId ? await campaignName(context, input.campaignId, account) : null;
    const contact = input.contactId ? ownContact(context, input.contactId, account) : null;
    let placed: NodeKey | null = null;
    return {
      act: async () => {
        const details = { number, campaign, contact };
        const send = () => sendAct(context, account, (adapter) => method.call(adapter, nativeId, details, {}));
        const answer = await withInputPaths(input, send, { contact: ['contactId'], LeadID: ['contactId'] });
        if (!answer.call) return undefined;
        context.gateway.recentCalls.observe(account, answer.call);
        placed = { type: 'Call', account, nativeId: answer.call.nativeId };
        return undefined;
      },
      reread: async () => ({ call: placed && (await findActedCall(context, placed)) }),
    };
  });
}

/** A campaign as the dialling account knows it: by key where it is its own, else by name. */
async function campaignName(context: Context, campaignId: string, account: string): Promise<string> {
  const key = keyOf(context, 'Campaign', campaignId, 'input', 'campaignId');
  if (key.account === account) return key.nativeId;
  const campaign = await findCampaignNode(context, key);
  if (!campaign) throw notFound('Campaign', ['input', 'campaignId']);
  return campaign.name;
}

/** The key of a contact of the account that dials; other accounts' contacts are unknown to it. */
function ownContact(context: Context, contactId: string, account: string): string {
  const key = keyOf(context, 'Contact', contactId, 'input', 'contactId');
  if (key.account === account) return key.nativeId;
  throw invalidArgument(`The contact is not one of ${account}, which places the call`, 'input', 'contactId');
}

/** How each act on a call is carried out that needs more than the call's id. */
export const callHandlers = {
  callDial: dial,
  callDispose: (context: Context, input: CallDisposeInput) => actOn(context, 'callDispose', input),
  callConferenceLeave: (context: Context, input: CallConferenceLeaveInput) =>
    actOn(context, 'callConferenceLeave', input),
  callPartyRemove: (context: Context, input: CallPartyInput) => actOn(context, 'callPartyRemove', input),
  callPartyPark: (context: Context, input: CallPartyInput) => actOn(context, 'callPartyPark', input),
  callSendDtmf: sendDtmf,
  callTransfer: transfer,
  callConference: addParty,
  callBridge: bridge,
} satisfies ActHandlers;
