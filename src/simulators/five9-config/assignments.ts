import type { AnswerInput, Answers } from './answers.ts';
import { existingCampaign } from './campaign-checks.ts';
import type { CampaignItem } from './campaign-items.ts';
import { type ConfigValues, fail, textOf, valuesGiven } from './collection.ts';
import type { Domain } from './domain.ts';

const DIALED = ['OUTBOUND', 'AUTODIAL'] as const;

type Part = 'skills' | 'dispositions' | 'numbers';

/** A kind of part that campaigns have, and the faults when a campaign has it already, or does not. */
interface Assignment {
  readonly part: Part;
  readonly known: (domain: Domain, name: string) => void;
  readonly already: string;
  readonly not: string;
  readonly field: string;
  readonly types?: readonly CampaignItem['type'][];
}

const SKILLS: Assignment = {
  part: 'skills',
  known: (domain, name) => domain.skills.find(name),
  already: 'SkillAlreadyAssignedFault',
  not: 'SkillIsNotAssignedFault',
  field: 'skillName',
};
const DISPOSITIONS: Assignment = {
  part: 'dispositions',
  known: (domain, name) => domain.dispositions.find(name),
  already: 'DispositionIsAlreadyAssignedFault',
  not: 'DispositionIsNotAssisgnedFault',
  field: 'dispositionName',
};
const NUMBERS: Assignment = {
  part: 'numbers',
  known: (domain, dnis) =>
    domain.dnis.has(dnis) || fail('DNISNotFoundFault', `DNIS "${dnis}" doesn't exist.`, { dnis }),
  already: 'DNISAlreadyAssignedFault',
  not: 'DNISIsNotAssignedFault',
  field: 'dnis',
  types: ['INBOUND'],
};

function campaignFor(domain: Domain, name: string, { types }: Assignment): CampaignItem {
  return types ? existingCampaign(domain, name, types) : domain.campaigns.find(name);
}

/** All or none are added: the first that cannot be refuses the request. */
function assign(domain: Domain, campaignName: string, names: readonly string[], kind: Assignment): void {
  const item = campaignFor(domain, campaignName, kind);
  for (const name of names) {
    kind.known(domain, name);
    const holder = holderOf(domain, item, name, kind.part);
    if (holder)
      fail(kind.already, `"${name}" already assigned to campaign "${holder}"`, {
        campaignName: holder,
        [kind.field]: name,
      });
  }
  domain.campaigns.put(campaignName, { [kind.part]: [...item[kind.part], ...names] });
}

/** A number belongs to one campaign only; anything else may serve many. */
function holderOf(domain: Domain, item: CampaignItem, name: string, part: Part): string | undefined {
  const among = part === 'numbers' ? domain.campaigns.items : [item];
  const holder = among.find((campaign) => campaign[part].includes(name));
  return holder && textOf(holder.settings, 'name');
}

function withdraw(domain: Domain, campaignName: string, names: readonly string[], kind: Assignment): void {
  const item = campaignFor(domain, campaignName, kind);
  for (const name of names) {
    kind.known(domain, name);
    if (!item[kind.part].includes(name))
      fail(kind.not, `"${name}" is not assigned to campaign "${campaignName}".`, { campaignName, [kind.field]: name });
  }
  domain.campaigns.put(campaignName, { [kind.part]: item[kind.part].filter((name) => !names.includes(name)) });
}

function addDispositions(domain: Domain, input: AnswerInput<'addDispositionsToCampaign'>): void {
  const { campaignName, dispositions, isSkipPreviewDisposition } = input;
  const { settings, type } = domain.campaigns.find(campaignName);
  if (isSkipPreviewDisposition && settings.dialingMode !== 'PREVIEW')
    fail('AllowedOnlyForPreviewCampaignFault', `Campaign "${campaignName}" has no preview.`, { campaignName });
  for (const dispositionName of dispositions) {
    const disposition = domain.dispositions.find(dispositionName);
    if (type === 'INBOUND' && disposition.type === 'RedialNumber')
      fail('DispositionNotAllowedFault', `"${dispositionName}" redials, which "${campaignName}" cannot.`, {
        dispositionName,
      });
  }
  assign(domain, campaignName, dispositions, DISPOSITIONS);
}

function removeDispositions(
  domain: Domain,
  { campaignName, dispositions }: AnswerInput<'removeDispositionsFromCampaign'>,
) {
  const { settings } = domain.campaigns.find(campaignName);
  const wrapUp = textOf(settings.callWrapup, 'dispostionName');
  if (wrapUp && dispositions.includes(wrapUp))
    fail('ObjectInUseFault', `"${wrapUp}" ends wrap-up in campaign "${campaignName}".`, {
      objectName: wrapUp,
      objectType: 'Disposition',
    });
  withdraw(domain, campaignName, dispositions, DISPOSITIONS);
}

