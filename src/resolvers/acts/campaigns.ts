import type { TargetInput } from '../../../schema/acts/act.ts';
import type { CampaignCreateInput, CampaignRenameInput, CampaignUpdateInput } from '../../../schema/acts/campaign.ts';
import type { NodeKey } from '../../access/global-id.ts';
import type { CampaignActs } from '../../adapters/acts/campaign.ts';
import { invalidArgument } from '../../adapters/errors.ts';
import { accountOf } from '../../gateway/account.ts';
import type { Context } from '../context.ts';
import { findCampaignNode } from '../nodes.ts';
import { type CreatedId, resolveCreatedId } from './created-id.ts';
import type { ActHandlers } from './handlers.ts';
import { withInputPaths } from './input-paths.ts';
import { type ItemsArgument, itemErrors, itemsOf } from './items.ts';
import { type ActPayload, keyOf, perform, tell, visible } from './perform.ts';

/** Makes a campaign. One in doubt is looked for by the name it was to have. */
function createCampaign(context: Context, input: CampaignCreateInput): Promise<ActPayload> {
  return perform(context, 'campaignCreate', input, () => {
    const { idempotencyKey: _, account: asked, ...campaign } = input;
    const account = accountOf(context, asked);
    const name = needName(input.name);
    const method = context.gateway.requireCapability(account, 'campaignCreate', visible(context));
    let made: CreatedId | null = null;
    return {
      act: () => {
        const send = () => tell(context, account, (adapter) => method.call(adapter, { ...campaign, name }, {}));
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

/** The key of the campaign of a name, if there is one now. */
async function nativeIdOf(context: Context, account: string, name: string): Promise<string | null> {
  const rows = await context.gateway.read(account, 'campaigns', {}).catch(() => null);
  return rows?.items.find((campaign) => campaign.name === name)?.nativeId ?? null;
}

/** Changes what a campaign is told of itself. */
function updateCampaign(context: Context, input: CampaignUpdateInput): Promise<ActPayload> {
  return perform(context, 'campaignUpdate', input, () => {
    const { idempotencyKey: _, id: __, ...settings } = input;
    const key = keyOf(context, 'Campaign', input.id, 'input', 'id');
    const method = context.gateway.requireCapability(key.account, 'campaignUpdate', visible(context));
    return {
      act: async () => {
        const send = () => tell(context, key.account, (adapter) => method.call(adapter, key.nativeId, settings, {}));
        await withInputPaths(input, send);
        return undefined;
      },
      reread: async () => ({ campaign: await find(context, key) }),
    };
  });
}

/** Gives a campaign another name, under which its vendor may have another key for it. */
function renameCampaign(context: Context, input: CampaignRenameInput): Promise<ActPayload> {
  return perform(context, 'campaignRename', input, () => {
    const key = keyOf(context, 'Campaign', input.id, 'input', 'id');
    const name = needName(input.name);
    const { account } = key;
    const method = context.gateway.requireCapability(account, 'campaignRename', visible(context));
    let renamed: CreatedId | null = null;
    return {
      act: () => {
        const send = () => tell(context, account, (adapter) => method.call(adapter, key.nativeId, { name }, {}));
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

/** In doubt a campaign that is still there under its old key was not renamed. */
async function findRenamed(context: Context, key: NodeKey, renamed: CreatedId | null) {
  const standing = renamed?.sure ? null : await find(context, key);
  return standing ?? (renamed && find(context, { account: key.account, nativeId: renamed.nativeId }));
}

type PartRole = Extract<keyof CampaignActs, `campaign${'Add' | 'Remove'}${string}`>;

/** Adds lists, skills or dispositions to a campaign, or takes them from it, and tells what became of each. */
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
        const send = () => tell(context, key.account, (adapter) => method.call(adapter, key.nativeId, items, {}, {}));
        const outcomes = await withInputPaths(input, send);
        return { payload: {}, half: itemErrors(argument, outcomes) };
      },
      reread: async () => ({ campaign: await find(context, key) }),
    };
  });
}

function find(context: Context, { account, nativeId }: Omit<NodeKey, 'type'>) {
  return findCampaignNode(context, { type: 'Campaign', account, nativeId });
}

function needName(name: string): string {
  if (name.trim() === '') throw invalidArgument('A name is needed', 'input', 'name');
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
  campaignAddSkills: partHandler('campaignAddSkills', 'skillIds'),
  campaignRemoveSkills: partHandler('campaignRemoveSkills', 'skillIds'),
  campaignAddDispositions: partHandler('campaignAddDispositions', 'dispositionIds'),
  campaignRemoveDispositions: partHandler('campaignRemoveDispositions', 'dispositionIds'),
} satisfies ActHandlers;
