import { base64, list, mutation, query, required, string } from '../../contract.ts';
import {
  ARG_INVALID_CHAR,
  ARG_INVALID_DATA,
  ARG_INVALID_TYPE,
  ARG_NULL,
  ARG_TOO_LARGE,
  ATTRIBUTE_NULL,
  OBJECT_EXISTS,
  OBJECT_NOT_EXISTS,
  RESULT_TOO_LARGE,
  SYSTEM_LIMIT_EXCEEDED,
} from './faults.ts';
import { org, script } from './types.ts';

/** Scripts. At most 100 are active. */
export const scripts = {
  createScript: mutation('Makes a script from a template, with some of its elements replaced.', {
    input: {
      scriptTemplate: required(script, 'The template.'),
      newName: required(string, 'Name of the new script.'),
      elementNames: required(list(string), 'Elements to replace.', { maxItems: 10 }),
      elementContents: required(list(base64), 'The contents that replace them, in the same order.', { maxItems: 10 }),
      org: required(org, 'Whose it is to be.'),
    },
    output: script,
    faults: [
      ARG_INVALID_DATA,
      ARG_NULL,
      ARG_TOO_LARGE,
      ATTRIBUTE_NULL,
      OBJECT_EXISTS,
      OBJECT_NOT_EXISTS,
      SYSTEM_LIMIT_EXCEEDED,
    ],
  }),
  createScriptUsingContent: mutation('Makes a script from contents; of a voice script the first is its source.', {
    input: {
      name: required(string, 'Name of the new script.'),
      contentNames: required(list(string), 'Names ending in .js, .xml, .xsl or .wav.', {
        maxItems: 500,
        meaning: 'file-name',
      }),
      contentData: required(list(base64), 'The contents, in the same order; 5 MB at most in all.', { maxItems: 500 }),
      org: required(org, 'Whose it is to be; for an enterprise, its master account.'),
    },
    output: script,
    faults: [
      ARG_INVALID_CHAR,
      ARG_INVALID_DATA,
      ARG_NULL,
      ARG_TOO_LARGE,
      ATTRIBUTE_NULL,
      OBJECT_EXISTS,
      OBJECT_NOT_EXISTS,
      SYSTEM_LIMIT_EXCEEDED,
    ],
  }),
  deleteScript: mutation('Deletes a script.', {
    input: { script: required(script, 'By internalId, or by externalId and owner.') },
    faults: [ARG_NULL, OBJECT_NOT_EXISTS],
  }),
  listScripts: query('Scripts of an organization; of an enterprise, those of its master account.', {
    input: { org: required(org, 'Whose scripts.') },
    output: list(script, 'data'),
    faults: [ARG_INVALID_TYPE, ARG_NULL, OBJECT_NOT_EXISTS, RESULT_TOO_LARGE],
    cap: 1000,
  }),
};
