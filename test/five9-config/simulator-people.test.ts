import { describe, expect, test } from 'vitest';
import { silence } from '../../src/simulators/five9-config/wav.ts';
import { startFive9 } from './simulator-start.ts';

const NO_WAV = Buffer.from('this is no sound').toString('base64');

describe('users and their skills', () => {
  test('a skill is created with its users, changed, played and deleted when no user has it', async () => {
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
