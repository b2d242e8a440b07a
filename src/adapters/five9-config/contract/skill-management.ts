import { base64, list, mutation, optional, query, required, string } from '../../contract.ts';
import { argumentFaults, everyCall, faults } from './faults.ts';
import { OFF_PEAK } from './notes.ts';
import { skill, skillInfo } from './types/skills.ts';

const skillName = required(string, 'Name of the skill.');
const skillNamePattern = optional(string, 'Regular expression; all when left out or empty.', { meaning: 'pattern' });

/** Skills, their audio files and voicemail greetings. */
export const skillManagement = {
  addSkillAudioFile: mutation('Gives a skill an audio file.', {
    page: 212,
    input: { skillName, promptName: required(string, 'Name of the prompt to play.') },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.MaxPlayFileCountForSkillExceededFault,
      faults.PromptNotFoundFault,
      faults.SkillNotFoundFault,
    ],
    quota: 'Modify',
  }),
  createSkill: mutation(`Creates a skill.${OFF_PEAK}`, {
    page: 213,
    input: { skillInfo: required(skillInfo, 'The skill and the users assigned to it.') },
    output: skillInfo,
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ObjectsCountLimitExceededFault,
      faults.SkillAlreadyExistsFault,
      faults.UserNotFoundFault,
    ],
    quota: 'Modify',
  }),
  deleteSkill: mutation(`Deletes a skill.${OFF_PEAK}`, {
    page: 213,
    input: { skillName },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.SkillCantBeDeletedFault,
      faults.SkillNotFoundFault,
    ],
    quota: 'Modify',
  }),
  getSkill: query('One skill without its users.', {
    page: 213,
    input: { skillName },
    output: skill,
    faults: [...everyCall, ...argumentFaults, faults.SkillNotFoundFault],
    quota: 'Query',
  }),
  getSkillAudioFiles: query('Audio files of a skill.', {
    page: 214,
    input: { skillName },
    output: list(string),
    outputName: 'prompts',
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.SkillNotFoundFault],
    quota: 'Query',
  }),
  getSkillInfo: query('One skill with its users.', {
    page: 214,
    input: { skillName },
    output: skillInfo,
    faults: [...everyCall, ...argumentFaults, faults.SkillNotFoundFault],
    quota: 'Query',
  }),
  getSkills: query('Skills whose names match, without their users.', {
    page: 215,
    input: { skillNamePattern },
    output: list(skill),
    faults: [...everyCall, ...argumentFaults, faults.InvalidRegexpPatternFault],
    quota: 'Query',
  }),
  getSkillsInfo: query('Skills whose names match, with their users.', {
    page: 215,
    input: { skillNamePattern },
    output: list(skillInfo),
    faults: [...everyCall, ...argumentFaults, faults.InvalidRegexpPatternFault],
    quota: 'Query',
  }),
  getSkillVoicemailGreeting: query('Voicemail greeting of a skill.', {
    page: 215,
    input: { skillName },
    output: base64,
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.FinderException,
      faults.ObjectNotFoundFault,
    ],
    quota: 'Query',
  }),
  modifySkill: mutation(`Changes a skill.${OFF_PEAK}`, {
    page: 216,
    input: { skill: required(skill, 'The changed skill, identified by its name.') },
    output: skillInfo,
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.SkillNotFoundFault],
    quota: 'Modify',
  }),
  removeSkillAudioFile: mutation('Takes an audio file from a skill.', {
    page: 216,
    input: { skillName, promptName: required(string, 'Name of the prompt.') },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.MaxPlayFileCountForSkillExceededFault,
      faults.PromptNotFoundFault,
      faults.SkillNotFoundFault,
    ],
    quota: 'Modify',
  }),
  setSkillVoicemailGreeting: mutation('Sets the voicemail greeting of a skill.', {
    page: 217,
    input: { skillName, wavFile: required(base64, 'WAV file.', { meaning: 'wav' }) },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.InvalidImportDataFault,
      faults.ObjectNotFoundFault,
      faults.ParseException,
      faults.WavFileUploadFailedFault,
    ],
    quota: 'Modify',
  }),
};
