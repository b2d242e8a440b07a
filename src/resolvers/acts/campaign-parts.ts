import type { CampaignNumbersInput, CampaignUpdateListInput } from '../../../schema/acts/campaign.ts';
import { invalidArgument } from '../../adapters/errors.ts';
import { sameNumber } from '../../adapters/numbers.ts';
import { dialable } from '../../gateway/numbers.ts';
import type { Context } from '../context.ts';
import { findCampaignNode } from '../nodes.ts';
import type { ActHandlers } from './handlers.ts';
import { withInputPaths } from './input-paths.ts';
import { itemErrors, MAX_ITEMS } from './items.ts';
import { type ActPayload, keyOf, perform, sendAct, visible } from './perform.ts';

const MAX_RATIO = 99;

/** Changes the place of a list in a campaign. */
function updateList(context: Context, input: CampaignUpdateListInput): Promise<ActPayload> {
  return perform(context, 'campaignUpdateList', input, () => {
    const { priority, ratio } = input;
    const key = keyOf(context, 'Campaign', input.id, 'input', 'id');
    const method = context.gateway.requireCapability(key.account, 'campaignUpdateList', visible(context));
    const list = keyOf(context, 'ContactList', input.listId, 'input', 'listId');
    if (list.account !== key.account)
      throw invalidArgument('The list belongs to another account than the campaign', 'input', 'listId');
    if (priority == null && ratio == null) throw invalidArgument('Set priority or ratio', 'input');
    if (priority != null && priority < 1) throw invalidArgument('priority must be at least 1', 'input', 'priority');
    if (ratio != null && (ratio < 1 || ratio > MAX_RATIO))
      throw invalidArgument(`ratio must be from 1 to ${MAX_RATIO}`, 'input', 'ratio');
    const place = { list: list.nativeId, priority: priority ?? null, ratio: ratio ?? null };
    return {
      act: async () => {
        const send = () => sendAct(context, key.account, (adapter) => method.call(adapter, key.nativeId, place, {}));
        await withInputPaths(input, send, { list: ['listId'] });
        return undefined;
      },
      reread: async () => ({ campaign: await findCampaignNode(context, key) }),
    };
  });
}

/** Adds called numbers to a campaign or removes them, and reports each refusal. */
function changeNumbers(
  context: Context,
  role: 'campaignAddNumbers' | 'campaignRemoveNumbers',
  input: CampaignNumbersInput,
): Promise<ActPayload> {
  return perform(context, role, input, () => {
    const key = keyOf(context, 'Campaign', input.id, 'input', 'id');
    const method = context.gateway.requireCapability(key.account, role, visible(context));
    const numbers = readNumbers(input.numbers);
    return {
      act: async () => {
        const send = () =>
          sendAct(context, key.account, (adapter) => method.call(adapter, key.nativeId, numbers, {}, {}));
        const outcomes = await withInputPaths(input, send);
        return { payload: {}, partialErrors: itemErrors('numbers', outcomes) };
      },
      reread: async () => ({ campaign: await findCampaignNode(context, key) }),
    };
  });
}

function readNumbers(given: readonly string[]): readonly string[] {
  if (!given.length) throw invalidArgument('numbers is empty', 'input', 'numbers');
  if (given.length > MAX_ITEMS)
    throw invalidArgument(`numbers has ${given.length} items; at most ${MAX_ITEMS} are allowed`, 'input', 'numbers');
  const numbers = given.map((text, at) => {
    const number = dialable(text);
    if (number) return number;
    throw invalidArgument('This is not a telephone number', 'input', 'numbers', at);
  });
  const again = numbers.findIndex((number, at) => numbers.findIndex((one) => sameNumber(one, number)) < at);
  if (again >= 0) throw invalidArgument('The number is repeated', 'input', 'numbers', again);
  return numbers;
}

/** How the acts on the lists' places and on the numbers of a campaign are carried out. */
export const campaignPartHandlers = {
  campaignUpdateList: updateList,
  campaignAddNumbers: (context: Context, input: CampaignNumbersInput) =>
    changeNumbers(context, 'campaignAddNumbers', input),
  campaignRemoveNumbers: (context: Context, input: CampaignNumbersInput) =>
    changeNumbers(context, 'campaignRemoveNumbers', input),
} satisfies ActHandlers;
