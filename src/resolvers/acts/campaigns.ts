import type { TargetInput } from '../../../schema/acts/act.ts';
import type { CampaignCreateInput, CampaignRenameInput, CampaignUpdateInput } from '../../../schema/acts/campaign.ts';
import type { NodeKey } from '../../access/global-id.ts';
import type { CampaignActs } from '../../adapters/acts/campaign.ts';
import { invalidArgument } from '../../adapters/errors.ts';
import { accountOf } from '../../gateway/account.ts';
import type { Context } from '../context.ts';
import { findCampaignNode } from '../nodes.ts';
import { campaignPartHandlers } from './campaign-parts.ts';
import { type CreatedId, resolveCreatedId } from './created-id.ts';
import type { ActHandlers } from './handlers.ts';
import { withInputPaths } from './input-paths.ts';
import { type ItemsArgument, itemErrors, itemsOf } from './items.ts';
import { type ActPayload, keyOf, perform, sendAct, visible } from './perform.ts';

/** Creates a campaign. After an unknown outcome it is looked up by its name. */
function createCampaign(context: Context, input: CampaignCreateInput): Promise<ActPayload> {
  return perform(context, 'campaignCreate', input, () => {
    const { idempotencyKey: _, account: asked, ...campaign } = input;
    const account = accountOf(context, asked);
    const name = requireName(input.name);
    const method = context.gateway.requireCapability(account, 'campaignCreate', visible(context));
    let made: CreatedId | null = null;
    return {
      act: () => {
        const send = () => sendAct(context, account, (adapter) => method.call(adapter, { ...campaign, name }, {}));
        const learn = (key: CreatedId) => {
          made = key;
        };
        return resolveCreatedId(
          () => withInputPaths(input, send),
          () => nativeIdOf(context, account, name),
          learn,
        );
      },
      reread: async () => ({ campaign: made && (await find(context, { account, nativeId: made.nativeId })) }),
    };
  });
}

/** Native id of the campaign with this name; null when the account lists none. */
async function nativeIdOf(context: Context, account: string, name: string): Promise<string | null> {
  const rows = await context.gateway.read(account, 'campaigns', {}).catch(() => null);
  return rows?.items.find((campaign) => campaign.name === name)?.nativeId ?? null;
}

/** Changes settings of a campaign. */
function updateCampaign(context: Context, input: CampaignUpdateInput): Promise<ActPayload> {
  return perform(context, 'campaignUpdate', input, () => {
    const { idempotencyKey: _, id: __, ...settings } = input;
    const key = keyOf(context, 'Campaign', input.id, 'input', 'id');
    const method = context.gateway.requireCapability(key.account, 'campaignUpdate', visible(context));
    return {
      act: async () => {
        const send = () => sendAct(context, key.account, (adapter) => method.call(adapter, key.nativeId, settings, {}));
        await withInputPaths(input, send);
        return undefined;
      },
      reread: async () => ({ campaign: await find(context, key) }),
    };
  });
}

/** Renames a campaign; a vendor that identifies campaigns by name has a new native id for it. */
function renameCampaign(context: Context, input: CampaignRenameInput): Promise<ActPayload> {
  return perform(context, 'campaignRename', input, () => {
    const key = keyOf(context, 'Campaign', input.id, 'input', 'id');
    const name = requireName(input.name);
    const { account } = key;
    const method = context.gateway.requireCapability(account, 'campaignRename', visible(context));
    let renamed: CreatedId | null = null;
    return {
      act: () => {
        const send = () => sendAct(context, account, (adapter) => method.call(adapter, key.nativeId, { name }, {}));
        const learn = (learnt: CreatedId) => {
          renamed = learnt;
        };
        return resolveCreatedId(
          () => withInputPaths(input, send),
          () => nativeIdOf(context, account, name),
          learn,
        );
      },
      reread: async () => ({ campaign: await findRenamed(context, key, renamed) }),
    };
  });
}

/** After an unknown outcome, a campaign that still exists under its old id was not renamed. */
async function findRenamed(context: Context, key: NodeKey, renamed: CreatedId | null) {
  const standing = renamed?.confirmed ? null : await find(context, key);
  return standing ?? (renamed && find(context, { account: key.account, nativeId: renamed.nativeId }));
}

type PartRole = Extract<keyof CampaignActs, `campaign${'Add' | 'Remove'}${string}`>;

/** Adds lists, skills or dispositions to a campaign or removes them, and reports each refusal. */
function changeParts(
  context: Context,
  role: PartRole,
  argument: ItemsArgument,
  input: TargetInput & { readonly [Name in ItemsArgument]?: readonly string[] },
): Promise<ActPayload> {
  return perform(context, role, input, async () => {
    const key = keyOf(context, 'Campaign', input.id, 'input', 'id');
    const method = context.gateway.requireCapability(key.account, role, visible(context));
    const items = await itemsOf(context, key.account, argument, input[argument] ?? []);
    return {
      act: async () => {
        const send = () =>
          sendAct(context, key.account, (adapter) => method.call(adapter, key.nativeId, items, {}, {}));
        const outcomes = await withInputPaths(input, send);
        return { payload: {}, partialErrors: itemErrors(argument, outcomes) };
      },
      reread: async () => ({ campaign: await find(context, key) }),
    };
  });
}

function find(context: Context, { account, nativeId }: Omit<NodeKey, 'type'>) {
  return findCampaignNode(context, { type: 'Campaign', account, nativeId });
}

function requireName(name: string): string {
  if (name.trim() === '') throw invalidArgument('name must not be empty', 'input', 'name');
  return name;
}

function partHandler(role: PartRole, argument: ItemsArgument) {
  return (context: Context, input: Parameters<typeof changeParts>[3]) => changeParts(context, role, argument, input);
}

/** How each act on a campaign is carried out that needs more than the campaign's id. */
export const campaignHandlers = {
  campaignCreate: createCampaign,
  campaignUpdate: updateCampaign,
  campaignRename: renameCampaign,
  campaignAddLists: partHandler('campaignAddLists', 'listIds'),
  campaignRemoveLists: partHandler('campaignRemoveLists', 'listIds'),
  ...campaignPartHandlers,
  campaignAddSkills: partHandler('campaignAddSkills', 'skillIds'),
  campaignRemoveSkills: partHandler('campaignRemoveSkills', 'skillIds'),
  campaignAddDispositions: partHandler('campaignAddDispositions', 'dispositionIds'),
  campaignRemoveDispositions: partHandler('campaignRemoveDispositions', 'dispositionIds'),
} satisfies ActHandlers;
