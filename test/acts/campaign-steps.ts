/** Steps on the lists' places and the called numbers of campaigns. */
import type { Chance } from '../../src/simulators/centre/random.ts';
import type { Make, Targets } from './step.ts';

function anyCampaign({ floor, campaigns }: Targets, random: Chance) {
  const campaign = random.pick(floor.centre.campaigns.filter(({ owner }) => owner === 'five9-config'));
  const id = campaigns.get(campaign.name);
  return id ? { id, name: campaign.name, item: () => floor.config.domain.campaigns.find(campaign.name) } : null;
}

/** Changes the place of a list, which the campaign may not have. */
const updateListStep: Make = async (setting, random) => {
  const campaign = anyCampaign(setting, random);
  const lists = [...(await setting.floor.listIds())];
  if (!campaign || lists.length === 0) return null;
  const [listName, listId] = random.pick(lists);
  const now = () => campaign.item().lists.find((list) => list.listName === listName);
  const place = { priority: 1 + random.pick([0, 1, 2]), ratio: random.pick([10, 50, 99]) };
  const isAssigned = now() !== undefined;
  const field = setting.floor.readings.includes('list-priority=dialing-priority') ? 'dialingPriority' : 'priority';
  return {
    name: 'campaignUpdateList',
    input: { id: campaign.id, listId, ...place },
    show: 'campaign { listSettings { priority ratio } }',
    title: `campaignUpdateList ${campaign.item().type} ${isAssigned ? 'assigned' : 'not assigned'}`,
    mustSucceed: campaign.item().type === 'OUTBOUND' && isAssigned,
    mayChange: (change) => isAssigned && change === `lists of ${campaign.name}`,
    wrongSuccess: () =>
      now()?.[field] === place.priority && now()?.dialingRatio === place.ratio ? null : 'the list has another place',
  };
};

/** Adds a called number to a campaign, which has it, or has another, or is of another type; or removes it. */
function numberStep(name: 'campaignAddNumbers' | 'campaignRemoveNumbers'): Make {
  return (setting, random) => {
    const campaign = anyCampaign(setting, random);
    if (!campaign) return null;
    const { domain } = setting.floor.config;
    const number = random.pick([...domain.dnis, '9995550000']);
    const digits = number.slice(-10);
    const has = () => campaign.item().numbers.includes(number);
    const isTaken = domain.campaigns.items.some(({ numbers }) => numbers.includes(number));
    const before = has();
    const isAdding = name === 'campaignAddNumbers';
    return {
      name,
      input: { id: campaign.id, numbers: [`+1 (${digits.slice(0, 3)}) ${digits.slice(3)}`] },
      show: 'campaign { numbers }',
      title: `${name} ${campaign.item().type} ${before ? 'assigned' : 'not assigned'}`,
      mustSucceed: campaign.item().type === 'INBOUND' && (isAdding ? !isTaken && domain.dnis.has(number) : before),
      mayChange: (change) => change === `numbers of ${campaign.name}`,
      wrongSuccess: ({ campaign: shown }) =>
        has() === isAdding && shown?.numbers.includes(number) === isAdding ? null : `assigned is ${has()}`,
    };
  };
}

/** Steps on the parts of campaigns. */
export const CAMPAIGN_PART_STEPS: readonly Make[] = [
  updateListStep,
  numberStep('campaignAddNumbers'),
  numberStep('campaignRemoveNumbers'),
];
