import { type Centre, RefusedAct, type SimulatedCampaign } from '../centre/model.ts';
import type { AnswerInput, Answers, ConfigRequest } from './answers.ts';
import { existingCampaign, stoppedCampaign } from './campaign-checks.ts';
import { type CampaignItem, wireStateOf } from './campaign-items.ts';
import { fail } from './collection.ts';
import type { Domain } from './domain.ts';

/** Milliseconds a stopped campaign drains, and a campaign is being reset. */
const DRAINING = 25_000;
const RESETTING = 3_000;

const DIALED = ['OUTBOUND', 'AUTODIAL'] as const;

type Act = 'startCampaign' | 'stopCampaign' | 'forceStopCampaign';

/** From which states an act leads where, for campaigns that were created. */
const ACTS: Readonly<Record<Act, { from: readonly string[]; to: CampaignItem['engine']['state'] }>> = {
  startCampaign: { from: ['NOT_RUNNING'], to: 'RUNNING' },
  stopCampaign: { from: ['RUNNING'], to: 'STOPPING' },
  forceStopCampaign: { from: ['RUNNING', 'STOPPING'], to: 'NOT_RUNNING' },
};

function refuse(campaignName: string, item: CampaignItem): never {
  const details = `it is ${wireStateOf(item)}`;
  const message = `Campaign "${campaignName}" cannot change its state: ${details}.`;
  return fail('CampaignStateUpdateFault', message, { campaignName, details });
}

function act(domain: Domain, name: string, what: Act): void {
  const item = domain.campaigns.find(name);
  if (item.engine.state === 'RESETTING') refuse(name, item);
  if (item.world) actOnWorld(domain.centre, name, item, item.world, what);
  else actOnOwn(domain, name, item, what);
  domain.changes.notify();
}

function actOnWorld(centre: Centre, name: string, item: CampaignItem, campaign: SimulatedCampaign, what: Act): void {
  try {
    centre[what](campaign);
  } catch (error) {
    if (!(error instanceof RefusedAct)) throw error;
    refuse(name, item);
  }
}

function actOnOwn(domain: Domain, name: string, item: CampaignItem, what: Act): void {
  const { from, to } = ACTS[what];
  if (!from.includes(wireStateOf(item))) refuse(name, item);
  move(domain, item, to);
  if (to === 'STOPPING') later(domain, item, DRAINING);
}

function move(domain: Domain, { engine }: CampaignItem, state: CampaignItem['engine']['state']): void {
  engine.state = state;
  engine.turn += 1;
  domain.changes.notify();
}

/** Returns to NOT_RUNNING after a while, unless another act changed the state meanwhile. */
function later(domain: Domain, item: CampaignItem, time: number): void {
  const { turn } = item.engine;
  domain.centre.after(time, () => item.engine.turn === turn && move(domain, item, 'NOT_RUNNING'));
}

function reset(domain: Domain, name: string): void {
  const item = existingCampaign(domain, name, DIALED);
  if (wireStateOf(item) !== 'NOT_RUNNING') refuse(name, item);
  move(domain, item, 'RESETTING');
  later(domain, item, RESETTING);
}

function resetDispositions(domain: Domain, input: AnswerInput<'resetCampaignDispositions'>): void {
  const { campaignName, dispositions, after: start, before: end } = input;
  const { lists } = stoppedCampaign(domain, campaignName);
  domain.dispositions.need(dispositions);
  if (start && end && Date.parse(start) >= Date.parse(end))
    fail('InvalidDateRangeFault', 'The range ends before it starts.', { end, start });
  domain.contacts.resetDispositions(
    lists.map(({ listName }) => String(listName)),
    dispositions,
  );
}

async function stateWhenChanged(
  domain: Domain,
  input: AnswerInput<'getCampaignState'>,
  { signal }: ConfigRequest,
): Promise<string> {
  const { campaignName, waitUntilChange } = input;
  const before = wireStateOf(domain.campaigns.find(campaignName));
  const state = () => (domain.campaigns.has(campaignName) ? wireStateOf(domain.campaigns.find(campaignName)) : 'gone');
  await domain.changes.until(() => state() !== before, Number(waitUntilChange ?? 0), signal);
  return wireStateOf(domain.campaigns.find(campaignName));
}

function strategic(domain: Domain, campaignName: string): CampaignItem {
  const item = existingCampaign(domain, campaignName, DIALED);
  if (item.settings.listDialingMode === 'EXTENDED_STRATEGY') return item;
  const message = `Campaign "${campaignName}" does not dial its lists by strategies.`;
  return fail('WrongListDialingModeFault', message, { campaignName });
}

function setStrategies(
  domain: Domain,
  { campaignName, campaignStrategies }: AnswerInput<'setCampaignStrategies'>,
): void {
  strategic(domain, campaignName);
  const strategies = campaignStrategies.strategies ?? [];
  for (const { filter } of strategies) domain.fields.need((filter?.conditions ?? []).map(({ leftValue }) => leftValue));
  domain.campaigns.put(campaignName, { strategies });
}

/** Starting, stopping and watching campaigns, and what they dial by. */
export function campaignRunningAnswers(domain: Domain): Answers {
  return {
    startCampaign: ({ campaignName }) => act(domain, campaignName, 'startCampaign'),
    stopCampaign: ({ campaignName }) => act(domain, campaignName, 'stopCampaign'),
    forceStopCampaign: ({ campaignName }) => act(domain, campaignName, 'forceStopCampaign'),
    getCampaignState: (input, asked) => stateWhenChanged(domain, input, asked),
    resetCampaign: ({ campaignName }) => reset(domain, campaignName),
    resetListPosition: ({ campaignName }) => void domain.campaigns.find(campaignName),
    resetCampaignDispositions: (input) => resetDispositions(domain, input),
    getCampaignStrategies: ({ campaignName }) => ({ strategies: strategic(domain, campaignName).strategies }),
    setCampaignStrategies: (input) => setStrategies(domain, input),
  };
}
