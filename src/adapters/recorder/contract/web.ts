/** Chapters "WebAPI" and "Event interface": exports, which only the web service has, and the stream of events. */
import { int, type Operations, optional, query, required, string, struct } from '../../contract.ts';
import { faults } from './faults.ts';
import { EXPORTED, resultFields } from './results.ts';
import { flag, MEDIA_FORMAT, text } from './types.ts';

const media = required(MEDIA_FORMAT, 'The file format.');
const IDENT = required(string, 'Ids of recordings, with commas between.', { maxLength: 255, meaning: 'numbers' });
const exportFaults = faults('API_FILE_NOT_FOUND', 'API_INVALID_MESSAGE_FORMAT');

/** Exports by name. */
export const web = {
  EXPORT: query('One finished recording as a file: the newest one that has the value in the field.', {
    input: {
      UNIQUEFIELD: required(string, 'A column of the table of recordings, e.g. ident.', {
        maxLength: 255,
        meaning: 'column',
      }),
      UNIQUEID: required(string, 'The value that the column is to have.', { maxLength: 255 }),
      MEDIA_FORMAT: media,
      ENCRYPT: optional(flag, 'Encrypt a CAV file.'),
      PASSWORD: text(255, 'Opens an encrypted CAV file.', { secret: true }),
    },
    output: EXPORTED,
    faults: exportFaults,
    audited: true,
  }),
  COMBINEDEXPORT: query('Finished recordings joined into one file.', {
    input: { IDENT, MEDIA_FORMAT: media },
    output: EXPORTED,
    faults: exportFaults,
    audited: true,
  }),
  MULTIEXPORT: query('Finished recordings, each a file in one zip file.', {
    input: { IDENT, MEDIA_FORMAT: media },
    output: EXPORTED,
    faults: exportFaults,
    audited: true,
  }),
} as const satisfies Operations;

/** The event interface. */
export const eventInterface = {
  EVENTS: query('Subscribes a connection to events; here it only shows that the recorder would grant it.', {
    input: {
      EVENTCLASS: text(64, 'The class of events wanted; ALL when left out.'),
      EVENTVALUE: text(255, 'The value to which the class is limited.'),
    },
    output: struct('EVENTSRESULT', 'The subscription.', {
      ...resultFields,
      EVENTXREF: optional(int, 'Number of the subscription.'),
      EVENTCLASS: optional(string, 'The class subscribed to.'),
      EVENTTYPE: optional(string, 'The type subscribed to.'),
    }),
    faults: faults('API_EVENT_TYPE_INVALID', 'API_TOO_MANY_CLIENTS'),
  }),
} as const satisfies Operations;
