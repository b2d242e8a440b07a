import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untilAnswer } from '../../helpers/until.ts';
import { ACCOUNTS, type ActsGateway, startActs } from './centre.ts';

const FIVE9 = ACCOUNTS['five9-config'];
const ENGAGE = ACCOUNTS.engage;
const FLOOR = ACCOUNTS['five9-cti'];
const SHOW = 'campaign { id name description direction state dialingMode source { account { key } nativeId } }';

let gateway: ActsGateway;
beforeAll(async () => {
  gateway = await startActs({
    vendors: ['five9-config', 'five9-cti', 'engage'],
    grants: {
      reader: { scopes: ['campaigns:read'] },
      floor: { scopes: ['campaigns:read', 'campaigns:write'], accounts: [FLOOR] },
    },
  });
}, 30_000);
afterAll(() => gateway.close());

const act = (name: string, input: object, show = SHOW, key?: string) => gateway.act(name, input, show, key);
const campaignId = (name: string, account: string = FIVE9) => gateway.idOf('campaigns', account, name);
const raw = async (operation: string, campaignName: string, fields: string) => {
  const query = `query Raw($name: String!) { raw: five9Config_${operation}(campaignName: $name) { ${fields} } }`;
  return (await gateway.ask(query, { name: campaignName })).data.raw;
};
const received = (operation: string) => gateway.simulator('five9-config').received.get(operation) ?? 0;

let made = 0;
/** An outbound campaign of its own for a test, standing still. */
async function outbound(more: object = {}): Promise<{ id: string; name: string }> {
  made += 1;
  const input = { account: FIVE9, name: `Campaign ${made}`, direction: 'OUTBOUND', dialingMode: 'POWER', ...more };
  const { campaign, userErrors } = await act('campaignCreate', input);
  expect(userErrors).toEqual([]);
  return campaign;
}

