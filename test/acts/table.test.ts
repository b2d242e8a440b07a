/** Plays every cell of the tables of docs/acts.md, and checks that nothing but the named call changes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeId } from '../../src/access/global-id.ts';
import type { SimulatedPerson } from '../../src/simulators/centre/model.ts';
import type { SimulatedDesk } from '../../src/simulators/five9-cti/desk.ts';
import { type Floor, startFloor } from './floor.ts';
import { RECORDING_SITUATIONS } from './recording-situations.ts';
import { bring, SITUATIONS, talk } from './situations.ts';
import { callbackKey, callKey, changes, recordingKey, stateOf } from './state.ts';
import { tableUnder } from './tables.ts';

let floor: Floor;
beforeAll(async () => {
  floor = await startFloor(9);
}, 30_000);
afterAll(() => floor.close());

const turns = new Map<string, number>();

/** Agents of a vendor, one after another. */
function nextAgent(vendor: string): SimulatedPerson {
  const agents = floor.centre.people.filter(({ carrier }) => carrier === vendor);
  const turn = turns.get(vendor) ?? 0;
  turns.set(vendor, turn + 1);
  return agents[turn % agents.length] as SimulatedPerson;
}

const MORE: Readonly<Record<string, object>> = {
  callDispose: { disposition: 'Resolved' },
  callSendDtmf: { digits: '42' },
  callTransfer: { toNumber: '+16145550199' },
  callConference: { toNumber: '+16145550198' },
};

const outcomeOf = (answer: { userErrors: readonly { code: string }[] }) => answer.userErrors[0]?.code ?? 'done';

/** The outcome of an act; throws where it changed what it does not name. */
async function play(name: string, input: object, isNamed: (change: string) => boolean): Promise<string> {
  const before = await stateOf(floor);
  const outcome = outcomeOf(await floor.act(name, input, 'userErrors { code }'));
  const changed = changes(before, await stateOf(floor));
  const isOpen = outcome === 'done' || outcome === 'OUTCOME_UNKNOWN';
  expect(changed.filter((change) => !isOpen || !isNamed(change))).toEqual([]);
  return outcome;
}

describe.each(tableUnder('Calls', 2))('%s', (row, cells) => {
  const [name = '', vendor = ''] = row.split(' ');
  const played = Object.entries(cells).filter(([, outcome]) => outcome !== '—');

  test.each(played)('%s: %s', async (situation, outcome) => {
    const arrange = SITUATIONS[situation];
    if (!arrange) throw new Error(`no situation ${situation}`);
    const { call, id, person } = await bring(floor, nextAgent(vendor), arrange);
    const named = [callKey(call), `agent ${person.userName}`, `desk ${person.userName}`];
    const isNamed = (change: string) =>
      named.includes(change) || (!!call.recording && change === recordingKey(call.recording));
    expect(await play(name, { id, ...MORE[name] }, isNamed)).toBe(outcome);
  });
});

/** What happens to a callback of a desk before the act that names it. */
const CALLBACK_SITUATIONS: Readonly<Record<string, (storage: SimulatedDesk['storage'], id: string) => void>> = {
  listed: () => {},
  overdue: ({ callbacks }, id) => {
    const callback = callbacks.get(id);
    if (callback) callbacks.set(id, { ...callback, dueDate: String(floor.centre.now().getTime() - 60_000) });
  },
  dismissed: ({ dismissed }, id) => dismissed.add(id),
  removed: ({ callbacks }, id) => callbacks.delete(id),
  'another callback in its place': (storage, id) => {
    const number = storage.callbacks.get(id)?.number;
    storage.callbacks.delete(id);
    storage.storeCallback({ number, dueDate: String(floor.centre.now().getTime() + 60_000) });
  },
};

describe.each(tableUnder('Callbacks', 1))('%s', (name, cells) => {
  test.each(Object.entries(cells))('%s: %s', async (situation, outcome) => {
    const arrange = CALLBACK_SITUATIONS[situation];
    const person = nextAgent('five9-cti');
    const storage = floor.desk(person)?.storage;
    if (!arrange || !storage) throw new Error(`no situation ${situation}`);
    const { id } = storage.storeCallback({ number: '+16145550133', dueDate: '4102444800000' });
    arrange(storage, id);
    const input = { id: floor.callbackId(person, id), ...(name === 'callbackSnooze' && { seconds: 600 }) };
    expect(await play(name, input, (change) => change === callbackKey(person, id))).toBe(outcome);
    if (outcome !== 'done') return;
    const snoozed = String(floor.centre.now().getTime() + 600_000);
    if (name === 'callbackDismiss') expect(storage.dismissed).toContain(id);
    else expect(storage.callbacks.get(id)?.dueDate).toBe(snoozed);
  });
});

describe.each(tableUnder('Recordings', 2))('%s', (row, cells) => {
  const [name = '', by = ''] = row.split(' ');

  test.each(Object.entries(cells))('%s: %s', async (situation, outcome) => {
    const arrange = RECORDING_SITUATIONS[situation];
    if (!arrange) throw new Error(`no situation ${situation}`);
    const { centre } = floor;
    const brought = await bring(floor, nextAgent('five9-cti'), () => {});
    const { call, id, person } = brought;
    const { recording } = call;
    if (!recording) throw new Error('the call is not recorded');
    const device = person.extension;
    const targets: Record<string, object> = {
      callId: { callId: id },
      device: { device },
      callInstance: { device, callInstance: recording.callInstance },
    };
    await arrange(floor, brought, recording);
    const isRace = situation.endsWith('as the act is sent');
    const calls = by === 'device' ? centre.liveCalls(person) : [call];
    const isNamed = (change: string) => {
      const ofCalls = floor.recorder.recordings().filter((each) => calls.includes(each.call));
      return calls.map(callKey).includes(change) || ofCalls.map(recordingKey).includes(change);
    };
    const target = targets[by] ?? {};
    expect(isRace ? await outcomeInRace(name, target) : await play(name, target, isNamed)).toBe(outcome);
    const others = centre.liveCalls(person).filter((each) => each !== call);
    if (isRace && by !== 'device')
      expect(others.map((each) => each.recording?.state)).toEqual(others.map(() => 'RECORDING'));
  });
});

