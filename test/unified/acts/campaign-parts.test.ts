/** Places of lists and called numbers of a campaign, its profile, and contacts that are dialed at once. */
import { describe, expect, test } from 'vitest';
import { writeId } from '../../../src/access/global-id.ts';
import type { RunningFive9Config } from '../../../src/simulators/five9-config/index.ts';
import { untilAnswer } from '../../helpers/until.ts';
import { act, campaignId, ENGAGE, FIVE9, gateway, outbound, received } from './campaign-acts.ts';

const domain = () => (gateway.simulator('five9-config') as unknown as RunningFive9Config).domain;
const list = (name: string) => gateway.idOf('contactLists', FIVE9, name);
const SETTINGS = 'campaign { listSettings { list { name } priority ratio } }';
const NUMBERS = 'campaign { numbers }';

async function withLists() {
  const { id, name } = await outbound();
  const [spring, win] = [await list('Spring Sales list'), await list('Win Back list')];
  await act('campaignAddLists', { id, listIds: [spring, win] });
  return { id, name, spring, win };
}

describe('campaignUpdateList', () => {
  test('changes the place of the named list alone, and shows it as read back', async () => {
    const { id, spring, win } = await withLists();
    await act('campaignUpdateList', { id, listId: win, priority: 4, ratio: 20 });
    const { campaign, userErrors } = await act('campaignUpdateList', { id, listId: spring, priority: 2 }, SETTINGS);
    expect(userErrors).toEqual([]);
    expect(campaign.listSettings).toEqual([
      { list: { name: 'Spring Sales list' }, priority: 2, ratio: null },
      { list: { name: 'Win Back list' }, priority: 4, ratio: 20 },
    ]);
  });

  test('sends nothing for a list that the campaign does not have, for no change, or for a bad one', async () => {
    const { id, spring } = await withLists();
    const other = await list('Summer Survey list');
    const before = received('modifyCampaignLists');
    const errorOf = async (input: object) => (await act('campaignUpdateList', { id, ...input })).userErrors[0];
    expect(await errorOf({ listId: other, priority: 1 })).toMatchObject({
      ...{ code: 'NOT_FOUND', path: ['input', 'listId'] },
    });
    expect(await errorOf({ listId: spring })).toMatchObject({ code: 'INVALID_ARGUMENT', path: ['input'] });
    expect(await errorOf({ listId: spring, priority: 0 })).toMatchObject({ path: ['input', 'priority'] });
    expect(await errorOf({ listId: spring, ratio: 100 })).toMatchObject({ path: ['input', 'ratio'] });
    expect(await errorOf({ listId: id, ratio: 10 })).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'listId'] });
    expect(received('modifyCampaignLists')).toBe(before);
  });

  test('is OUTCOME_UNKNOWN where the answer is lost, and is sent once', async () => {
    const { id, spring } = await withLists();
    const before = received('modifyCampaignLists');
    gateway.simulator('five9-config').trouble({ kind: 'half', operation: 'modifyCampaignLists', times: 1 });
    const { userErrors } = await act('campaignUpdateList', { id, listId: spring, priority: 3 });
    expect([userErrors[0]?.code, received('modifyCampaignLists')]).toEqual(['OUTCOME_UNKNOWN', before + 1]);
  });
});

