/** Steps on contacts, lists, the do-not-call list and batches of outreach. */
import type { Chance } from '../../src/simulators/centre/random.ts';
import type { ActAnswer, Floor } from './floor.ts';
import type { Make } from './step.ts';

/** One number as people write it, and as the domain may hold it. */
const SPELLINGS: readonly (readonly [written: string, stored: readonly string[]])[] = [
  ['+1 (614) 700-0003', ['6147000003', '+16147000003', '16147000003']],
  ['6147000017', ['6147000017', '+16147000017', '16147000017']],
  ['1-614-555-0171', ['6145550171', '+16145550171', '16145550171']],
  ['+44 20 7946 0958', ['011442079460958', '+442079460958', '442079460958']],
  ['614.555.0172', ['6145550172', '+16145550172', '16145550172']],
];

type Domain = Floor['config']['domain'];

function holders(domain: Domain, stored: readonly string[]) {
  return domain.contacts.all.filter(({ values }) => stored.includes(values.number1 ?? ''));
}

/** Whether a change is of a contact with this number. */
function isOfNumber(domain: Domain, stored: readonly string[], change: string): boolean {
  return holders(domain, stored).some(({ id }) => change === `contact ${id}`);
}

async function anyList({ listIds }: Floor, random: Chance): Promise<readonly [string, string] | null> {
  const lists = [...(await listIds())];
  return lists.length > 0 ? random.pick(lists) : null;
}

/** Adds a contact to a list, or removes it from there. */
function listStep(name: 'contactsAdd' | 'contactsRemove'): Make {
  return async ({ floor }, random) => {
    const list = await anyList(floor, random);
    if (!list) return null;
    const [listName, listId] = list;
    const { domain } = floor.config;
    const [written, stored] = random.pick(SPELLINGS);
    const isListed = () => holders(domain, stored).some(({ id }) => domain.contacts.members(listName).has(id));
    const before = isListed();
    return {
      name,
      input: { listId, contacts: [{ numbers: [written] }] },
      show: 'done',
      title: `${name} five9-config ${before ? 'listed' : 'not listed'}`,
      mustSucceed: name === 'contactsAdd' || before,
      mayChange: (change) =>
        change === `list ${listName}` || (name === 'contactsAdd' && isOfNumber(domain, stored, change)),
      wrongSuccess: ({ done }: ActAnswer) =>
        done === 1 && isListed() === (name === 'contactsAdd') ? null : `answers ${done}, and listed is ${isListed()}`,
    };
  };
}

/** Adds a number to the do-not-call list, or removes it under whichever spelling it is there. */
function doNotCallStep(name: 'doNotCallAdd' | 'doNotCallRemove'): Make {
  return ({ floor }, random) => {
    const { doNotCall } = floor.config.domain;
    const [written, stored] = random.pick(SPELLINGS);
    const isThere = () => stored.some((number) => doNotCall.has(number));
    return {
      name,
      input: { account: 'five9-config', numbers: [written] },
      show: 'changed',
      title: `${name} ${isThere() ? 'listed' : 'not listed'}`,
      // Numbers are added at night only, by the domain's clock.
      mustSucceed: name === 'doNotCallRemove',
      mayChange: (change) => stored.some((number) => change === `dnc ${number}`),
      wrongSuccess: () =>
        isThere() === (name === 'doNotCallAdd') ? null : `reported as done, and listed is ${isThere()}`,
    };
  };
}

/** Assigns a list to a campaign, or takes it away. */
function campaignListStep(name: 'campaignAddLists' | 'campaignRemoveLists'): Make {
  return async ({ floor, campaigns }, random) => {
    const list = await anyList(floor, random);
    const campaign = random.pick(floor.centre.campaigns.filter(({ owner }) => owner === 'five9-config'));
    const id = campaigns.get(campaign.name);
    if (!list || !id) return null;
    const [listName, listId] = list;
    const item = () => floor.config.domain.campaigns.find(campaign.name);
    const has = () => item().lists.some((each) => each.listName === listName);
    const before = has();
    return {
      name,
      input: { id, listIds: [listId] },
      show: 'campaign { id }',
      title: `${name} ${item().type} ${before ? 'assigned' : 'not assigned'}`,
      mustSucceed: item().type === 'OUTBOUND' && before === (name === 'campaignRemoveLists'),
      mayChange: (change) => change === `lists of ${campaign.name}`,
      wrongSuccess: () =>
        has() === (name === 'campaignAddLists') ? null : `reported as done, and assigned is ${has()}`,
    };
  };
}

/** Hands contacts over for outreach, which begins at once. */
const outreachStep: Make = ({ floor, campaigns }, random) => {
  const { store } = floor.engage;
  const campaign = random.pick(floor.centre.campaigns.filter(({ owner }) => owner === 'engage'));
  const campaignId = campaigns.get(campaign.name);
  if (!campaignId) return null;
  const before = new Set(store.batches.items);
  const fresh = () => store.batches.items.filter((batch) => !before.has(batch));
  const [written] = random.pick(SPELLINGS);
  return {
    name: 'contactsAdd',
    input: { campaignId, contacts: [{ numbers: [written] }] },
    show: 'done import { id source { nativeId } }',
    title: 'contactsAdd engage',
    mustSucceed: false,
    mayChange: (change) => fresh().some(({ value }) => change === `batch ${value.externalId}`),
    wrongSuccess: ({ import: begun }) => {
      const [batch, second] = fresh();
      if (!batch || second) return `${fresh().length} batches were made`;
      floor.imports.set(String(batch.value.externalId), begun.id);
      const isMeant = batch.campaignId === campaign.id && begun.source.nativeId === batch.value.externalId;
      return isMeant ? null : 'another batch or campaign is answered';
    },
  };
};

/** Ends a batch. */
const cancelStep: Make = ({ floor }, random) => {
  if (floor.imports.size === 0) return null;
  const [externalId, id] = random.pick([...floor.imports]);
  const { store } = floor.engage;
  const state = () => {
    const batch = store.batches.items.find(({ value }) => value.externalId === externalId);
    return batch ? store.batchState(batch) : 'gone';
  };
  return {
    name: 'contactImportCancel',
    input: { id },
    show: 'import { id }',
    title: `contactImportCancel engage ${state()}`,
    mustSucceed: ['Pending', 'Running'].includes(state()),
    mayChange: (change) => change === `batch ${externalId}`,
    wrongSuccess: () => (state() === 'Cancelled' ? null : `reported as done, and the batch is ${state()}`),
  };
};

/** Steps on contacts and lists. */
export const CONTACT_STEPS: readonly Make[] = [
  listStep('contactsAdd'),
  listStep('contactsRemove'),
  doNotCallStep('doNotCallAdd'),
  doNotCallStep('doNotCallRemove'),
  campaignListStep('campaignAddLists'),
  campaignListStep('campaignRemoveLists'),
  outreachStep,
  cancelStep,
];
