import type { Campaign } from '../centre/model.ts';
import type { Values } from './collection.ts';

/** A campaign with what an administrator put into it. */
export interface CampaignItem extends Values {
  /** Attributes of the campaign itself, the name among them. */
  readonly settings: Values;
  readonly type: 'INBOUND' | 'OUTBOUND' | 'AUTODIAL';
  readonly lists: readonly Values[];
  readonly skills: readonly string[];
  readonly dispositions: readonly string[];
  readonly numbers: readonly string[];
  readonly strategies: readonly Values[];
  /** What runs it: the world's campaign, or the engine of one that was created. */
  readonly engine: { state: Campaign['state'] | 'RESETTING'; turn: number };
  /** Present where the campaign is one of the world's. */
  readonly world?: Campaign;
}

/** The state in the vendor's words; it has no paused campaigns. */
export function stateOf({ engine, world }: CampaignItem): string {
  if (engine.state === 'RESETTING') return 'RESETTING';
  const { state } = world ?? engine;
  return state === 'STARTING' || state === 'RUNNING' || state === 'STOPPING' ? state : 'NOT_RUNNING';
}

function typeOf({ direction, mode }: Campaign): CampaignItem['type'] {
  if (direction === 'INBOUND') return 'INBOUND';
  return mode === 'AUTODIAL' ? 'AUTODIAL' : 'OUTBOUND';
}

/** A campaign of the world as an administrator sees it. */
export function worldCampaign(campaign: Campaign): CampaignItem {
  const { name, description } = campaign;
  const type = typeOf(campaign);
  const dialing = type === 'OUTBOUND' ? { dialingMode: campaign.mode, listDialingMode: 'VERTICAL_DIALING' } : {};
  return {
    ...newCampaign({ name, description, mode: 'BASIC', trainingMode: false, autoRecord: true, ...dialing }, type),
    lists: campaign.lists.map((listName, index) => ({ listName, priority: index + 1 })),
    skills: campaign.skills,
    dispositions: campaign.dispositions,
    numbers: type === 'INBOUND' ? [campaign.number] : [],
    world: campaign,
  };
}

/** A campaign that was created: it stands still and has nothing yet. */
export function newCampaign(settings: Values, type: CampaignItem['type']): CampaignItem {
  const nothing = { lists: [], skills: [], dispositions: [], numbers: [], strategies: [] };
  return {
    ...nothing,
    settings: { mode: 'BASIC', ...settings, type },
    type,
    engine: { state: 'NOT_RUNNING', turn: 0 },
  };
}
