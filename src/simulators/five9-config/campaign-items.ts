import type { SimulatedCampaign } from '../centre/model.ts';
import type { ConfigValues } from './collection.ts';

/** A campaign with what an administrator put into it. */
export interface CampaignItem extends ConfigValues {
  /** Attributes of the campaign itself, the name among them. */
  readonly settings: ConfigValues;
  readonly type: 'INBOUND' | 'OUTBOUND' | 'AUTODIAL';
  readonly lists: readonly ConfigValues[];
  readonly skills: readonly string[];
  readonly dispositions: readonly string[];
  readonly numbers: readonly string[];
  readonly strategies: readonly ConfigValues[];
  /** The engine of the campaign: the world's campaign, or that of one that was created. */
  readonly engine: { state: SimulatedCampaign['state'] | 'RESETTING'; turn: number };
  /** Present where the campaign is one of the world's. */
  readonly world?: SimulatedCampaign;
}

/** The state in the vendor's terms, which have no paused campaigns. */
export function wireStateOf({ engine, world }: CampaignItem): string {
  if (engine.state === 'RESETTING') return 'RESETTING';
  const { state } = world ?? engine;
  return state === 'STARTING' || state === 'RUNNING' || state === 'STOPPING' ? state : 'NOT_RUNNING';
}

function typeOf({ direction, mode }: SimulatedCampaign): CampaignItem['type'] {
  if (direction === 'INBOUND') return 'INBOUND';
  return mode === 'AUTODIAL' ? 'AUTODIAL' : 'OUTBOUND';
}

/** A campaign of the world as an administrator sees it. */
export function worldCampaign(campaign: SimulatedCampaign): CampaignItem {
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

/** A new campaign: stopped and empty. */
export function newCampaign(settings: ConfigValues, type: CampaignItem['type']): CampaignItem {
  const nothing = { lists: [], skills: [], dispositions: [], numbers: [], strategies: [] };
  return {
    ...nothing,
    settings: { mode: 'BASIC', ...settings, type },
    type,
    engine: { state: 'NOT_RUNNING', turn: 0 },
  };
}
