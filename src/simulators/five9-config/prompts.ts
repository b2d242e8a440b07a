import { decodedPart } from '../soap/http.ts';
import type { Answers, ConfigRequest } from './answers.ts';
import { type ConfigValues, fail, textOf, valuesGiven } from './collection.ts';
import type { Domain } from './domain.ts';
import { checkedWav } from './wav.ts';

type Kind = 'TTSGenerated' | 'PreRecorded';

function add(domain: Domain, prompt: ConfigValues, type: Kind, language: string): void {
  const languages = (prompt.languages as string[] | null)?.length ? prompt.languages : [language];
  domain.prompts.add(textOf(prompt, 'name'), { description: '', ...valuesGiven(prompt), languages, type });
}

function modify(domain: Domain, prompt: ConfigValues, desiredType: Kind): void {
  const promptName = textOf(prompt, 'name');
  const { type: actualType } = domain.prompts.find(promptName);
  if (actualType !== desiredType)
    fail('WrongPromptTypeFault', `Prompt "${promptName}" is ${String(actualType)}.`, {
      actualType,
      desiredType,
      promptName,
    });
  domain.prompts.change(promptName, { ...prompt, type: desiredType });
}

/** An empty text is refused. */
function checkSpeech({ text }: { text?: string | null }, promptName: unknown): void {
  if (!text?.trim()) fail('TtsGenerationFailed', 'There is no text to speak.', { promptName });
}

function isUsed(domain: Domain, name: string): boolean {
  const plays = (action: unknown) =>
    textOf(action, 'actionType') === 'PLAY_PROMPT' && textOf(action, 'actionArgument') === name;
  return (
    domain.skills.items.some(({ audioFiles }) => audioFiles.includes(name)) ||
    domain.campaigns.items.some(
      ({ settings }) => plays(settings.actionOnAnswerMachine) || plays(settings.actionOnQueueExpiration),
    )
  );
}

function deleteLanguage(domain: Domain, promptName: string, language: string): void {
  const languages = domain.prompts.find(promptName).languages as string[];
  if (!languages.includes(language))
    fail('PromptWithTheLanguageNotFoundFault', `Prompt "${promptName}" is not spoken in ${language}.`, { promptName });
  domain.prompts.put(promptName, { languages: languages.filter((spoken) => spoken !== language) });
}

/** The file that a `cid:` URI refers to, as base64; empty where no part has that id. */
function attachedFile(domain: Domain, wavFile: string, { attachments }: ConfigRequest): string {
  if (domain.reading('prompt-wav') === 'inline') return wavFile;
  const id = wavFile.startsWith('cid:') ? (decodedPart(wavFile.slice('cid:'.length)) ?? '') : '';
  return attachments?.get(id)?.toString('base64') ?? '';
}

/** The chapter Prompt Management. */
export function promptAnswers(domain: Domain): Answers {
  const { prompts } = domain;
  const addWav: Answers['addPromptWavInline'] = ({ prompt, wavFile }) => {
    prompts.free(textOf(prompt, 'name'));
    checkedWav(wavFile, textOf(prompt, 'name'));
    add(domain, prompt, 'PreRecorded', 'en-US');
  };
  const modifyWav: Answers['modifyPromptWavInline'] = ({ prompt, wavFile }) => {
    prompts.find(prompt.name);
    checkedWav(wavFile, textOf(prompt, 'name'));
    modify(domain, prompt, 'PreRecorded');
  };
  const attached = <Input extends { readonly wavFile: string }>(input: Input, asked: ConfigRequest): Input => ({
    ...input,
    wavFile: attachedFile(domain, input.wavFile, asked),
  });
  return {
    addPromptTTS({ prompt, ttsInfo }) {
      checkSpeech(ttsInfo, prompt.name);
      add(domain, prompt, 'TTSGenerated', ttsInfo.language ?? 'en-US');
    },
    modifyPromptTTS({ prompt, ttsInfo }) {
      prompts.find(prompt.name);
      checkSpeech(ttsInfo, prompt.name);
      modify(domain, prompt, 'TTSGenerated');
    },
    addPromptWav: (input, asked) => addWav(attached(input, asked), asked),
    addPromptWavInline: addWav,
    modifyPromptWav: (input, asked) => modifyWav(attached(input, asked), asked),
    modifyPromptWavInline: modifyWav,
    getPrompt: ({ promptName }) => prompts.find(promptName),
    getPrompts: () => prompts.items,
    deleteLanguagePrompt: ({ promptName, language }) => deleteLanguage(domain, promptName, language),
    deletePrompt({ promptName }) {
      prompts.find(promptName);
      prompts.remove(promptName, isUsed(domain, promptName));
    },
  };
}
