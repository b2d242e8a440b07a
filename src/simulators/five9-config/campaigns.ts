import { type Campaign, type Centre, RefusedAct } from '../centre/model.ts';
import type { Answers } from './index.ts';
import { fail, namePattern, Shelf, textOf, told, type Values } from './shelf.ts';

const MISSING = 'CampaignNotFoundFault';

function typeOf({ direction, mode }: Campaign): string {
  if (direction === 'INBOUND') return 'INBOUND';
  return mode === 'AUTODIAL' ? 'AUTODIAL' : 'OUTBOUND';
}

/** A campaign with what an administrator put into it. */
interface CampaignItem extends Values {
  readonly settings: Values;
  readonly lists: readonly Values[];
  readonly skills: readonly string[];
  readonly dispositions: readonly string[];
  readonly numbers: readonly string[];
}

/** States of the world in the vendor's words; it has no paused campaigns. */
function stateOf({ state }: Campaign): string {
  return state === 'STARTING' || state === 'RUNNING' || state === 'STOPPING' ? state : 'NOT_RUNNING';
}

function itemOf(campaign: Campaign): CampaignItem {
  const { name, description } = campaign;
  return {
    settings: { name, description, mode: 'BASIC', type: typeOf(campaign), trainingMode: false },
    lists: campaign.lists.map((listName, index) => ({ campaignName: name, listName, priority: index + 1, ratio: 1 })),
    skills: campaign.skills,
    dispositions: campaign.dispositions,
    numbers: campaign.direction === 'INBOUND' ? [campaign.number] : [],
  };
}

/** Campaigns: those of the centre, which can run, and those created here, which stand still. */
export class Campaigns {
  readonly #shelf = new Shelf<CampaignItem>('Campaign', {
    missing: MISSING,
    taken: 'CampaignAlreadyExistsFault',
    field: 'campaignName',
  });
  readonly #running: ReadonlyMap<string, Campaign>;

  constructor(private readonly centre: Centre) {
    const ours = centre.campaigns.filter(({ owner }) => owner === 'five9-config');
    for (const campaign of ours) this.#shelf.add(campaign.name, itemOf(campaign));
    this.#running = new Map(ours.map((campaign) => [campaign.name, campaign]));
  }

  readonly answers: Answers = {
    getCampaigns: ({ campaignNamePattern, campaignType }) => this.#matching(campaignNamePattern, campaignType),
    getCampaignState: ({ campaignName }) => this.#state(campaignName),
    getInboundCampaign: ({ campaignName }) => this.#get(campaignName, 'INBOUND'),
    getOutboundCampaign: ({ campaignName }) => this.#get(campaignName, 'OUTBOUND'),
    getAutodialCampaign: ({ campaignName }) => this.#get(campaignName, 'AUTODIAL'),
    createInboundCampaign: ({ campaign }) => this.#create(campaign as Values, 'INBOUND'),
    createOutboundCampaign: ({ campaign }) => this.#create(campaign as Values, 'OUTBOUND'),
    createAutodialCampaign: ({ campaign }) => this.#create(campaign as Values, 'AUTODIAL'),
    modifyInboundCampaign: ({ campaign }) => this.#modify(campaign as Values),
    modifyOutboundCampaign: ({ campaign }) => this.#modify(campaign as Values),
    modifyAutodialCampaign: ({ campaign }) => this.#modify(campaign as Values),
    deleteCampaign: ({ campaignName }) => {
      if (this.#state(campaignName) !== 'NOT_RUNNING') this.#wrongState(campaignName, 'it is running');
      this.#shelf.remove(campaignName);
    },
    renameCampaign: ({ campaignName, campaignNewName }) => this.#rename(campaignName, String(campaignNewName)),
    startCampaign: ({ campaignName }) => this.#act(campaignName, (campaign) => this.centre.startCampaign(campaign)),
    stopCampaign: ({ campaignName }) => this.#act(campaignName, (campaign) => this.centre.stopCampaign(campaign)),
    forceStopCampaign: ({ campaignName }) =>
      this.#act(campaignName, (campaign) => this.centre.forceStopCampaign(campaign)),
    resetCampaign: ({ campaignName }) => void this.#shelf.find(campaignName),
    getListsForCampaign: ({ campaignName }) => this.#shelf.find(campaignName).lists,
    getCampaignDNISList: ({ campaignName }) => this.#shelf.find(campaignName).numbers,
  };

  #shown({ settings }: CampaignItem): Values {
    return { ...settings, state: this.#state(settings.name) };
  }

  #matching(pattern: unknown, type: unknown): Values[] {
    const fits = namePattern(pattern);
    return this.#shelf.items
      .filter(({ settings }) => fits(textOf(settings, 'name')) && (!type || settings.type === type))
      .map((item) => this.#shown(item));
  }

  #state(name: unknown): string {
    this.#shelf.find(name);
    const running = this.#running.get(String(name));
    return running ? stateOf(running) : 'NOT_RUNNING';
  }

  #get(name: unknown, type: string): Values {
    const item = this.#shelf.find(name);
    if (item.settings.type !== type) fail('WrongCampaignTypeFault', `Campaign "${String(name)}" is not ${type}.`);
    return this.#shown(item);
  }

  #create(campaign: Values, type: string): void {
    const settings = { ...told(campaign), type };
    this.#shelf.add(textOf(campaign, 'name'), { settings, lists: [], skills: [], dispositions: [], numbers: [] });
  }

  #modify(campaign: Values): void {
    const name = textOf(campaign, 'name');
    const { settings } = this.#shelf.find(name);
    this.#shelf.change(name, { settings: { ...settings, ...told(campaign) } });
  }

  #rename(name: unknown, newName: string): void {
    const { settings } = this.#shelf.find(name);
    this.#shelf.rename(name, newName, 'name');
    this.#shelf.change(newName, { settings: { ...settings, name: newName } });
  }

  #act(name: unknown, act: (campaign: Campaign) => void): void {
    this.#shelf.find(name);
    const campaign = this.#running.get(String(name));
    if (!campaign) this.#wrongState(name, 'it has no numbers to dial');
    try {
      act(campaign);
    } catch (error) {
      if (!(error instanceof RefusedAct)) throw error;
      this.#wrongState(name, `it is ${stateOf(campaign)}`);
    }
  }

  #wrongState(name: unknown, why: string): never {
    return fail('CampaignStateUpdateFault', `Campaign "${String(name)}" cannot change its state: ${why}.`, {
      campaignName: name,
    });
  }
}
