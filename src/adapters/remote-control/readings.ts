/** The open questions of the guide of the remote-control API. */
import type { Readings } from '../readings.ts';

/** The open readings; the adapter serves all of them, save where an account's setting has to choose. */
export const readings: Readings = [
  {
    id: 'numbers',
    open: "The meaning of CallState, CallStatus, RecordingState and of a campaign's Status",
    readings: [
      {
        id: 'from-one',
        meaning: 'CallState 1 ringing, 2 connected, 3 held, 4 wrap-up; RecordingState 0 off, 1 on, 2 paused',
      },
      {
        id: 'from-ten',
        meaning: 'CallState 10 ringing, 20 connected, 30 held, 40 wrap-up; RecordingState 1 off, 2 on, 3 paused',
      },
    ],
    default: 'from-one',
    source: 'Guide lines 23, 24, 28 and 96: int without values. The adapter takes none for granted: settings `numbers`',
  },
  {
    id: 'no-calls',
    open: 'What getcalls answers for a user who is not logged in',
    readings: [
      { id: 'refused', meaning: 'Success false with words such as "not logged in"' },
      { id: 'empty', meaning: 'Success true with an empty list' },
    ],
    default: 'refused',
    source: 'Guide lines 3 and 150: agents "currently logged into the system"; no failures listed',
  },
  {
    id: 'wrap-up-calls',
    open: 'Whether getcalls has a call that was hung up and waits for its result code',
    readings: [
      { id: 'listed', meaning: 'It has it, until it is disposed of' },
      {
        id: 'not-listed',
        meaning:
          'It has calls with a connected line alone. A call ends when it is hung up, and can be disposed of while this gateway remembers it',
      },
    ],
    default: 'listed',
    source: 'Guide line 150 "active calls"; line 172 "places the agent in the wrapping status"; line 180',
    setting: true,
  },
  {
    id: 'customer-names',
    open: 'What CustomerName and CustomerName2 are',
    readings: [
      { id: 'two-parts', meaning: 'Two parts of one name' },
      { id: 'apart', meaning: 'CustomerName is the whole name, CustomerName2 something else' },
    ],
    default: 'two-parts',
    source: 'Guide lines 25 and 26: string without a description',
    setting: true,
  },
  {
    id: 'token-answer',
    open: 'The form in which the token service answers',
    readings: [
      { id: 'string', meaning: 'One XML string element, or one JSON string where JSON is requested' },
      { id: 'object', meaning: 'An object with TokenKey, in XML or JSON' },
      { id: 'envelope', meaning: 'A CallActionResponse whose Data holds the token' },
      { id: 'plain', meaning: 'The token as plain text' },
    ],
    default: 'string',
    source: 'Guide line 5 refers to another guide',
  },
  {
    id: 'names',
    open: 'Case of property names in answers',
    readings: [
      { id: 'capital', meaning: 'Data, CallId' },
      { id: 'small', meaning: 'data, callId' },
    ],
    default: 'capital',
    source: 'Guide line 10 writes "data", line 13 Data',
  },
  {
    id: 'lists',
    open: 'Whether a list is an array or an object that holds one',
    readings: [
      { id: 'array', meaning: 'The items stand in Data' },
      { id: 'object', meaning: 'Data holds one member that holds the items' },
    ],
    default: 'array',
    source: 'Guide lines 19 and 31 "an array", lines 223, 230 and 238 "an object containing all"',
  },
  {
    id: 'expired-token',
    open: 'How a token that has expired is refused',
    readings: [
      { id: 'status', meaning: 'HTTP 401; the call did nothing' },
      { id: 'envelope', meaning: 'Success false in HTTP 200 with words about the token' },
    ],
    default: 'status',
    source: 'Guide lines 4–6: nothing about expiry',
  },
  {
    id: 'plus',
    open: 'Whether dial takes a leading + of an international number',
    readings: [
      { id: 'sent', meaning: 'The + is sent' },
      { id: 'dropped', meaning: 'Digits alone are sent' },
    ],
    default: 'sent',
    source: 'Guide lines 164–169: PhoneNum without a form',
    setting: true,
  },
  {
    id: 'request-rate',
    open: 'How often calls may be asked for',
    readings: [
      { id: 'any', meaning: 'Every request is answered' },
      { id: 'limited', meaning: 'More than 120 requests a minute are refused with HTTP 429' },
    ],
    default: 'any',
    source:
      'The guide states no limit and no pace. Polling of every phone, each 1 to 5 seconds while something subscribes or always with `record: always`, becomes slower while requests are refused; what was missed is a gap',
  },
  {
    id: 'queue-times',
    open: 'The unit of AbandonThreshold and AcceptableQueueTime of a queue',
    readings: [
      { id: 'seconds', meaning: 'AcceptableQueueTime 30 is half a minute' },
      { id: 'milliseconds', meaning: 'AcceptableQueueTime 30000 is half a minute' },
    ],
    default: 'seconds',
    source:
      'Guide lines 113 and 114: int without a unit. The vendor plane answers the number as it is; no unified figure uses it',
  },
];