describe('campaignCreate', () => {
  test('makes an outbound campaign, with its mode, standing still', async () => {
    const input = {
      account: FIVE9,
      name: 'New Year',
      direction: 'OUTBOUND',
      dialingMode: 'POWER',
      description: 'Calls',
    };
    expect(await act('campaignCreate', input)).toMatchObject({
      campaign: { name: 'New Year', description: 'Calls', direction: 'OUTBOUND', state: 'NOT_RUNNING' },
      userErrors: [],
    });
    expect(await raw('getOutboundCampaign', 'New Year', 'dialingMode mode')).toEqual({
      dialingMode: 'POWER',
      mode: 'BASIC',
    });
  });

  test('makes inbound and autodial campaigns with their script and lines', async () => {
    const inbound = { account: FIVE9, name: 'Help line', direction: 'INBOUND', ivrScript: 'Default IVR', maxLines: 4 };
    expect((await act('campaignCreate', inbound)).campaign).toMatchObject({ direction: 'INBOUND' });
    const shown = 'maxNumOfLines defaultIvrSchedule { ivrSchedule { scriptName name } }';
    expect(await raw('getInboundCampaign', 'Help line', shown)).toEqual({
      maxNumOfLines: 4,
      defaultIvrSchedule: { ivrSchedule: { scriptName: 'Default IVR', name: null } },
    });
    const autodial = { ...inbound, name: 'Robot', direction: 'OUTBOUND', dialingMode: 'AUTODIAL' };
    expect((await act('campaignCreate', autodial)).campaign).toMatchObject({ dialingMode: 'AUTODIAL' });
    expect(await raw('getAutodialCampaign', 'Robot', 'maxNumOfLines defaultIvrSchedule { scriptName }')).toEqual({
      maxNumOfLines: 4,
      defaultIvrSchedule: { scriptName: 'Default IVR' },
    });
  });

  test.each([
    [
      'an inbound campaign that dials',
      { direction: 'INBOUND', dialingMode: 'POWER', ivrScript: 'Default IVR' },
      'dialingMode',
    ],
    ['an inbound campaign without a script', { direction: 'INBOUND' }, 'ivrScript'],
    ['texts', { direction: 'OUTBOUND', channel: 'TEXT' }, 'channel'],
    ['a mode the vendor lacks', { direction: 'OUTBOUND', dialingMode: 'MANUAL' }, 'dialingMode'],
    ['a script of an outbound campaign', { direction: 'OUTBOUND', ivrScript: 'Default IVR' }, 'ivrScript'],
    ['lines of an outbound campaign', { direction: 'OUTBOUND', maxLines: 3 }, 'maxLines'],
    ['no lines', { direction: 'INBOUND', ivrScript: 'Default IVR', maxLines: 0 }, 'maxLines'],
    ['a nameless one', { direction: 'OUTBOUND', name: ' ' }, 'name'],
    ['a text channel at Engage', { account: ENGAGE, direction: 'OUTBOUND', channel: 'TEXT' }, 'channel'],
    ['inbound at Engage', { account: ENGAGE, direction: 'INBOUND' }, 'direction'],
  ])('refuses %s by name, asking nobody', async (_, input, argument) => {
    const before = [received('createInboundCampaign'), received('createOutboundCampaign')];
    const { campaign, userErrors } = await act('campaignCreate', { account: FIVE9, name: 'Never', ...input });
    expect(userErrors).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', argument] }]);
    expect(campaign).toBeNull();
    expect([received('createInboundCampaign'), received('createOutboundCampaign')]).toEqual(before);
  });

  test('tells of a name that is taken, and does not pass the other campaign off as new', async () => {
    const { campaign, userErrors } = await act('campaignCreate', {
      ...{ account: FIVE9, name: 'Spring Sales', direction: 'OUTBOUND' },
    });
    expect(userErrors).toMatchObject([{ code: 'ALREADY_EXISTS', vendorCode: 'CampaignAlreadyExistsFault' }]);
    expect(campaign).toBeNull();
  });

  test('names the accounts that could where one cannot, and hides those of others', async () => {
    const input = { name: 'Nowhere', direction: 'OUTBOUND' };
    const [lacking] = (await act('campaignCreate', { ...input, account: FLOOR })).userErrors;
    expect(lacking).toMatchObject({ code: 'UNSUPPORTED', message: expect.stringContaining(`${ENGAGE}, ${FIVE9}`) });
    const [hidden] = (await act('campaignCreate', { ...input, account: FIVE9 }, SHOW, 'floor')).userErrors;
    expect(hidden).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'account'] });
  });

  test('needs the scope to write campaigns', async () => {
    const query =
      'mutation { campaignCreate(input: { account: "acme-five9", name: "x", direction: OUTBOUND }) { userErrors { code } } }';
    const { errors } = await gateway.ask(query, {}, 'reader');
    expect(errors?.[0]?.extensions.code).toBe('PERMISSION_DENIED');
  });

  test('is made once for its key, and one in doubt is shown as what was found of it', async () => {
    const before = received('createOutboundCampaign');
    const input = { account: FIVE9, name: 'Once', direction: 'OUTBOUND', idempotencyKey: 'once-1' };
    const [first, second] = [await act('campaignCreate', input), await act('campaignCreate', input)];
    expect(second).toEqual(first);
    expect(second.campaign).toMatchObject({ name: 'Once' });
    expect(received('createOutboundCampaign')).toBe(before + 1);
    gateway.simulator('five9-config').trouble({ kind: 'half', operation: 'createOutboundCampaign', times: 1 });
    const unknown = await act('campaignCreate', { account: FIVE9, name: 'Doubted', direction: 'OUTBOUND' });
    expect(unknown.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    expect(received('createOutboundCampaign')).toBe(before + 2);
    expect(unknown.campaign).toMatchObject({ name: 'Doubted', state: 'NOT_RUNNING' });
  });

  test('works at Engage with a name and a description', async () => {
    const input = { account: ENGAGE, name: 'Outreach 7', direction: 'OUTBOUND', description: 'Texts' };
    const { campaign, userErrors } = await act('campaignCreate', input);
    expect(userErrors).toEqual([]);
    expect(campaign).toMatchObject({ name: 'Outreach 7', description: 'Texts', state: 'NOT_RUNNING' });
    expect((await act('campaignCreate', input)).userErrors).toMatchObject([{ code: 'ALREADY_EXISTS' }]);
    const changed = await act('campaignUpdate', { id: campaign.id, description: 'Mail' });
    expect(changed.campaign).toEqual({ ...campaign, description: 'Mail' });
    const renamed = await act('campaignRename', { id: campaign.id, name: 'Outreach 8' });
    expect(renamed.campaign).toEqual({ ...campaign, description: 'Mail', name: 'Outreach 8' });
    const refused = await act('campaignUpdate', { id: campaign.id, dialingMode: 'POWER' });
    expect(refused.userErrors).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', 'dialingMode'] }]);
    const [lacking] = (await act('campaignDelete', { id: campaign.id })).userErrors;
    expect(lacking).toMatchObject({ code: 'UNSUPPORTED', message: expect.stringContaining(FIVE9) });
  });
});

