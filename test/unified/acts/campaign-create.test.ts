import { describe, expect, test } from 'vitest';
import { act, ENGAGE, FIVE9, FLOOR, gateway, outbound, raw, received, SHOW } from './campaign-acts.ts';

describe('campaignCreate', () => {
  test('makes a stopped outbound campaign with its dialing mode', async () => {
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
  ])('refuses %s by name, without a vendor call', async (_, input, argument) => {
    const before = [received('createInboundCampaign'), received('createOutboundCampaign')];
    const { campaign, userErrors } = await act('campaignCreate', { account: FIVE9, name: 'Never', ...input });
    expect(userErrors).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', argument] }]);
    expect(campaign).toBeNull();
    expect([received('createInboundCampaign'), received('createOutboundCampaign')]).toEqual(before);
  });

  test('reports a name that is taken, and does not show the other campaign as new', async () => {
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

  test('runs once for its key, and shows the state read after an unknown outcome', async () => {
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
