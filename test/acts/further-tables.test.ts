/** Plays the tables of docs/acts.md on parties, agents, contacts and batches, and checks that no act is missing there. */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { ACT_NAMES } from '../../schema/acts/acts.ts';
import { writeId } from '../../src/access/global-id.ts';
import type { SimulatedPerson } from '../../src/simulators/centre/model.ts';
import { type Floor, startFloor } from './floor.ts';
import { bring, SITUATIONS, talk } from './situations.ts';
import { callKey, changes, deskKey, recordingKey, stateOf } from './state.ts';
import { DOCUMENT, tableUnder } from './tables.ts';

let floor: Floor;
beforeAll(async () => {
  floor = await startFloor(11, { startsAt: new Date('2024-05-06T09:00:00Z') });
}, 60_000);
afterAll(() => floor.close());

let turn = 0;

/** Agents of a vendor, one after another, without calls. */
function nextAgent(vendor: string): SimulatedPerson {
  const agents = floor.centre.people.filter(({ carrier }) => carrier === vendor);
  const person = agents[turn++ % agents.length] as SimulatedPerson;
  for (const call of floor.centre.liveCalls(person)) floor.centre.dispose(call, 'Resolved');
  if (person.presence === 'LOGGED_OUT') floor.centre.logIn(person);
  floor.centre.setReady(person);
  floor.centre.advanceTo(new Date(floor.centre.now().getTime() + 1));
  return person;
}

/** The outcome of an act; throws where it changed what it does not name, or changed anything although it was refused. */
async function play(name: string, input: object, isNamed: (change: string) => boolean): Promise<string> {
  const before = await stateOf(floor);
  const { userErrors } = await floor.act(name, input, 'userErrors { code }');
  const outcome = userErrors[0]?.code ?? 'done';
  const changed = changes(before, await stateOf(floor));
  const isOpen = outcome === 'done' || outcome === 'OUTCOME_UNKNOWN';
  expect(changed.filter((change) => !isOpen || !isNamed(change))).toEqual([]);
  return outcome;
}

const played = (cells: Record<string, string>) => Object.entries(cells).filter(([, outcome]) => outcome !== '—');
const CONSULTED = '+16145550198';

const further =
  (name: string, input: object) =>
  async (on: Floor, { id }: { readonly id: string }) => {
    const { userErrors } = await on.act(name, { id, toNumber: CONSULTED, ...input }, 'call { state }');
    if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
  };

const PARTY_SITUATIONS: typeof SITUATIONS = {
  ...SITUATIONS,
  'transfer in consultation': further('callTransfer', { warm: true }),
  'conference in consultation': further('callConference', { warm: true }),
  conference: further('callConference', {}),
};

const MORE: Readonly<Record<string, object>> = {
  callDispose: { disposition: 'Resolved' },
  callSendDtmf: { digits: '42' },
  callTransfer: { toNumber: '+16145550199' },
  callConference: { toNumber: '+16145550197' },
};

describe.each(tableUnder('Calls with further parties', 2))('%s', (row, cells) => {
  const [name = '', vendor = ''] = row.split(' ');

  test.each(played(cells))('%s: %s', async (situation, outcome) => {
    const arrange = PARTY_SITUATIONS[situation];
    if (!arrange) throw new Error(`no situation ${situation}`);
    const { call, id, person } = await bring(floor, nextAgent(vendor), arrange);
    const named = [callKey(call), `agent ${person.userName}`, deskKey(person)];
    const isNamed = (change: string) =>
      named.includes(change) || (!!call.recording && change === recordingKey(call.recording));
    const found = await play(name, { id, ...MORE[name] }, isNamed);
    const desk = floor.desk(person);
    desk?.parties.clear();
    if (desk) desk.consultation = null;
    expect(found).toBe(outcome);
  });
});

const PRESENCES: Readonly<Record<string, (person: SimulatedPerson) => void>> = {
  READY: () => {},
  NOT_READY: (person) => floor.centre.setNotReady(person, null),
  ON_CALL: (person) => void talk(floor.centre, person),
  WRAP_UP: (person) => floor.centre.hangUp(talk(floor.centre, person)),
  LOGGED_OUT: (person) => floor.centre.logOut(person),
};

