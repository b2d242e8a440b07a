import { describe, expect, test } from 'vitest';
import { silence } from '../../src/simulators/five9-config/wav.ts';
import { startFive9 } from './simulator-start.ts';

const NO_WAV = Buffer.from('this is no sound').toString('base64');

describe('named objects', () => {
  test('a disposition is followed by campaigns when it is renamed, and lost when it is removed', async () => {
    const { call, refusal } = await startFive9();
    await call('createDisposition', { disposition: { name: 'Moved', type: 'FinalDisp' } });
    await call('addDispositionsToCampaign', { campaignName: 'Win Back', dispositions: ['Moved'] });
    await call('renameDisposition', { dispositionName: 'Moved', dispositionNewName: 'Gone' });
    await call('modifyDisposition', { disposition: { name: 'Gone', description: 'no longer there' } });
    expect(await call('getDisposition', { dispositionName: 'Gone' })).toMatchObject({
      type: 'FinalDisp',
      description: 'no longer there',
    });
    expect(
      await refusal('addDispositionsToCampaign', { campaignName: 'Win Back', dispositions: ['Gone'] }),
    ).toMatchObject({ fault: 'DispositionIsAlreadyAssignedFault' });
    await call('removeDisposition', { dispositionName: 'Gone' });
    expect(await refusal('getDisposition', { dispositionName: 'Gone' })).toMatchObject({
      fault: 'DispositionNotFoundFault',
      dispositionName: 'Gone',
    });
  });

  test('call variables live in groups', async () => {
    const { call, refusal } = await startFive9();
    await call('createCallVariablesGroup', { name: 'Order', description: 'about orders' });
    const variable = { name: 'Total', group: 'Order', type: 'NUMBER', description: 'sum' };
    await call('createCallVariable', { variable });
    expect(await refusal('createCallVariable', { variable })).toMatchObject({ fault: 'ObjectAlreadyExistsFault' });
    await call('modifyCallVariable', { variable: { ...variable, description: 'grand total' } });
    expect(await call('getCallVariableGroups', { namePattern: 'Order' })).toMatchObject([
      { name: 'Order', variables: [{ name: 'Total', description: 'grand total' }] },
    ]);
    expect(await refusal('deleteCallVariablesGroup', { name: 'Order' })).toMatchObject({ fault: 'ObjectInUseFault' });
    await call('deleteCallVariable', { name: 'Total', groupName: 'Order' });
    await call('deleteCallVariablesGroup', { name: 'Order' });
    expect(await refusal('getCallVariables', { groupName: 'Order' })).toMatchObject({ fault: 'ObjectNotFoundFault' });
  });

  test('a reason code may stand for both types', async () => {
    const { call, refusal } = await startFive9();
    await call('createReasonCode', { reasonCode: { name: 'Errand', type: 'NotReady', enabled: true } });
    await call('createReasonCode', { reasonCode: { name: 'Errand', type: 'Logout', enabled: true } });
    await call('modifyReasonCode', { reasonCode: { name: 'Errand', type: 'Logout', paidTime: true } });
    expect(await call('getReasonCodeByType', { reasonCodeName: 'Errand', type: 'Logout' })).toMatchObject({
      paidTime: true,
    });
    await call('deleteReasonCodeByType', { reasonCodeName: 'Errand', type: 'NotReady' });
    expect(await call('getReasonCode', { reasonCodeName: 'Errand' })).toMatchObject({ type: 'Logout' });
    await call('deleteReasonCode', { reasonCodeName: 'Errand' });
    expect(await refusal('getReasonCode', { reasonCodeName: 'Errand' })).toMatchObject({
      fault: 'ObjectNotFoundFault',
      objectName: 'Errand',
      objectType: 'ReasonCode',
    });
  });

  test('a campaign profile gets and loses criteria, order and limits', async () => {
    const { call, refusal } = await startFive9();
    const profileName = 'Careful';
    await call('createCampaignProfile', { campaignProfile: { name: profileName } });
    const criterion = { compareOperator: 'Equals', leftValue: 'state', rightValue: 'OH' };
    await call('modifyCampaignProfileCrmCriteria', {
      profileName,
      grouping: { type: 'Any' },
      addCriteria: [criterion],
    });
    await call('modifyCampaignProfileFilterOrder', {
      campaignProfile: profileName,
      addOrderByField: [{ fieldName: 'zip', descending: true, rank: 1 }],
    });
    expect(await call('getCampaignProfileFilter', { profileName })).toMatchObject({
      crmCriteria: [criterion],
      grouping: { type: 'Any' },
      orderByFields: [{ fieldName: 'zip', descending: true }],
    });
    await call('modifyCampaignProfileCrmCriteria', { profileName, removeCriteria: [criterion] });
    await call('modifyCampaignProfileFilterOrder', { campaignProfile: profileName, removeOrderByField: ['zip'] });
    expect(await call('getCampaignProfileFilter', { profileName })).toMatchObject({
      crmCriteria: [],
      orderByFields: [],
    });
    const limit = { count: 5, dispositions: ['Sale'] };
    await call('modifyCampaignProfileDispositions', { profileName, addDispositionCounts: [limit] });
    expect(await call('getCampaignProfileDispositions', { profileName })).toMatchObject([limit]);
    await call('modifyCampaignProfileDispositions', { profileName, removeDispositionCounts: [limit] });
    expect(await call('getCampaignProfileDispositions', { profileName })).toEqual([]);
    await call('deleteCampaignProfile', { profileName });
    expect(await refusal('getCampaignProfileFilter', { profileName })).toMatchObject({ fault: 'ObjectNotFoundFault' });
  });

  test('prompts are spoken or recorded, and never the other', async () => {
    const { call, refusal, post } = await startFive9();
    await call('addPromptWavInline', { prompt: { name: 'Music', languages: ['en-US', 'es-US'] }, wavFile: silence() });
    const noise = `<prompt><name>Noise</name></prompt><wavFile>${NO_WAV}</wavFile>`;
    expect(await post('addPromptWav', noise)).toMatch(/WavFileUploadFailedFault.*<promptName>Noise</);
    expect(await refusal('modifyPromptTTS', { prompt: { name: 'Music' }, ttsInfo: { text: 'la' } })).toMatchObject({
      fault: 'WrongPromptTypeFault',
      actualType: 'PreRecorded',
      desiredType: 'TTSGenerated',
    });
    await call('deleteLanguagePrompt', { promptName: 'Music', language: 'es-US' });
    expect(await refusal('deleteLanguagePrompt', { promptName: 'Music', language: 'es-US' })).toMatchObject({
      fault: 'PromptWithTheLanguageNotFoundFault',
    });
    expect(await call('getPrompt', { promptName: 'Music' })).toMatchObject({
      languages: ['en-US'],
      type: 'PreRecorded',
    });
    await call('deletePrompt', { promptName: 'Music' });
    expect(await call('getPrompts')).toEqual([]);
  });

  test('scripts have icons and owners', async () => {
    const { call, refusal } = await startFive9();
    await call('createIVRScript', { name: 'Welcome' });
    await call('modifyIVRScript', { scriptDef: { name: 'Welcome', xmlDefinition: '<ivrScript>hello</ivrScript>' } });
    expect(await call('getIVRScripts', { namePattern: 'Wel.*' })).toMatchObject([
      { xmlDefinition: '<ivrScript>hello</ivrScript>' },
    ]);
    await call('setIvrIcons', { ivrScriptName: 'Welcome', ivrIcons: { smallIcon: 'R0lGODlh' } });
    expect(await call('getIvrIcons', { ivrScriptName: 'Welcome' })).toMatchObject({ smallIcon: 'R0lGODlh' });
    await call('setIvrScriptOwnership', { ivrScriptName: 'Welcome', othersCanCopy: false });
    expect(await call('getIvrScriptOwnership', { ivrScriptName: 'Welcome' })).toMatchObject({ isOthersCanCopy: false });
    await call('removeIvrScriptOwnership', { ivrScriptName: 'Welcome' });
    expect(await refusal('getIvrScriptOwnership', { ivrScriptName: 'Welcome' })).toMatchObject({
      fault: 'IvrScriptOwnershipNotFoundFault',
    });
    await call('removeIvrIcons', { ivrScriptName: 'Welcome' });
    await call('deleteIVRScript', { name: 'Welcome' });
    expect(await refusal('getIvrIcons', { ivrScriptName: 'Welcome' })).toMatchObject({ fault: 'ObjectNotFoundFault' });
  });

  test('contact fields are created and deleted only while no campaign runs', async () => {
    const { call, refusal, centre } = await startFive9();
    const running = centre.campaigns.filter(({ state }) => state === 'RUNNING');
    expect(await refusal('createContactField', { field: { name: 'shoe_size' } })).toMatchObject({
      fault: 'ExecutionRestrictionFault',
    });
    for (const campaign of running) centre.forceStopCampaign(campaign);
    await call('createContactField', { field: { name: 'shoe_size', type: 'NUMBER' } });
    for (const campaign of running) centre.startCampaign(campaign);
    await call('modifyContactField', { field: { name: 'shoe_size', displayAs: 'Short' } });
    expect(await call('getContactFields', { namePattern: 'shoe.*' })).toMatchObject([
      { type: 'NUMBER', displayAs: 'Short', system: false },
    ]);
    expect(await refusal('deleteContactField', { fieldName: 'shoe_size' })).toMatchObject({
      fault: 'ExecutionRestrictionFault',
    });
    for (const campaign of running) centre.forceStopCampaign(campaign);
    await call('deleteContactField', { fieldName: 'shoe_size' });
    expect(await call('getContactFields', { namePattern: 'shoe.*' })).toEqual([]);
    expect(await refusal('deleteContactField', { fieldName: 'number1' })).toMatchObject({
      fault: 'ExecutionRestrictionFault',
    });
  });

  test('connectors, speed dials, dialing rules, locales and the domain store what is set', async () => {
    const { call, refusal } = await startFive9();
    await call('createWebConnector', {
      connector: { name: 'CRM', url: 'https://crm.example/', trigger: 'OnCallAccepted' },
    });
    await call('modifyWebConnector', { connector: { name: 'CRM', description: 'pops up' } });
    expect(await call('getWebConnectors', {})).toMatchObject([{ url: 'https://crm.example/', description: 'pops up' }]);
    await call('deleteWebConnector', { name: 'CRM' });
    expect(await refusal('modifyWebConnector', { connector: { name: 'CRM' } })).toMatchObject({
      fault: 'ObjectNotFoundFault',
    });
    await call('createSpeedDialNumber', { code: '7', number: '6145551234', description: 'desk' });
    expect(await call('getSpeedDialNumbers')).toMatchObject([{ code: '7', number: '6145551234', description: 'desk' }]);
    await call('removeSpeedDialNumber', { code: '7' });
    expect(await refusal('removeSpeedDialNumber', { code: '7' })).toMatchObject({ fault: 'IncorrectArgumentFault' });
    await call('setDialingRules', { setRules: [{ name: 'Ohio', state: 'US_OHIO' }] });
    expect(await call('getDialingRules', { namePattern: 'O.*' })).toMatchObject([{ name: 'Ohio', state: 'US_OHIO' }]);
    await call('setDialingRules', { removeRules: ['Ohio'] });
    expect(await call('getDialingRules', {})).toEqual([]);
    await call('setLocale', { localeName: 'es_ES' });
    expect(await call('getLocale')).toBe('es_ES');
    expect(await refusal('setLocale', { localeName: 'xx_XX' })).toMatchObject({
      fault: 'LocaleNotFoundFault',
      localeName: 'xx_XX',
    });
    const [skill] = (await call('getSkills', {})) as { id: string }[];
    const known = { objectId: skill?.id, objectType: 'SKILL', objectField: 'NAME', value: 'Facturas' };
    const unknown = { ...known, objectId: '987654' };
    expect(
      await call('updateConfigurationTranslations', { localeName: 'es_ES', diffTranslations: [known, unknown] }),
    ).toMatchObject([unknown]);
    expect(await call('getConfigurationTranslations', { localeName: 'es_ES' })).toMatchObject([known]);
    await call('modifyVCCConfiguration', { configuration: { agentProductivity: { longCallDuration: 900 } } });
    expect(await call('getVCCConfiguration')).toMatchObject({
      agentProductivity: { longCallDuration: 900, longACWTime: 120 },
    });
    const recordingsServer = { hostName: 'ftp.example', userName: 'me', password: 'Sesame-1' };
    await call('modifyVCCConfiguration', { configuration: { recordingsServer } });
    const answered = await call('getVCCConfiguration');
    expect(answered).toMatchObject({ recordingsServer: { hostName: 'ftp.example', userName: 'me' } });
    expect(JSON.stringify(answered)).not.toContain('Sesame-1');
    const configuration = { extensionSettings: { minimalExtensionLength: 9, maximalExtensionLength: 10 } };
    expect(await refusal('modifyVCCConfiguration', { configuration })).toMatchObject({
      fault: 'ExtensionsOutOfRangeFault',
    });
    expect(await call('getApiVersions')).toEqual({ maxVersion: 'v13', minVersion: '' });
    expect(await call('closeSession')).toBeNull();
  });
});
