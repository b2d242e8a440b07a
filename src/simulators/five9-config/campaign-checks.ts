import { type CampaignItem, wireStateOf } from './campaign-items.ts';
import { fail } from './collection.ts';
import type { Domain } from './domain.ts';

/** A campaign of one of these types, or the fault for a wrong one. */
export function existingCampaign(domain: Domain, name: unknown, types: readonly CampaignItem['type'][]): CampaignItem {
  const item = domain.campaigns.find(name);
  if (types.includes(item.type)) return item;
  const message = `Campaign "${String(name)}" is ${item.type}.`;
  return fail('WrongCampaignTypeFault', message, {
    actualType: item.type,
    campaignName: name,
    desiredTypes: types,
  });
}

/** Throws unless the campaign is stopped. */
export function stoppedCampaign(domain: Domain, name: unknown): CampaignItem {
  const item = domain.campaigns.find(name);
  const actualState = wireStateOf(item);
  if (actualState === 'NOT_RUNNING') return item;
  return fail('WrongCampaignStateFault', `Campaign "${String(name)}" is ${actualState}.`, {
    actualState,
    campaignName: name,
    desiredState: 'NOT_RUNNING',
  });
}
