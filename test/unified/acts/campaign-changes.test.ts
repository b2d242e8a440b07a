import { describe, expect, test } from 'vitest';
import { act, campaignId, gateway, outbound, raw, received, SHOW } from './campaign-acts.ts';

describe('campaignUpdate', () => {
  test('changes the given fields and leaves the rest unchanged', async () => {
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

  test('with an unknown outcome is sent once and shown under its present id', async () => {
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
  test('deletes a stopped campaign, once', async () => {
    const { id } = await outbound();
    expect(await act('campaignDelete', { id })).toEqual({ campaign: null, userErrors: [] });
    expect((await act('campaignDelete', { id })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  test('is refused for a running campaign, which is shown', async () => {
    const { campaign, userErrors } = await act('campaignDelete', { id: await campaignId('Win Back') });
    expect(userErrors).toMatchObject([{ code: 'FAILED_PRECONDITION', vendorCode: 'WrongCampaignStateFault' }]);
    expect(campaign).toMatchObject({ name: 'Win Back', state: 'RUNNING' });
  });

  test('does not find a campaign of an account that the caller may not use', async () => {
    const id = await campaignId('Win Back');
    const { userErrors } = await act('campaignDelete', { id }, SHOW, 'floor');
    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
  });
});