/** The outcome of an act beside a change that the test makes itself. */
async function outcomeInRace(name: string, input: object): Promise<string> {
  return outcomeOf(await floor.act(name, input, 'userErrors { code }'));
}

describe.each(tableUnder('Finished recordings', 1))('%s by recordingId', (name, cells) => {
  test.each(Object.entries(cells))('%s: %s', async (situation, outcome) => {
    const { centre, recorder } = floor;
    const { call, person } = await bring(floor, nextAgent('five9-cti'), () => {});
    const { recording } = call;
    if (!recording) throw new Error('the call is not recorded');
    centre.dispose(call, 'Resolved');
    if (situation === 'another recording on its phone') talk(centre, person);
    const id = floor.recordingId(recording.recordId);
    const inputs: Readonly<Record<string, object>> = {
      recordingAnnotate: { recordingId: id, annotations: [{ field: 'USER3', value: 'Gold' }] },
      recordingEmail: { id, toAddress: centre.people[0]?.email, format: 'WAV' },
    };
    const mail = `mail ${recorder.mailed.length}`;
    const isNamed = (change: string) => change === (name === 'recordingEmail' ? mail : recordingKey(recording));
    expect(await play(name, inputs[name] ?? { recordingId: id }, isNamed)).toBe(outcome);
  });
});

describe.each(tableUnder('Campaigns', 2))('%s', (row, cells) => {
  const [name = '', vendor = ''] = row.split(' ');
  const played = Object.entries(cells).filter(([, outcome]) => outcome !== '—');

  test.each(played)('%s: %s', async (state, outcome) => {
    const campaign = floor.centre.campaigns.find(
      ({ owner, direction }) => owner === vendor && direction === 'OUTBOUND',
    );
    if (!campaign) throw new Error(`${vendor} has no campaign`);
    campaign.state = state as typeof campaign.state;
    const id = (await floor.campaignIds()).get(campaign.name);
    expect(await play(name, { id }, (change) => change === `campaign ${campaign.id}`)).toBe(outcome);
  });
});

/** Whether a campaign has the number or list that an act names. */
const PART_SITUATIONS = [
  'assigned',
  'not assigned',
  'at another campaign',
  'unknown',
  'campaign of the other direction',
];

describe.each(tableUnder('Lists and numbers of campaigns', 1))('%s', (name, cells) => {
  const isOfNumbers = name.endsWith('Numbers');

  /** A campaign of the right direction, and the number or list of the situation. */
  async function named(situation: string): Promise<{ campaign: string; part: string }> {
    const { campaigns, dnis, lists } = floor.config.domain;
    if (!lists.names.includes('Spare list')) lists.add('Spare list', { name: 'Spare list' });
    const partsOf = (item: (typeof campaigns.items)[number]) =>
      isOfNumbers ? item.numbers : item.lists.map(({ listName }) => String(listName));
    const all = isOfNumbers ? [...dnis] : lists.names;
    const [first, ...others] = campaigns.items.filter(({ type }) => type === (isOfNumbers ? 'INBOUND' : 'OUTBOUND'));
    const opposite = campaigns.items.find(({ type }) => type === (isOfNumbers ? 'OUTBOUND' : 'INBOUND'));
    if (!first || !opposite) throw new Error('too few campaigns');
    const free = all.find((part) => !campaigns.items.some((item) => partsOf(item).includes(part)));
    const parts: Readonly<Record<string, string | undefined>> = {
      assigned: partsOf(first)[0],
      'not assigned': free,
      'at another campaign': others.flatMap(partsOf).find((part) => !partsOf(first).includes(part)),
      unknown: isOfNumbers ? '9995550000' : 'No such list',
      'campaign of the other direction': free,
    };
    const part = parts[situation];
    if (part === undefined) throw new Error(`no situation ${situation}`);
    const { settings } = situation === 'campaign of the other direction' ? opposite : first;
    return { campaign: String(settings.name), part };
  }

  test.each(PART_SITUATIONS.map((situation) => [situation, cells[situation]]))('%s: %s', async (situation, outcome) => {
    const { campaign, part } = await named(situation as string);
    const id = (await floor.campaignIds()).get(campaign);
    const listId = (await floor.listIds()).get(part) ?? writeId('ContactList', 'five9-config', part);
    const input = isOfNumbers ? { id, numbers: [part] } : { id, listId, priority: 7, ratio: 30 };
    const isNamed = (change: string) => change === `${isOfNumbers ? 'numbers' : 'lists'} of ${campaign}`;
    expect(await play(name, input, isNamed)).toBe(outcome);
    if (outcome !== 'done' || !isOfNumbers) return;
    // The next situation finds the numbers as they were.
    const back = name === 'campaignAddNumbers' ? 'campaignRemoveNumbers' : 'campaignAddNumbers';
    expect(await play(back, input, isNamed)).toBe('done');
  });
});