function notAssigned(campaignName: string, listName: string): never {
  return fail('ListIsNotAssignedFault', `List "${listName}" is not assigned to campaign "${campaignName}".`, {
    campaignName,
    listName,
  });
}

function hasList(item: CampaignItem, listName: unknown): boolean {
  return item.lists.some((list) => list.listName === listName);
}

function addLists(domain: Domain, { campaignName, lists }: AnswerInput<'addListsToCampaign'>): void {
  const item = existingCampaign(domain, campaignName, DIALED);
  for (const { listName } of lists) {
    domain.lists.find(listName);
    if (hasList(item, listName))
      fail('ListAlreadyAssignedFault', `List "${String(listName)}" is already assigned to "${campaignName}".`, {
        campaignName,
        listName,
      });
  }
  domain.campaigns.put(campaignName, { lists: [...item.lists, ...lists.map(valuesGiven)] });
}

function modifyLists(domain: Domain, { campaignName, lists }: AnswerInput<'modifyCampaignLists'>): void {
  const item = domain.campaigns.find(campaignName);
  for (const { listName } of lists) {
    domain.lists.find(listName);
    if (!hasList(item, listName)) notAssigned(campaignName, String(listName));
  }
  const changed = (list: ConfigValues) => ({
    ...list,
    ...valuesGiven(lists.find(({ listName }) => listName === list.listName) ?? {}),
  });
  const isGiven = (list: ConfigValues) => lists.some(({ listName }) => listName === list.listName);
  const left = domain.reading('modified-lists') === 'removed' ? item.lists.filter(isGiven) : item.lists;
  domain.campaigns.put(campaignName, { lists: left.map(changed) });
}

function removeLists(domain: Domain, { campaignName, lists }: AnswerInput<'removeListsFromCampaign'>): void {
  const item = domain.campaigns.find(campaignName);
  for (const name of lists) {
    domain.lists.find(name);
    if (!hasList(item, name)) notAssigned(campaignName, name);
  }
  domain.campaigns.put(campaignName, { lists: item.lists.filter(({ listName }) => !lists.includes(String(listName))) });
}

/** A list with its place in the field that is played; the other one is left as it was. */
function placed({ priority, dialingPriority, ...list }: ConfigValues, domain: Domain): ConfigValues {
  if (domain.reading('list-priority') === 'priority') return { ...list, priority, dialingPriority };
  return { ...list, dialingPriority: dialingPriority ?? priority };
}

/** Lists of an outbound campaign (guide p. 148); what others answer is open. */
function listsOf(domain: Domain, campaignName: string): ConfigValues[] {
  const isRefused = domain.reading('lists-of-autodial') === 'fault';
  const { lists, type } = isRefused
    ? existingCampaign(domain, campaignName, ['OUTBOUND', 'INBOUND'])
    : domain.campaigns.find(campaignName);
  if (type !== 'INBOUND') return lists.map((list) => ({ ...placed(list, domain), campaignName }));
  return domain.reading('lists-of-inbound') === 'fault' ? domain.campaigns.missing(campaignName) : [];
}

/** Adds skills, dispositions, numbers and lists to campaigns, and removes them. */
export function assignmentAnswers(domain: Domain): Answers {
  return {
    addSkillsToCampaign: ({ campaignName, skills }) => assign(domain, campaignName, skills, SKILLS),
    removeSkillsFromCampaign: ({ campaignName, skills }) => withdraw(domain, campaignName, skills, SKILLS),
    addDNISToCampaign: ({ campaignName, DNISList }) => assign(domain, campaignName, DNISList, NUMBERS),
    removeDNISFromCampaign: ({ campaignName, DNISList }) => withdraw(domain, campaignName, DNISList, NUMBERS),
    addDispositionsToCampaign: (input) => addDispositions(domain, input),
    removeDispositionsFromCampaign: (input) => removeDispositions(domain, input),
    addListsToCampaign: (input) => addLists(domain, input),
    modifyCampaignLists: (input) => modifyLists(domain, input),
    removeListsFromCampaign: (input) => removeLists(domain, input),
    getListsForCampaign: ({ campaignName }) => listsOf(domain, campaignName),
    getCampaignDNISList: ({ campaignName }) => existingCampaign(domain, campaignName, ['INBOUND']).numbers,
    getDNISList: ({ selectUnassigned }) => {
      const assigned = new Set(selectUnassigned ? domain.campaigns.items.flatMap(({ numbers }) => numbers) : []);
      return [...domain.dnis].filter((number) => !assigned.has(number));
    },
  };
}
