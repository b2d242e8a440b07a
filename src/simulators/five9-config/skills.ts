import type { AnswerInput, Answers } from './answers.ts';
import { type ConfigValues, fail, valuesGiven } from './collection.ts';
import type { Domain, SkillItem } from './domain.ts';
import { skillOf } from './people.ts';
import { checkedWav, silence } from './wav.ts';

/** Most audio files of a skill; the guide names the fault, not the number. */
const MOST_AUDIO_FILES = 10;

function shown({ description, id, messageOfTheDay, name, routeVoiceMails }: SkillItem): ConfigValues {
  return { description, id, messageOfTheDay, name, routeVoiceMails };
}

function withUsers(domain: Domain, item: SkillItem): ConfigValues {
  const users = domain.users.items.flatMap(({ generalInfo, skills }) =>
    skills
      .filter(({ skillName }) => skillName === item.name)
      .map((skill) => skillOf(domain, String(generalInfo.userName), skill)),
  );
  return { skill: shown(item), users };
}

function create(domain: Domain, { skillInfo }: AnswerInput<'createSkill'>): ConfigValues {
  const { skill, users } = skillInfo;
  const name = skill?.name ?? '';
  domain.skills.free(name);
  domain.users.need((users ?? []).map(({ userName }) => userName));
  const { id: _, ...given } = valuesGiven(skill ?? {});
  const item = domain.skills.add(name, { routeVoiceMails: false, ...given, name, audioFiles: [] });
  for (const { userName, level } of users ?? []) {
    const { skills } = domain.users.find(userName);
    domain.users.put(userName, { skills: [...skills, { level, skillName: name }] });
  }
  return withUsers(domain, item);
}

function isUsed(domain: Domain, name: string): boolean {
  return (
    domain.campaigns.items.some(({ skills, settings }) => skills.includes(name) || settings.agentSkillName === name) ||
    domain.users.items.some(({ skills }) => skills.some(({ skillName }) => skillName === name)) ||
    domain.userProfiles.items.some(({ skills }) => skills.includes(name))
  );
}

function addAudio(domain: Domain, { skillName, promptName }: AnswerInput<'addSkillAudioFile'>): void {
  const { audioFiles } = domain.skills.find(skillName);
  domain.prompts.find(promptName);
  if (audioFiles.length >= MOST_AUDIO_FILES)
    fail('MaxPlayFileCountForSkillExceededFault', `Skill "${skillName}" has ${MOST_AUDIO_FILES} audio files.`, {
      skillName,
    });
  domain.skills.put(skillName, { audioFiles: [...audioFiles, promptName] });
}

function removeAudio(domain: Domain, { skillName, promptName }: AnswerInput<'removeSkillAudioFile'>): void {
  const { audioFiles } = domain.skills.find(skillName);
  if (!audioFiles.includes(promptName)) domain.prompts.missing(promptName);
  domain.skills.put(skillName, { audioFiles: audioFiles.filter((name) => name !== promptName) });
}

function greeted(domain: Domain, objectName: string): SkillItem {
  if (domain.skills.has(objectName)) return domain.skills.find(objectName);
  return fail('ObjectNotFoundFault', `Skill "${objectName}" doesn't exist.`, { objectName, objectType: 'Skill' });
}

/** The chapter Skill Management. */
export function skillAnswers(domain: Domain): Answers {
  return {
    getSkill: ({ skillName }) => shown(domain.skills.find(skillName)),
    getSkills: ({ skillNamePattern }) => domain.skills.matching(skillNamePattern).map(shown),
    getSkillInfo: ({ skillName }) => withUsers(domain, domain.skills.find(skillName)),
    getSkillsInfo: ({ skillNamePattern }) =>
      domain.skills.matching(skillNamePattern).map((item) => withUsers(domain, item)),
    createSkill: (input) => create(domain, input),
    modifySkill({ skill: { id: _, ...skill } }) {
      return withUsers(domain, domain.skills.change(skill.name, skill));
    },
    deleteSkill({ skillName }) {
      domain.skills.find(skillName);
      domain.skills.remove(skillName, isUsed(domain, skillName));
    },
    getSkillAudioFiles: ({ skillName }) => domain.skills.find(skillName).audioFiles,
    addSkillAudioFile: (input) => addAudio(domain, input),
    removeSkillAudioFile: (input) => removeAudio(domain, input),
    getSkillVoicemailGreeting: ({ skillName }) => greeted(domain, skillName).greeting ?? silence(),
    setSkillVoicemailGreeting({ skillName, wavFile }) {
      greeted(domain, skillName);
      domain.skills.put(skillName, { greeting: checkedWav(wavFile) });
    },
  };
}
