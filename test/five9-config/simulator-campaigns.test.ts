import { describe, expect, test } from 'vitest';
import { startFive9 } from './simulator-start.ts';

describe('campaigns', () => {
  test('a campaign is created, found, changed, filled, run, renamed and deleted', async () => {
    const { call, refusal, pass } = await startFive9();
    await call('createOutboundCampaign', {
      campaign: { name: 'Autumn', description: 'first', dialingMode: 'PREVIEW' },
    });
    expect(await call('getCampaigns', { campaignNamePattern: 'Aut.*', campaignType: 'OUTBOUND' })).toMatchObject([
      { name: 'Autumn', state: 'NOT_RUNNING', type: 'OUTBOUND' },
    ]);
    await call('modifyOutboundCampaign', { campaign: { name: 'Autumn', description: 'second' } });
    await call('createList', { listName: 'Leaves' });
    await call('addListsToCampaign', { campaignName: 'Autumn', lists: [{ listName: 'Leaves', priority: 1 }] });
    await call('modifyCampaignLists', { campaignName: 'Autumn', lists: [{ listName: 'Leaves', priority: 7 }] });
    expect(await call('getListsForCampaign', { campaignName: 'Autumn' })).toMatchObject([
      { campaignName: 'Autumn', listName: 'Leaves', priority: 7 },
    ]);
    await call('addSkillsToCampaign', { campaignName: 'Autumn', skills: ['Sales'] });
    expect(await refusal('addSkillsToCampaign', { campaignName: 'Autumn', skills: ['Sales'] })).toMatchObject({
      fault: 'SkillAlreadyAssignedFault',
      campaignName: 'Autumn',
    });
    await call('removeSkillsFromCampaign', { campaignName: 'Autumn', skills: ['Sales'] });
    await call('addDispositionsToCampaign', {
      campaignName: 'Autumn',
      dispositions: ['Sale'],
      isSkipPreviewDisposition: true,
    });
    await call('startCampaign', { campaignName: 'Autumn' });
    expect(await refusal('deleteCampaign', { campaignName: 'Autumn' })).toMatchObject({
      fault: 'WrongCampaignStateFault',
      actualState: 'RUNNING',
      desiredState: 'NOT_RUNNING',
    });
    await call('stopCampaign', { campaignName: 'Autumn' });
    expect(await call('getCampaignState', { campaignName: 'Autumn' })).toBe('STOPPING');
    expect(await refusal('startCampaign', { campaignName: 'Autumn' })).toMatchObject({
      fault: 'CampaignStateUpdateFault',
    });
    pass(26);
    await call('renameCampaign', { campaignName: 'Autumn', campaignNewName: 'Winter' });
    expect(await call('getOutboundCampaign', { campaignName: 'Winter' })).toMatchObject({
      name: 'Winter',
      description: 'second',
      dialingMode: 'PREVIEW',
      state: 'NOT_RUNNING',
    });
    expect(await refusal('deleteList', { listName: 'Leaves' })).toMatchObject({ fault: 'ListCantBeRemovedFault' });
    await call('deleteCampaign', { campaignName: 'Winter' });
    await call('deleteList', { listName: 'Leaves' });
    expect(await refusal('getOutboundCampaign', { campaignName: 'Winter' })).toMatchObject({
      fault: 'CampaignNotFoundFault',
      campaignName: 'Winter',
    });
  });

  test('a campaign of the centre keeps running under its new name', async () => {
    const { call, centre, pass } = await startFive9();
    await call('stopCampaign', { campaignName: 'Win Back' });
    pass(120);
    await call('forceStopCampaign', { campaignName: 'Win Back' }).catch(() => null);
    await call('renameCampaign', { campaignName: 'Win Back', campaignNewName: 'Come Back' });
    await call('startCampaign', { campaignName: 'Come Back' });
    expect(centre.campaigns.find(({ name }) => name === 'Come Back')?.state).toBe('RUNNING');
  });

  test('numbers belong to one inbound campaign', async () => {
    const { call, refusal } = await startFive9();
    const [number] = (await call('getDNISList', { selectUnassigned: true })) as string[];
    await call('addDNISToCampaign', { campaignName: 'Billing Inbound', DNISList: [number] });
    expect(await call('getCampaignDNISList', { campaignName: 'Billing Inbound' })).toContain(number);
    expect(await call('getDNISList', { selectUnassigned: true })).not.toContain(number);
    expect(await refusal('addDNISToCampaign', { campaignName: 'Support Inbound', DNISList: [number] })).toMatchObject({
      fault: 'DNISAlreadyAssignedFault',
      campaignName: 'Billing Inbound',
      dnis: number,
    });
    await call('removeDNISFromCampaign', { campaignName: 'Billing Inbound', DNISList: [number] });
    expect(await call('getDNISList', { selectUnassigned: true })).toContain(number);
  });

  test('scripts, strategies and profiles are set, and hold what they use', async () => {
    const { call, refusal } = await startFive9();
    await call('createIVRScript', { name: 'Welcome' });
    await call('setDefaultIVRSchedule', {
      campaignName: 'Billing Inbound',
      scriptName: 'Welcome',
      params: [{ name: 'language', value: 'en' }],
      isChatEnabled: true,
    });
    expect(await call('getInboundCampaign', { campaignName: 'Billing Inbound' })).toMatchObject({
      defaultIvrSchedule: {
        ivrSchedule: { scriptName: 'Welcome', scriptParameters: [{ name: 'language', value: 'en' }] },
        visualModeSettings: { chatEnabled: true, visualModeEnabled: false },
      },
    });
    expect(await refusal('deleteIVRScript', { name: 'Welcome' })).toMatchObject({ fault: 'ObjectInUseFault' });
    const campaignStrategies = { strategies: [{ name: 'Evening', enabled: true, startAfterTimeMins: '30' }] };
    expect(await refusal('setCampaignStrategies', { campaignName: 'Spring Sales', campaignStrategies })).toMatchObject({
      fault: 'WrongListDialingModeFault',
    });
    await call('modifyOutboundCampaign', { campaign: { name: 'Spring Sales', listDialingMode: 'EXTENDED_STRATEGY' } });
    await call('setCampaignStrategies', { campaignName: 'Spring Sales', campaignStrategies });
    expect(await call('getCampaignStrategies', { campaignName: 'Spring Sales' })).toMatchObject(campaignStrategies);
    await call('createCampaignProfile', { campaignProfile: { name: 'Careful', numberOfAttempts: 3 } });
    await call('modifyOutboundCampaign', { campaign: { name: 'Spring Sales', profileName: 'Careful' } });
    expect(await refusal('deleteCampaignProfile', { profileName: 'Careful' })).toMatchObject({
      fault: 'ObjectInUseFault',
      objectName: 'Careful',
      objectType: 'CampaignProfile',
    });
  });

  test('a watcher of a state is answered when it changes, or after the seconds it named', async () => {
    const { call, centre } = await startFive9();
    const began = Date.now();
    const waiting = call('getCampaignState', { campaignName: 'Spring Sales', waitUntilChange: '50' });
    await call('stopCampaign', { campaignName: 'Spring Sales' });
    expect(await waiting).toBe('STOPPING');
    expect(Date.now() - began).toBeLessThan(25_000);
    expect(centre.now().getTime()).toBe(new Date('2026-03-02T08:00:00Z').getTime());
    const before = Date.now();
    expect(await call('getCampaignState', { campaignName: 'Win Back', waitUntilChange: '1' })).toBe('RUNNING');
    expect(Date.now() - before).toBeGreaterThanOrEqual(990);
  });

  test('a reset takes a while and refuses a running campaign', async () => {
    const { call, refusal, pass } = await startFive9();
    expect(await refusal('resetCampaign', { campaignName: 'Spring Sales' })).toMatchObject({
      fault: 'CampaignStateUpdateFault',
    });
    await call('resetCampaign', { campaignName: 'Summer Survey' });
    expect(await call('getCampaignState', { campaignName: 'Summer Survey' })).toBe('RESETTING');
    pass(4);
    expect(await call('getCampaignState', { campaignName: 'Summer Survey' })).toBe('NOT_RUNNING');
  });
});