describe('called numbers of a campaign', () => {
  const spelled = (number: string) => `+1 ${number.slice(-10).replace(/^(\d{3})(\d{3})/, '($1) $2-')}`;

  test('are added and removed one by one in any spelling, and are shown as the vendor writes them', async () => {
    const id = await campaignId('Support Inbound');
    const free = [...domain().dnis].find(
      (number) => !domain().campaigns.items.some(({ numbers }) => numbers.includes(number)),
    );
    if (!free) throw new Error('no free number');
    const { numbers } = domain().campaigns.find('Support Inbound');
    const added = await act('campaignAddNumbers', { id, numbers: [spelled(free), '+1 999 555 0000'] }, NUMBERS);
    expect(added.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'numbers', '1'] }]);
    expect(added.campaign.numbers).toEqual([...numbers, free]);
    const again = await act('campaignAddNumbers', { id, numbers: [free] }, NUMBERS);
    expect(again.userErrors).toMatchObject([
      { code: 'ALREADY_EXISTS', path: ['input', 'numbers', '0'], vendorCode: 'DNISAlreadyAssignedFault' },
    ]);
    const before = received('removeDNISFromCampaign');
    const removed = await act('campaignRemoveNumbers', { id, numbers: [spelled(free)] }, NUMBERS);
    expect(removed).toEqual({ campaign: { numbers }, userErrors: [] });
    const gone = await act('campaignRemoveNumbers', { id, numbers: [free] }, NUMBERS);
    expect(gone.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'numbers', '0'] }]);
    expect(received('removeDNISFromCampaign')).toBe(before + 1);
  });

  test('no number, the same twice, and a text that is none are refused before anything is sent', async () => {
    const id = await campaignId('Support Inbound');
    const before = received('addDNISToCampaign');
    const pathOf = async (numbers: readonly string[]) =>
      (await act('campaignAddNumbers', { id, numbers })).userErrors[0]?.path;
    expect(await pathOf([])).toEqual(['input', 'numbers']);
    expect(await pathOf(['8005550100', '+1 800 555 0100'])).toEqual(['input', 'numbers', '1']);
    expect(await pathOf(['hotline'])).toEqual(['input', 'numbers', '0']);
    expect(received('addDNISToCampaign')).toBe(before);
  });

  test('an outbound campaign has none and takes none; the dialler’s and Engage’s campaigns cannot', async () => {
    const { id } = await outbound();
    const { campaign, userErrors } = await act('campaignAddNumbers', { id, numbers: [[...domain().dnis][0]] }, NUMBERS);
    expect(userErrors).toMatchObject([{ code: 'FAILED_PRECONDITION', vendorCode: 'WrongCampaignTypeFault' }]);
    expect(campaign.numbers).toEqual([]);
    const theirs = await campaignId('Voice Reminders', ENGAGE);
    for (const [name, input] of [
      ['campaignAddNumbers', { numbers: ['8005550100'] }],
      ['campaignUpdateList', { listId: writeId('ContactList', ENGAGE, 'x'), ratio: 5 }],
      ['campaignResetListPosition', {}],
    ] as const)
      expect((await act(name, { id: theirs, ...input })).userErrors[0]?.code).toBe('UNSUPPORTED');
  });
});

test('campaignResetListPosition names the campaign and is sent once', async () => {
  const { id, name } = await outbound();
  const before = received('resetListPosition');
  const done = await act('campaignResetListPosition', { id }, 'campaign { name }');
  expect(done).toEqual({ campaign: { name }, userErrors: [] });
  expect(received('resetListPosition')).toBe(before + 1);
  const unknown = await act('campaignResetListPosition', { id: writeId('Campaign', FIVE9, 'No such') });
  expect(unknown.userErrors[0]?.code).toBe('NOT_FOUND');
});

test('the profile of a campaign is shown after it was set and removed', async () => {
  const { id } = await outbound();
  const name = 'Evenings';
  const query = `mutation ($name: String!) { five9Config_createCampaignProfile(campaignProfile: { name: $name }) { name } }`;
  expect((await gateway.ask(query, { name })).errors).toBeUndefined();
  const shown = async (profile: string) =>
    (await act('campaignUpdate', { id, profile }, 'campaign { profile }')).campaign.profile;
  expect(await shown(name)).toBe(name);
  expect(await shown('')).toBe(null);
});

describe('callNow', () => {
  const contacts = [{ numbers: ['+1 614 555 0171'] }];

  test.each([
    [true, '1'],
    [false, '0'],
  ])('%j queues %s contacts of an import for dialing at once', async (callNow, queued) => {
    const listId = await list('Win Back list');
    const show = 'import { id source { nativeId } }';
    const { userErrors, import: begun } = await gateway.act('contactsImport', { listId, contacts, callNow }, show);
    expect(userErrors).toEqual([]);
    const identifier = begun.source.nativeId.replace('list/', '');
    const query = `query ($id: String!) { raw: five9Config_getListImportResult(identifier: { identifier: $id }) { callNowQueued } }`;
    const result = await untilAnswer(
      async () => (await gateway.ask(query, { id: identifier })).data?.raw,
      (raw) => raw != null,
    );
    expect(String(result.callNowQueued)).toBe(queued);
  });

  test('is accepted for contacts that are added one by one', async () => {
    const listId = await list('Win Back list');
    const { userErrors, done } = await gateway.act('contactsAdd', { listId, contacts, callNow: true }, 'done');
    expect([done, userErrors]).toEqual([1, []]);
  });

  test('is refused without a list, and by a vendor without such an order', async () => {
    const errorOf = async (input: object) =>
      (await gateway.act('contactsAdd', { contacts, ...input }, 'done')).userErrors[0];
    const refused = { code: 'INVALID_ARGUMENT', path: ['input', 'callNow'] };
    expect(await errorOf({ account: FIVE9, callNow: true })).toMatchObject(refused);
    expect(await errorOf({ campaignId: await campaignId('Voice Reminders', ENGAGE), callNow: true })).toMatchObject(
      refused,
    );
  });
});
