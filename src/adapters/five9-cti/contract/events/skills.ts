import { double, list, long, optional, string } from '../../../contract.ts';
import { skillInfo } from '../types.ts';
import { eventsOf } from './event.ts';

const skills = optional(list(skillInfo), 'The skills.');
const activeSkills = optional(list(long), 'Ids of the skills being served.');
const details = optional(string, "Why, in the service's words.");

/** Skills and the prompts that go with them. */
export const skillEvents = eventsOf({
  activeSkillsChanged: ['The agent serves other skills.', { activeSkills }],
  skillAdded: ['A skill is new.', { name: optional(string, 'Its name.') }],
  skillsChanged: ['The agent has other skills.', { skills }],
  skillsInitialized: ["The agent's skills are known.", { activeSkills, skills }],
  skillsStatusChanged: ['Skills are served otherwise than before.', { skills }],
  skillPromptDownloadCancelled: ['Fetching a prompt was cancelled.', {}],
  skillPromptDownloaded: ['A prompt was fetched.', { filename: optional(string, 'Name of its file.') }],
  skillPromptDownloadFailed: ['A prompt could not be fetched.', { details }],
  skillPromptDownloadProgress: [
    'A prompt is being fetched.',
    { progress: optional(double, 'How much of it is here.') },
  ],
  skillPromptPauseFailed: ['A prompt could not be paused.', { details }],
  skillPromptPlayFailed: ['A prompt could not be played.', { details }],
  skillPromptsChanged: ['There are other prompts.', {}],
  skillPromptsPermissionChanged: ['The agent may play prompts, or no longer.', {}],
  skillPromptStopFailed: ['A prompt could not be stopped.', { details }],
});