describe('campaignUpdate', () => {
  test('changes what it is told and leaves everything else as it stands', async () => {
    const { id, name } = await outbound({ description: 'Before' });
    const set =
      'mutation Set($campaign: Five9Config_outboundCampaignInput!) { five9Config_modifyOutboundCampaign(campaign: $campaign) }';
    const five9Skill = {
      name,
      maxQueueTime: { days: 0, hours: 0, minutes: 0, seconds: 9 },
      dialingPriority: 7,
      autoRecord: true,
    };
    expect((await gateway.ask(set, { campaign: five9Skill })).errors).toBeUndefined();
    const shown = 'description dialingMode dialingPriority autoRecord maxQueueTime { seconds } mode profileName';
    const before = await raw('getOutboundCampaign', name, shown);
    const { campaign, userErrors } = await act('campaignUpdate', { id, description: 'After', dialingMode: 'PREVIEW' });
    expect(userErrors).toEqual([]);
    expect(campaign).toMatchObject({ id, description: 'After', state: 'NOT_RUNNING' });
    const after = await raw('getOutboundCampaign', name, shown);
    expect(after).toEqual({ ...before, description: 'After', dialingMode: 'PREVIEW' });
    expect(after).toMatchObject({ dialingPriority: 7, autoRecord: true, maxQueueTime: { seconds: 9 } });
  });

  test('changes an inbound campaign’s script without sending its schedule’s name', async () => {
    const id = await campaignId('Billing Inbound');
    const { userErrors } = await act('campaignUpdate', { id, ivrScript: 'After hours', maxLines: 12 });
    expect(userErrors).toEqual([]);
    const shown = 'maxNumOfLines autoRecord defaultIvrSchedule { ivrSchedule { name scriptName } }';
    expect(await raw('getInboundCampaign', 'Billing Inbound', shown)).toEqual({
      maxNumOfLines: 12,
      autoRecord: true,
      defaultIvrSchedule: { ivrSchedule: { name: null, scriptName: 'After hours' } },
    });
  });

  test('refuses what does not fit, what is not there, and nothing at all', async () => {
    const { id } = await outbound();
    const errors = async (input: object) => (await act('campaignUpdate', input)).userErrors;
    expect(await errors({ id, dialingMode: 'AUTODIAL' })).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: ['input', 'dialingMode'] },
    ]);
    expect(await errors({ id })).toMatchObject([{ code: 'INVALID_ARGUMENT' }]);
    expect(await errors({ id, profile: 'No such' })).toMatchObject([
      { code: 'NOT_FOUND', vendorCode: 'DialProfileNotFoundFault' },
    ]);
    expect(await errors({ id: 'bm9wZQ', description: 'x' })).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'id'] },
    ]);
    await act('campaignDelete', { id });
    expect(await errors({ id, description: 'x' })).toMatchObject([{ code: 'NOT_FOUND' }]);
  });
});

