import { describe, expect, test } from 'vitest';
import { untilAnswer } from '../../helpers/until.ts';
import { act, campaignId, ENGAGE, FIVE9, FLOOR, gateway, outbound, received } from './campaign-acts.ts';

describe('lists, skills and dispositions', () => {
  const LISTS = 'campaign { lists { name } }';
  const list = (name: string) => gateway.idOf('contactLists', FIVE9, name);

  test('lists are added and removed one by one, and the campaign shows the result', async () => {
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

  test('a fault in the middle ends the act: what was done is shown, what was not sent is reported, nothing is sent twice', async () => {
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

  test('no id, the same id twice, too many, an id of another type and an unknown id are refused before anything is sent', async () => {
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

  test('skills and dispositions are added and removed; ids of another account select those of the same name', async () => {
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

  test('lists and skills of an Engage campaign are UNSUPPORTED, with the accounts that have them', async () => {
    const id = await campaignId('Appointment Texts', ENGAGE);
    const [error] = (await act('campaignAddSkills', { id, skillIds: [await gateway.idOf('skills', FIVE9, 'Sales')] }))
      .userErrors;
    expect(error).toMatchObject({ code: 'UNSUPPORTED', message: expect.stringContaining(FIVE9) });
  });
});

test('a list is loaded into a new campaign, which is started, watched and stopped; STOPPING is not NOT_RUNNING', async () => {
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
