import { describe, expect, test } from 'vitest';
import { silence } from '../../src/simulators/five9-config/wav.ts';
import { startFive9 } from './simulator-start.ts';

const NO_WAV = Buffer.from('this is no sound').toString('base64');

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
    const waiting = call('getCampaignState', { campaignName: 'Spring Sales', waitUntilChange: '30' });
    await call('stopCampaign', { campaignName: 'Spring Sales' });
    expect(await waiting).toBe('STOPPING');
    expect(Date.now() - began).toBeLessThan(5_000);
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

describe('people and what they can', () => {
  test('a skill is created with its users, changed, heard and deleted when nobody has it', async () => {
    const { call, refusal } = await startFive9();
    const [user] = (await call('getUsersGeneralInfo', {})) as { userName: string }[];
    const userName = user?.userName;
    const created = await call('createSkill', {
      skillInfo: {
        skill: { name: 'Welsh', description: 'Cymraeg' },
        users: [{ userName, level: 3, skillName: 'Welsh' }],
      },
    });
    expect(created).toMatchObject({ skill: { name: 'Welsh' }, users: [{ userName, level: 3 }] });
    await call('modifySkill', { skill: { name: 'Welsh', messageOfTheDay: 'Bore da' } });
    expect(await call('getSkill', { skillName: 'Welsh' })).toMatchObject({
      description: 'Cymraeg',
      messageOfTheDay: 'Bore da',
    });
    await call('addPromptTTS', { prompt: { name: 'Wait' }, ttsInfo: { text: 'Please wait', language: 'en-US' } });
    await call('addSkillAudioFile', { skillName: 'Welsh', promptName: 'Wait' });
    expect(await call('getSkillAudioFiles', { skillName: 'Welsh' })).toEqual(['Wait']);
    expect(await refusal('deletePrompt', { promptName: 'Wait' })).toMatchObject({ fault: 'PromptCantBeDeletedFault' });
    await call('removeSkillAudioFile', { skillName: 'Welsh', promptName: 'Wait' });
    const greeting = silence(16);
    await call('setSkillVoicemailGreeting', { skillName: 'Welsh', wavFile: greeting });
    expect(await call('getSkillVoicemailGreeting', { skillName: 'Welsh' })).toBe(greeting);
    expect(await refusal('deleteSkill', { skillName: 'Welsh' })).toMatchObject({
      fault: 'SkillCantBeDeletedFault',
      skillName: 'Welsh',
    });
    await call('userSkillRemove', { userSkill: { userName, skillName: 'Welsh', level: 3 } });
    await call('deleteSkill', { skillName: 'Welsh' });
    expect(await call('getSkills', { skillNamePattern: 'Welsh' })).toEqual([]);
  });

  test('a user is created, given roles, skills, reports and a greeting, and deleted', async () => {
    const { call, refusal, post } = await startFive9();
    const userName = 'nia@acme.example';
    const generalInfo = { userName, firstName: 'Nia', lastName: 'Rees', EMail: userName, password: 'Sesame-1' };
    const userInfo = {
      generalInfo,
      roles: { agent: { alwaysRecorded: false, attachVmToEmail: false, sendEmailOnVm: false } },
    };
    const created = await call('createUser', { userInfo });
    expect(created).toMatchObject({ generalInfo: { userName, fullName: 'Nia Rees', active: true } });
    expect(JSON.stringify(created)).not.toContain('Sesame-1');
    expect(await refusal('createUser', { userInfo })).toMatchObject({ fault: 'UserAlreadyExistsFault', userName });
    await call('userSkillAdd', { userSkill: { userName, skillName: 'Sales', level: 1 } });
    expect(await refusal('userSkillAdd', { userSkill: { userName, skillName: 'Sales', level: 1 } })).toMatchObject({
      fault: 'UserAlreadyHasSkillFault',
    });
    await call('userSkillModify', { userSkill: { userName, skillName: 'Sales', level: 5 } });
    expect(
      await refusal('modifyUserCannedReports', { userName, cannedReportsToAdd: [{ name: 'Daily' }] }),
    ).toMatchObject({
      fault: 'UserHasNoRequiredRoleFault',
      roles: ['Reporting'],
    });
    await call('modifyUser', { userGeneralInfo: { userName, lastName: 'Price' }, rolesToSet: { reporting: {} } });
    await call('modifyUserCannedReports', { userName, cannedReportsToAdd: [{ name: 'Daily', index: 1 }] });
    expect(await call('getUserInfo', { userName })).toMatchObject({
      generalInfo: { lastName: 'Price', EMail: userName },
      cannedReports: [{ name: 'Daily', index: 1 }],
      skills: [{ skillName: 'Sales', level: 5, userName }],
    });
    expect(await refusal('getUserVoicemailGreeting', { userName })).toMatchObject({ fault: 'FinderException' });
    const refused = await post(
      'setUserVoicemailGreeting',
      `<userName>${userName}</userName><wavFile>${NO_WAV}</wavFile>`,
    );
    expect(refused).toContain('WavFileUploadFailedFault');
    await call('setUserVoicemailGreeting', { userName, wavFile: silence() });
    expect(await call('getUserVoicemailGreeting', { userName })).toBe(silence());
    await call('createAgentGroup', { group: { name: 'Night', agents: [userName] } });
    expect(await call('getUserInfo', { userName })).toMatchObject({ agentGroups: ['Night'] });
    await call('deleteUser', { userName });
    expect(await call('getAgentGroup', { groupName: 'Night' })).toMatchObject({ name: 'Night', agents: [] });
    expect(await refusal('getUserInfo', { userName })).toMatchObject({ fault: 'UserNotFoundFault', userName });
  });

  test('agent groups and user profiles take and lose members', async () => {
    const { call, refusal } = await startFive9();
    const [one, two] = ((await call('getUsersGeneralInfo', {})) as { userName: string }[]).map(
      ({ userName }) => userName,
    );
    await call('createAgentGroup', { group: { name: 'Night', agents: [one] } });
    await call('modifyAgentGroup', {
      group: { name: 'Night', description: 'late' },
      addAgents: [two],
      removeAgents: [one],
    });
    expect(await call('getAgentGroup', { groupName: 'Night' })).toMatchObject({ description: 'late', agents: [two] });
    await call('modifyUser', { userGeneralInfo: { userName: one }, rolesToRemove: ['Agent'] });
    expect(await refusal('modifyAgentGroup', { group: { name: 'Night' }, addAgents: [one] })).toMatchObject({
      fault: 'UserHasNoRequiredRoleFault',
      userName: one,
    });
    await call('deleteAgentGroup', { groupName: 'Night' });
    await call('createUserProfile', { userProfile: { name: 'Juniors', skills: ['Sales'] } });
    await call('modifyUserProfileSkills', {
      userProfileName: 'Juniors',
      addSkills: ['Billing'],
      removeSkills: ['Sales'],
    });
    await call('modifyUserProfileUserList', { userProfileName: 'Juniors', addUsers: [two] });
    expect(await call('getUserProfile', { userProfileName: 'Juniors' })).toMatchObject({
      skills: ['Billing'],
      users: [two],
    });
    expect(await refusal('deleteUserProfile', { userProfileName: 'Juniors' })).toMatchObject({
      fault: 'ObjectInUseFault',
    });
    await call('modifyUserProfileUserList', { userProfileName: 'Juniors', removeUsers: [two] });
    await call('deleteUserProfile', { userProfileName: 'Juniors' });
    expect(await call('getUserProfiles', {})).toEqual([]);
  });
});

describe('things with names', () => {
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

  test('connectors, speed dials, dialing rules, locales and the domain keep what they are told', async () => {
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
    const told = await call('getVCCConfiguration');
    expect(told).toMatchObject({ recordingsServer: { hostName: 'ftp.example', userName: 'me' } });
    expect(JSON.stringify(told)).not.toContain('Sesame-1');
    const configuration = { extensionSettings: { minimalExtensionLength: 9, maximalExtensionLength: 10 } };
    expect(await refusal('modifyVCCConfiguration', { configuration })).toMatchObject({
      fault: 'ExtensionsOutOfRangeFault',
    });
    expect(await call('getApiVersions')).toEqual({ maxVersion: 'v13', minVersion: '' });
    expect(await call('closeSession')).toBeNull();
  });
});