describe('campaignRename', () => {
  test('shows the campaign under its new id, and the old one is gone', async () => {
    const { id, name } = await outbound();
    const { campaign, userErrors } = await act('campaignRename', { id, name: `${name} (UK)` });
    expect(userErrors).toEqual([]);
    expect(campaign).toMatchObject({ name: `${name} (UK)`, source: { nativeId: `${name} (UK)` } });
    expect(campaign.id).not.toBe(id);
    const { data } = await gateway.ask('query Find($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids: [id, campaign.id],
    });
    expect(data.nodes).toEqual([null, { id: campaign.id }]);
  });

  test('in doubt is shown under the id it has now, and sent once', async () => {
    const { id, name } = await outbound();
    const before = received('renameCampaign');
    gateway.simulator('five9-config').trouble({ kind: 'half', operation: 'renameCampaign', times: 1 });
    const { campaign, userErrors } = await act('campaignRename', { id, name: `${name} again` });
    expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    expect(campaign).toMatchObject({ name: `${name} again` });
    expect(received('renameCampaign')).toBe(before + 1);
  });

  test('refuses a name that is taken or empty, and one that runs', async () => {
    const { id } = await outbound();
    const taken = await act('campaignRename', { id, name: 'Spring Sales' });
    expect(taken.userErrors).toMatchObject([{ code: 'ALREADY_EXISTS' }]);
    expect(taken.campaign.id).toBe(id);
    expect((await act('campaignRename', { id, name: '' })).userErrors).toMatchObject([{ path: ['input', 'name'] }]);
    const running = await act('campaignRename', { id: await campaignId('Spring Sales'), name: 'Autumn Sales' });
    expect(running.userErrors).toMatchObject([{ code: 'FAILED_PRECONDITION', vendorCode: 'WrongCampaignStateFault' }]);
    expect(running.campaign).toMatchObject({ name: 'Spring Sales', state: 'RUNNING' });
  });
});