describe.each(tableUnder('Agents', 2))('%s', (row, cells) => {
  const [name = '', vendor = ''] = row.split(' ');

  test.each(played(cells))('%s: %s', async (presence, outcome) => {
    const person = nextAgent(vendor);
    PRESENCES[presence]?.(person);
    expect(person.presence).toBe(presence);
    const login = { password: 'Secret:1', station: person.stationName, stationType: 'SOFTPHONE' };
    const input = { id: floor.agentId(person), ...(name === 'agentLogin' && login) };
    expect(await play(name, input, (change) => change === `agent ${person.userName}`)).toBe(outcome);
  });
});

describe.each(tableUnder('Configuration of campaigns', 1))('%s', (name, cells) => {
  test.each(played(cells))('%s: %s', async (state, outcome) => {
    const { centre } = floor;
    // What the cell before began, such as a reset, is over.
    centre.advanceTo(new Date(centre.now().getTime() + 120_000));
    const campaign = centre.campaigns.find(
      ({ owner, direction }) => owner === 'five9-config' && direction === 'OUTBOUND',
    );
    if (!campaign) throw new Error('no campaign');
    campaign.state = state as typeof campaign.state;
    const before = campaign.name;
    const id = (await floor.campaignIds()).get(before);
    const inputs: Readonly<Record<string, object>> = {
      campaignUpdate: { description: `while ${state}` },
      campaignRename: { name: `${before} II` },
    };
    const names = [before, `${before} II`];
    const isNamed = (change: string) =>
      change === `campaign ${campaign.id}` || names.some((each) => change.endsWith(` of ${each}`));
    expect(await play(name, { id, ...inputs[name] }, isNamed)).toBe(outcome);
  });
});

describe.each(tableUnder('Contacts', 1))('%s', (name, cells) => {
  test.each(played(cells))('%s: %s', async (situation, outcome) => {
    const { domain } = floor.config;
    const number = `61470${String(10_000 + turn++)}`;
    const [[listName, listId] = ['', '']] = await floor.listIds();
    const contacts = [{ numbers: [number] }];
    const isOfNumbers = name.startsWith('doNotCall');
    const list = situation === 'unknown list' ? writeId('ContactList', 'five9-config', 'No such list') : listId;
    if (situation === 'listed')
      await floor.act(
        isOfNumbers ? 'doNotCallAdd' : 'contactsAdd',
        isOfNumbers ? { account: 'five9-config', numbers: [number] } : { listId, contacts },
        'userErrors { code }',
      );
    const spelled = situation === 'no number' ? 'none' : number;
    const input = isOfNumbers
      ? { account: 'five9-config', numbers: [spelled] }
      : { listId: list, contacts: [{ numbers: [spelled] }] };
    const isNamed = (change: string) =>
      change === `list ${listName}` ||
      change === `dnc ${number}` ||
      domain.contacts.all.some(({ id, values }) => values.number1 === number && change === `contact ${id}`);
    expect(await play(name, input, isNamed)).toBe(outcome);
  });
});

describe.each(tableUnder('Batches of Engage', 1))('%s', (name, cells) => {
  test.each(played(cells))('%s: %s', async (state, outcome) => {
    const { centre, engage } = floor;
    const campaign = centre.campaigns.find(({ owner }) => owner === 'engage');
    const campaignId = (await floor.campaignIds()).get(campaign?.name ?? '');
    const contacts = [{ numbers: ['+16145550101'] }];
    const { import: made } = await floor.act('contactsAdd', { campaignId, contacts }, 'import { id }');
    const batch = engage.store.batches.items.at(-1);
    if (!batch) throw new Error('no batch');
    if (state === 'Done') centre.advanceTo(new Date(centre.now().getTime() + 60_000));
    if (state === 'Cancelled') batch.cancelledAt = centre.now();
    expect(engage.store.batchState(batch)).toBe(state);
    const isNamed = (change: string) => change === `batch ${batch.value.externalId}`;
    expect(await play(name, { id: made.id }, isNamed)).toBe(outcome);
  });
});

describe('the tables of acts', () => {
  const rows = [...DOCUMENT.matchAll(/^\| (\w+) \|/gm)].map(([, name]) => name);
  const elsewhere = DOCUMENT.split('## Acts without a table')[1] ?? '';

  it.each(ACT_NAMES)('have %s, or name the test of its situations', (name) => {
    const line = elsewhere.split('\n').find((each) => each.includes(`\`${name}\``));
    if (!rows.includes(name)) expect(line).toMatch(/`test\/[\w./-]+\.test\.ts`/);
  });
});
