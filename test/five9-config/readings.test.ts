import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { vendor } from '../../src/adapters/five9-config/index.ts';
import { readings } from '../../src/adapters/five9-config/readings.ts';
import { quietLog } from '../../src/server/logging.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import { simulator } from '../../src/simulators/five9-config/index.ts';

/** Midnight in California, when numbers may be added to the do-not-call list. */
const START = new Date('2026-03-02T08:00:00Z');
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A simulator that plays a reading, and an adapter that is configured for it only where a setting chooses. */
async function playing(id: string, reading: string) {
  const centre = createCentre({ seed: 3, startsAt: START });
  const running = await simulator.start({ centre, port: 0, reading: { [id]: reading } });
  const isSetting = readings.some((question) => question.id === id && question.setting);
  const chosen = isSetting ? { readings: { [id]: reading } } : {};
  const adapter = vendor.connect('acme', vendor.settings.parse({ ...running.settings, ...chosen }), {
    log: quietLog,
    now: () => new Date(),
  });
  const close = async () => {
    await adapter.close();
    await running.close();
  };
  return { adapter, centre, running, close };
}

type Needed = Required<Adapter>;

const every = readings.flatMap(({ id, readings: possible }) => possible.map((reading) => [id, reading.id] as const));

describe.each(every)('%s as %s', (id, reading) => {
  let played: Awaited<ReturnType<typeof playing>>;
  beforeAll(async () => {
    played = await playing(id, reading);
  });
  afterAll(() => played.close());

  test('the do-not-call list takes, finds and loses a number in every spelling', async () => {
    const { adapter } = played;
    const { doNotCall, doNotCallAdd, doNotCallRemove } = adapter as Needed;
    const asked = ['+16145550101', '6145550101', '+442079460958', '6145559999'];
    expect(await doNotCallAdd(['+16145550101', '+442079460958'], {})).toEqual({ changed: 2 });
    expect(await doNotCall(asked, {})).toEqual(asked.slice(0, 3));
    await doNotCallRemove(['16145550101', '011442079460958'], {});
    expect(await doNotCall(asked, {})).toEqual([]);
  });

  test('a contact is added, found by its number in every spelling, and removed', async () => {
    const { adapter } = played;
    const { contactLists, contacts, contactsAdd, contactsRemove } = adapter as Needed;
    const [list = { nativeId: '' }] = (await contactLists({}, {})).items;
    const contact = { numbers: ['+1 614 555 0101'], name: 'Ann Bell' };
    expect(await contactsAdd([contact], { list: list.nativeId }, {})).toEqual([null]);
    for (const number of ['+16145550101', '614-555-0101', '16145550101'])
      expect((await contacts({ number }, {})).items).toMatchObject([{ name: 'Ann Bell', numbers: ['6145550101'] }]);
    const city = { name: 'city', value: 'Nowhere' };
    expect((await contacts({ fields: [city] }, {})).items).toEqual([]);
    expect(await contactsRemove([contact], { list: list.nativeId }, {})).toEqual([null]);
    const code = id === 'import-troubles' && reading === 'counted' ? 'FAILED_PRECONDITION' : 'NOT_FOUND';
    expect(await contactsRemove([contact], { list: list.nativeId }, {})).toMatchObject([{ code }]);
  });

  test('campaigns with their lists and modes, agents and acts are read and done', async () => {
    const { adapter, centre } = played;
    const { campaigns, campaignLists, campaignDialingMode, agents, agentUpdate, campaignStop } = adapter as Needed;
    for (const campaign of (await campaigns({}, {})).items) {
      const isOutbound = campaign.direction === 'OUTBOUND' && campaign.dialingMode === null;
      const lists = campaignLists(campaign, {});
      if (id === 'lists-of-autodial' && reading === 'fault' && campaign.dialingMode === 'AUTODIAL')
        await expect(lists).rejects.toMatchObject({ vendorCode: 'WrongCampaignTypeFault' });
      else expect((await lists).length > 0, campaign.name).toBe(campaign.direction === 'OUTBOUND');
      expect((await campaignDialingMode(campaign, {})) !== null, campaign.name).toBe(isOutbound);
    }
    const [first] = await campaignLists({ nativeId: 'Spring Sales', name: 'Spring Sales' }, {});
    await (adapter as Needed).campaignUpdateList('Spring Sales', { list: first?.nativeId ?? '', priority: 5 }, {});
    const moved = await campaignLists({ nativeId: 'Spring Sales', name: 'Spring Sales' }, {});
    expect(moved.find(({ nativeId }) => nativeId === first?.nativeId)?.priority).toBe(5);
    const seconds = id === 'speed-of-answer' && reading === 'percentage' ? null : 20;
    expect(await (adapter as Needed).serviceLevels({})).toEqual({ seconds });
    const [agent = { nativeId: '' }] = (await agents({}, {})).items;
    await agentUpdate(agent.nativeId, { lastName: 'New' }, {});
    expect((await agents({}, {})).items[0]?.name).toMatch(/ New$/);
    await campaignStop('Spring Sales', {}, {});
    expect(centre.campaigns.find(({ name }) => name === 'Spring Sales')?.state).toBe('STOPPING');
    await expect(campaignStop('No Such', {}, {})).rejects.toMatchObject({
      ...{ code: 'NOT_FOUND', vendorCode: 'CampaignNotFoundFault' },
    });
  });

  test('lists without items are read as empty, and an import is followed to its result', async () => {
    const { adapter, centre } = played;
    const { call, contactsImport, contactImport, importProgress } = adapter as Needed;
    expect(await call('getWebConnectors', { namePattern: 'none' }, {})).toEqual([]);
    expect(await call('getDNISList', { selectUnassigned: true }, {})).not.toEqual([]);
    expect(await call('getCampaignDNISList', { campaignName: 'No Such' }, {}).catch(() => [])).toEqual([]);
    const { nativeId } = await contactsImport([{ numbers: ['+16145550102'] }], { list: null }, {});
    expect(await contactImport(nativeId, {})).toMatchObject({ running: true });
    centre.advanceTo(new Date(centre.now().getTime() + 60_000));
    const { signal } = new AbortController();
    const seen: unknown[] = [];
    for await (const progress of importProgress(nativeId, { signal })) seen.push(progress);
    expect(seen.at(-1)).toMatchObject({ running: false, done: 1, failed: 0 });
  });

  test('the records that an import rejects are counted, and named by their place where they are listed', async () => {
    const { adapter, centre } = played;
    const { contactsAdd, contactsImport, contactImport } = adapter as Needed;
    const twice = { numbers: ['+16145550107'] };
    const { nativeId } = await contactsImport([{ numbers: ['+16145550106'] }, twice, twice], { list: null }, {});
    centre.advanceTo(new Date(centre.now().getTime() + 60_000));
    await contactImport(nativeId, {}).catch(() => null);
    const result = await contactImport(nativeId, {});
    expect(result).toMatchObject({ running: false, done: 2, failed: 1 });
    const isListed = id !== 'import-troubles' || reading === 'listed';
    expect(result.refused.map(({ row }) => row)).toEqual(isListed ? [3] : []);
    const added = await contactsAdd([{ numbers: ['+16145550106'] }], { mode: 'ADD_ONLY' }, {});
    const [outcome] = Array.isArray(added) ? added : [];
    expect(outcome?.code).toBe(isListed ? 'ALREADY_EXISTS' : 'FAILED_PRECONDITION');
  });

  test('a refused user leaves the account to the others', async () => {
    const { adapter, running } = played;
    const [, ...healthy] = running.settings.users as { username: string; password: string }[];
    const users = [{ username: 'nobody@acme.example', password: 'wrong' }, ...healthy];
    const pool = vendor.connect('acme', vendor.settings.parse({ ...running.settings, users }), {
      log: quietLog,
      now: () => new Date(),
    });
    open.push(() => pool.close());
    const reads = await Promise.all(Array.from({ length: 6 }, () => pool.call('getSkills', {}, {})));
    expect(new Set(reads.map((skills) => JSON.stringify(skills)))).toEqual(
      new Set([JSON.stringify(await adapter.call('getSkills', {}, {}))]),
    );
  });

  test('two gateways over one user are both served in the end', async () => {
    const { running } = played;
    const users = (running.settings.users as object[]).slice(0, 1);
    const connect = () => {
      const settings = vendor.settings.parse({ ...running.settings, users });
      const adapter = vendor.connect('acme', settings, { log: quietLog, now: () => new Date() });
      open.push(() => adapter.close());
      return adapter;
    };
    const reads = await Promise.all([connect(), connect()].map((adapter) => adapter.call('getSkills', {}, {})));
    expect(reads).toHaveLength(2);
  });
});

// Guide p. 31: autodialCampaign extends baseOutboundCampaign; p. 63: its numbers are those of a list.
test('an autodial campaign shows the lists that it dials', async () => {
  const { adapter, close } = await playing('lists-of-autodial', 'lists');
  open.push(close);
  const { campaigns, campaignLists, contactLists, campaignAddLists } = adapter as Needed;
  const campaign = (await campaigns({}, {})).items.find(({ dialingMode }) => dialingMode === 'AUTODIAL');
  if (!campaign) throw new Error('no autodial campaign');
  const before = (await campaignLists(campaign, {})).map(({ name }) => name);
  expect(before).not.toEqual([]);
  const other = (await contactLists({}, {})).items.find(({ name }) => !before.includes(name));
  await campaignAddLists(campaign.nativeId, [other?.nativeId ?? ''], {}, {});
  expect((await campaignLists(campaign, {})).map(({ name }) => name)).toEqual([...before, other?.name]);
});

test('every question has a default among its readings, and no id twice', () => {
  const ids = readings.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const question of readings) expect(question.readings.map(({ id }) => id)).toContain(question.default);
});