describe('campaignDelete', () => {
  test('deletes one that stands still, once', async () => {
    const { id } = await outbound();
    expect(await act('campaignDelete', { id })).toEqual({ campaign: null, userErrors: [] });
    expect((await act('campaignDelete', { id })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  test('leaves a running one alone and shows it', async () => {
    const { campaign, userErrors } = await act('campaignDelete', { id: await campaignId('Win Back') });
    expect(userErrors).toMatchObject([{ code: 'FAILED_PRECONDITION', vendorCode: 'WrongCampaignStateFault' }]);
    expect(campaign).toMatchObject({ name: 'Win Back', state: 'RUNNING' });
  });

  test('knows no campaign of an account that is not the caller’s', async () => {
    const id = await campaignId('Win Back');
    const { userErrors } = await act('campaignDelete', { id }, SHOW, 'floor');
    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
  });
});

describe('lists, skills and dispositions', () => {
  const LISTS = 'campaign { lists { name } }';
  const list = (name: string) => gateway.idOf('contactLists', FIVE9, name);

  test('lists are added and taken, each for itself, and the campaign shows the truth', async () => {
    const { id } = await outbound();
    const [spring, win] = [await list('Spring Sales list'), await list('Win Back list')];
    const first = await act('campaignAddLists', { id, listIds: [spring] }, LISTS);
    expect(first).toEqual({ campaign: { lists: [{ name: 'Spring Sales list' }] }, userErrors: [] });
    const before = received('addListsToCampaign');
    const second = await act('campaignAddLists', { id, listIds: [spring, win] }, LISTS);
    expect(second.userErrors).toMatchObject([
      { code: 'ALREADY_EXISTS', path: ['input', 'listIds', '0'], vendorCode: 'ListAlreadyAssignedFault' },
    ]);
    expect(second.campaign.lists).toEqual([{ name: 'Spring Sales list' }, { name: 'Win Back list' }]);
    expect(received('addListsToCampaign')).toBe(before + 2);
    expect(await act('campaignRemoveLists', { id, listIds: [spring] }, LISTS)).toEqual({
      campaign: { lists: [{ name: 'Win Back list' }] },
      userErrors: [],
    });
    expect((await act('campaignRemoveLists', { id, listIds: [spring] }, LISTS)).userErrors).toMatchObject([
      { code: 'FAILED_PRECONDITION', path: ['input', 'listIds', '0'], vendorCode: 'ListIsNotAssignedFault' },
    ]);
  });

  test('trouble in the middle ends it: what was done is shown, what was not sent is said, nothing goes twice', async () => {
    const { id } = await outbound();
    const listIds = await Promise.all(['Spring Sales list', 'Win Back list', 'Summer Survey list'].map(list));
    const before = received('addListsToCampaign');
    await act('campaignAddLists', { id, listIds: listIds.slice(0, 1) }, LISTS);
    gateway.simulator('five9-config').trouble({ kind: 'half', operation: 'addListsToCampaign', times: 1 });
    const { userErrors, campaign } = await act('campaignAddLists', { id, listIds: listIds.slice(1) }, LISTS);
    expect(userErrors).toMatchObject([
      { code: 'OUTCOME_UNKNOWN', path: ['input', 'listIds', '0'] },
      { code: 'UNAVAILABLE', path: ['input', 'listIds', '1'], message: expect.stringContaining('Not sent') },
    ]);
    expect(campaign.lists).not.toContainEqual({ name: 'Summer Survey list' });
    expect(received('addListsToCampaign')).toBe(before + 2);
  });

  test('a campaign that dials no lists refuses them as a whole', async () => {
    const id = await campaignId('Support Inbound');
    const listIds = [await list('Spring Sales list'), await list('Win Back list')];
    const before = received('addListsToCampaign');
    const { userErrors } = await act('campaignAddLists', { id, listIds }, LISTS);
    expect(userErrors).toMatchObject([
      { code: 'FAILED_PRECONDITION', path: null, vendorCode: 'WrongCampaignTypeFault' },
    ]);
    expect(userErrors).toHaveLength(1);
    expect(received('addListsToCampaign')).toBe(before + 1);
  });

  test('none, the same twice, too many, another thing’s id and an unknown one are refused before anything is sent', async () => {
    const { id } = await outbound();
    const spring = await list('Spring Sales list');
    const before = received('addListsToCampaign');
    const path = async (listIds: readonly string[]) =>
      (await act('campaignAddLists', { id, listIds }, LISTS)).userErrors[0];
    expect(await path([])).toMatchObject({ code: 'INVALID_ARGUMENT', path: ['input', 'listIds'] });
    expect(await path([spring, spring])).toMatchObject({ code: 'INVALID_ARGUMENT', path: ['input', 'listIds', '1'] });
    expect(await path(Array(51).fill(spring))).toMatchObject({ code: 'INVALID_ARGUMENT', path: ['input', 'listIds'] });
    expect(await path([spring, id])).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'listIds', '1'] });
    expect(received('addListsToCampaign')).toBe(before);
  });

  test('skills and dispositions are added and taken; those of another account stand for those of the same name', async () => {
    const { id } = await outbound();
    const five9Skill = await gateway.idOf('skills', FIVE9, 'Sales');
    const floors = await gateway.idOf('skills', FLOOR, 'Support');
    expect((await act('campaignAddSkills', { id, skillIds: [five9Skill, floors] })).userErrors).toEqual([]);
    const again = await act('campaignAddSkills', { id, skillIds: [floors] });
    expect(again.userErrors).toMatchObject([
      { code: 'ALREADY_EXISTS', path: ['input', 'skillIds', '0'], vendorCode: 'SkillAlreadyAssignedFault' },
    ]);
    expect((await act('campaignRemoveSkills', { id, skillIds: [five9Skill, floors] })).userErrors).toEqual([]);
    expect((await act('campaignRemoveSkills', { id, skillIds: [five9Skill] })).userErrors).toMatchObject([
      { code: 'FAILED_PRECONDITION', vendorCode: 'SkillIsNotAssignedFault' },
    ]);
    const sale = await gateway.idOf('dispositions', FLOOR, 'Sale');
    const solved = await gateway.idOf('dispositions', FIVE9, 'Resolved');
    expect((await act('campaignAddDispositions', { id, dispositionIds: [solved, sale] })).userErrors).toEqual([]);
    expect((await act('campaignAddDispositions', { id, dispositionIds: [sale] })).userErrors).toMatchObject([
      { path: ['input', 'dispositionIds', '0'], vendorCode: 'DispositionIsAlreadyAssignedFault' },
    ]);
    expect((await act('campaignRemoveDispositions', { id, dispositionIds: [solved, sale] })).userErrors).toEqual([]);
    expect((await act('campaignRemoveDispositions', { id, dispositionIds: [sale] })).userErrors).toMatchObject([
      { path: ['input', 'dispositionIds', '0'], vendorCode: 'DispositionIsNotAssisgnedFault' },
    ]);
  });

  test('Engage has lists and skills of sub-campaigns only, and says who could', async () => {
    const id = await campaignId('Appointment Texts', ENGAGE);
    const [error] = (await act('campaignAddSkills', { id, skillIds: [await gateway.idOf('skills', FIVE9, 'Sales')] }))
      .userErrors;
    expect(error).toMatchObject({ code: 'UNSUPPORTED', message: expect.stringContaining(FIVE9) });
  });
});

test('a list is loaded into a new campaign, which is started, watched and stopped: stopping is not stopped', async () => {
  const { id, name } = await outbound({ dialingMode: 'PROGRESSIVE' });
  const watched: { state: string; previousState: string }[] = [];
  const socket = gateway.socket();
  const stop = socket.subscribe(
    {
      query:
        'subscription Watch($ids: [ID!]) { campaignChanged(filter: { ids: $ids }) { state previousState campaign { name } } }',
      variables: { ids: [id] },
    },
    {
      next: ({ data }) =>
        void (data && watched.push((data as { campaignChanged: (typeof watched)[number] }).campaignChanged)),
      error: () => {},
      complete: () => {},
    },
  );
  const loaded = await act(
    'campaignAddLists',
    { id, listIds: [await gateway.idOf('contactLists', FIVE9, 'Summer Survey list')] },
    'campaign { lists { name } }',
  );
  expect(loaded.campaign.lists).toEqual([{ name: 'Summer Survey list' }]);
  // The watch has to have looked once, or the start would be what it begins with.
  const looks = received('getCampaigns');
  await untilAnswer(
    async () => received('getCampaigns'),
    (count) => count > looks + 1,
  );
  expect((await act('campaignStart', { id })).campaign.state).toBe('RUNNING');
  await untilAnswer(
    async () => watched.length,
    (count) => count >= 1,
  );
  const stopped = await act('campaignStop', { id });
  expect(stopped).toMatchObject({ campaign: { name, state: 'STOPPING' }, userErrors: [] });
  await untilAnswer(
    async () => watched.length,
    (count) => count >= 2,
  );
  expect(watched).toMatchObject([
    { previousState: 'NOT_RUNNING', state: 'RUNNING' },
    { previousState: 'RUNNING', state: 'STOPPING' },
  ]);
  const early = await act('campaignDelete', { id });
  expect(early.userErrors).toMatchObject([{ code: 'FAILED_PRECONDITION' }]);
  expect(early.campaign.state).toBe('STOPPING');
  stop();
  await socket.dispose();
}, 40_000);

describe('an idempotencyKey', () => {
  test('is good for another try where the vendor did nothing', async () => {
    const { id } = await outbound();
    const start = () => act('campaignStart', { id, idempotencyKey: 'again' });
    gateway.simulator('five9-config').trouble({ kind: 'unavailable', operation: 'startCampaign', times: 1 });
    const refused = await start();
    expect(refused).toMatchObject({ campaign: { state: 'NOT_RUNNING' }, userErrors: [{ code: 'UNAVAILABLE' }] });
    const before = received('startCampaign');
    const [started, repeated] = [await start(), await start()];
    expect(started).toMatchObject({ campaign: { state: expect.stringMatching(/STARTING|RUNNING/) }, userErrors: [] });
    expect(repeated.userErrors).toEqual([]);
    expect(received('startCampaign')).toBe(before + 1);
  });

  test('keeps a refusal that trying again does not change', async () => {
    const { id } = await outbound();
    const listIds = [await gateway.idOf('contactLists', FIVE9, 'Spring Sales list')];
    const remove = () => act('campaignRemoveLists', { id, listIds, idempotencyKey: 'nothing-to-remove' });
    const refused = await remove();
    expect(refused.userErrors).toHaveLength(1);
    const before = received('removeListsFromCampaign');
    expect((await remove()).userErrors).toEqual(refused.userErrors);
    expect(received('removeListsFromCampaign')).toBe(before);
  });
});
