import { contract, type Operations, query } from '../../contract.ts';
import { administration } from './administration.ts';
import { callHandling } from './call-handling.ts';
import { events } from './events.ts';
import { imports } from './import.ts';
import { recordingControl } from './recording-control.ts';
import { RESULT } from './results.ts';
import { status } from './status.ts';
import { eventInterface, web } from './web.ts';

const basics = {
  TEST: query('Shows that the recorder is there.', { output: RESULT }),
} as const satisfies Operations;

/** Every operation of the recorder, in the chapters of its manual. */
export const recorderContract = contract({
  vendor: 'recorder',
  prefix: 'recorder',
  chapters: {
    Basics: basics,
    'Call handling': callHandling,
    Status: status,
    'Recording control': recordingControl,
    Import: imports,
    'User, group and role': administration,
    WebAPI: web,
    'Event interface': eventInterface,
  },
  events,
});

/** The recorder's functions as types. */
export type RecorderOperations = typeof recorderContract.operations;
