import { base64, list, mutation, type Operation, query, required, string } from '../../contract.ts';
import { argumentFaults, everyCall, faults } from './faults.ts';
import { swaRef } from './types/attachments.ts';
import { promptInfo, ttsInfo } from './types/prompts.ts';

const wavFile = required(base64, 'WAV file.', { meaning: 'wav' });
const attachedWavFile = required(swaRef, 'WAV file; sent as a MIME attachment (guide p. 14).', { meaning: 'wav' });
const promptName = required(string, 'Name of the prompt.');

/** Prompts, recorded or spoken by a machine. */
export const promptManagement = {
  addPromptTTS: mutation('Adds a prompt that a machine speaks.', {
    page: 202,
    input: {
      prompt: required(promptInfo, 'The prompt.'),
      ttsInfo: required(ttsInfo, 'The text and how it is spoken.'),
    },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.PromptAlreadyExistsFault,
      faults.TtsGenerationFailed,
    ],
    quota: 'Modify',
  }),
  addPromptWav: mutation('Adds a recorded prompt; the file travels as a MIME attachment.', {
    page: 202,
    input: { prompt: required(promptInfo, 'The prompt.'), wavFile: attachedWavFile },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.PromptAlreadyExistsFault,
      faults.WavFileUploadFailedFault,
    ],
    quota: 'Modify',
  }),
  addPromptWavInline: mutation('Adds a recorded prompt.', {
    page: 203,
    input: { prompt: required(promptInfo, 'The prompt.'), wavFile },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.PromptAlreadyExistsFault,
      faults.WavFileUploadFailedFault,
    ],
    quota: 'Modify',
  }),
  deleteLanguagePrompt: mutation('Deletes a prompt in one language; needed before that language can be set anew.', {
    page: 203,
    input: { promptName, language: required(string, 'The language.') },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.PromptNotFoundFault,
      faults.PromptWithTheLanguageNotFoundFault,
    ],
    quota: 'Modify',
  }),
  deletePrompt: mutation('Deletes a prompt.', {
    page: 204,
    input: { promptName },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.PromptCantBeDeletedFault,
      faults.PromptNotFoundFault,
    ],
    quota: 'Modify',
  }),
  getPrompt: query('One prompt.', {
    page: 204,
    input: { promptName },
    output: promptInfo,
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.PromptNotFoundFault],
    quota: 'Query',
  }),
  getPrompts: query('All prompts.', {
    page: 204,
    output: list(promptInfo),
    outputName: 'prompts',
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault],
    quota: 'Query',
  }),
  modifyPromptTTS: mutation('Changes a prompt that a machine speaks.', {
    page: 205,
    input: {
      prompt: required(promptInfo, 'The changed prompt, identified by its name.'),
      ttsInfo: required(ttsInfo, 'The text and how it is spoken.'),
    },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.PromptNotFoundFault,
      faults.TtsGenerationFailed,
      faults.WrongPromptTypeFault,
    ],
    quota: 'Modify',
  }),
  modifyPromptWav: mutation('Changes a recorded prompt; the file is a MIME attachment for the vendor.', {
    page: 205,
    input: { prompt: required(promptInfo, 'The changed prompt, identified by its name.'), wavFile: attachedWavFile },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.PromptNotFoundFault,
      faults.WavFileUploadFailedFault,
      faults.WrongPromptTypeFault,
    ],
    quota: 'Modify',
  }),
  modifyPromptWavInline: mutation('Changes a recorded prompt.', {
    page: 206,
    input: { prompt: required(promptInfo, 'The changed prompt, identified by its name.'), wavFile },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.PromptNotFoundFault,
      faults.WavFileUploadFailedFault,
      faults.WrongPromptTypeFault,
    ],
    quota: 'Modify',
  }),
};

/** A contract whose prompts carry their files as base64 inside the envelope. */
export function inlinePrompts<Whole extends { readonly operations: Readonly<Record<string, Operation>> }>(
  contract: Whole,
): Whole {
  const { addPromptWav, modifyPromptWav, addPromptWavInline, modifyPromptWavInline } = promptManagement;
  const inline = {
    addPromptWav: { ...addPromptWav, input: addPromptWavInline.input },
    modifyPromptWav: { ...modifyPromptWav, input: modifyPromptWavInline.input },
  };
  return { ...contract, operations: { ...contract.operations, ...inline } };
}
