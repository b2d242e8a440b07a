/** The open questions of the Configuration Web Services guide. */
import type { Readings } from '../readings.ts';
import { reportReadings } from './reads/report-readings.ts';

/** Every question the guide leaves open, with the readings that the adapter serves and the simulator plays. */
export const readings: Readings = [
  {
    id: 'numbers',
    open: 'How the domain accepts, stores and compares phone numbers.',
    readings: [
      { id: 'guide', meaning: 'Ten digits or 011 and the country code, 10 to 16 digits; any other form is refused.' },
      { id: 'as-sent', meaning: 'Any usual form is accepted, stored as it was sent and compared literally.' },
      { id: 'normalised', meaning: 'Any usual form is accepted and stored as ten digits or 011 and the country code.' },
    ],
    default: 'guide',
    source:
      'p. 231 gives the two forms for addRecordToListSimple; the guide is silent about the plus and other methods',
    setting: true,
  },
  {
    id: 'prompt-wav',
    open: 'How addPromptWav and modifyPromptWav carry the WAV file.',
    readings: [
      { id: 'attachment', meaning: 'wavFile holds a cid: URI of a part of a multipart/related request.' },
      { id: 'inline', meaning: 'wavFile holds the file as base64.' },
    ],
    default: 'attachment',
    source: 'p. 14 (swaRef.xsd), p. 203, p. 206: "WAV file attachment in a MIME package"; the WSDL: swaRef:swaRef',
    setting: true,
  },
  {
    id: 'refused-user',
    open: 'What answers a request with a wrong or locked password.',
    readings: [
      { id: 'http-401', meaning: 'HTTP 401 with a web page.' },
      { id: 'fault-200', meaning: 'InvalidAccountFault with HTTP 200.' },
      { id: 'fault-403', meaning: 'InvalidAccountFault with HTTP 403.' },
    ],
    default: 'http-401',
    source: 'p. 18 requires Basic authentication and is silent about its refusal; p. 235 InvalidAccountFault',
  },
  {
    id: 'busy-user',
    open: 'Which exception answers a second request of a user while one is running.',
    readings: [
      { id: 'UserAlreadyLoggedInFault', meaning: 'UserAlreadyLoggedInFault.' },
      { id: 'SessionClosedFault', meaning: 'SessionClosedFault.' },
      { id: 'AdminSessionClosedFault', meaning: 'AdminSessionClosedFault.' },
    ],
    default: 'UserAlreadyLoggedInFault',
    source: 'p. 18: "your requests are denied, and you receive an exception"',
  },
  {
    id: 'request-order',
    open: 'Whether elements of a request may stand in another order than in the WSDL.',
    readings: [
      { id: 'any', meaning: 'Any order is accepted, as in the examples the guide prints.' },
      { id: 'wsdl', meaning: 'Only the order of the WSDL is accepted.' },
    ],
    default: 'any',
    source: 'p. 106, p. 247 and p. 249 print requests in another order than the WSDL',
  },
  {
    id: 'empty-list',
    open: 'How an answer writes a list without items.',
    readings: [
      { id: 'no-child', meaning: 'The response element has no child.' },
      { id: 'empty-child', meaning: 'The response element has one empty child.' },
    ],
    default: 'no-child',
    source: 'the guide is silent; recorded traffic has no child',
  },
  {
    id: 'fault-detail',
    open: 'What the detail of a fault holds.',
    readings: [
      { id: 'fault', meaning: 'The element of the fault alone.' },
      { id: 'after-stack', meaning: 'A stack trace element, then the element of the fault.' },
      { id: 'absent', meaning: 'No detail; the fault string starts with the name of the fault.' },
    ],
    default: 'fault',
    source: 'p. 231 to 243 name the faults and are silent about the document',
  },
  {
    id: 'modified-lists',
    open: 'What modifyCampaignLists does with lists of the campaign that it is not given.',
    readings: [
      { id: 'unchanged', meaning: 'They stay as they are.' },
      { id: 'removed', meaning: 'The campaign has the given lists alone.' },
    ],
    default: 'unchanged',
    source: 'p. 149: "Updates the lists and attributes of dialing lists". All lists are written in either case',
  },
  {
    id: 'list-priority',
    open: 'Which field of a campaign’s list is its place in the order of dialing.',
    readings: [
      { id: 'priority', meaning: 'priority.' },
      { id: 'dialing-priority', meaning: 'dialingPriority.' },
    ],
    default: 'priority',
    source: 'p. 95 calls both the dialing priority; of priority alone it says that the lower number is dialed first',
    setting: true,
  },
  {
    id: 'speed-of-answer',
    open: 'What speedOfAnswer of the domain’s settings counts.',
    readings: [
      { id: 'seconds', meaning: 'The seconds within which a call counts as answered in time.' },
      {
        id: 'percentage',
        meaning: 'The share of calls that are to be answered in time; the seconds are not reported.',
      },
    ],
    default: 'seconds',
    source: 'p. 91: "percentage of calls answered in the specified number of seconds", of one number',
    setting: true,
  },
  {
    id: 'lists-of-inbound',
    open: 'What getListsForCampaign answers for an inbound campaign.',
    readings: [
      { id: 'fault', meaning: 'WrongCampaignTypeFault.' },
      { id: 'empty', meaning: 'No lists.' },
    ],
    default: 'fault',
    source: 'p. 148: "Returns the attributes of the dialing lists associated with an outbound campaign"',
  },
  {
    id: 'lists-of-autodial',
    open: 'What getListsForCampaign answers for an autodial campaign.',
    readings: [
      { id: 'lists', meaning: 'Its lists, as for an outbound campaign.' },
      { id: 'fault', meaning: 'WrongCampaignTypeFault; its lists cannot be read.' },
    ],
    default: 'lists',
    source:
      'p. 148 names outbound campaigns; p. 31 derives autodial ones from the same type, p. 63 has them dial a list',
  },
  {
    id: 'name-patterns',
    open: 'How a name pattern of users and lists matches.',
    readings: [
      {
        id: 'prefix-or-pattern',
        meaning: 'The name starts with the text, or the regular expression matches the whole name.',
      },
      { id: 'prefix', meaning: 'The name starts with the text, taken literally.' },
      { id: 'pattern', meaning: 'The regular expression matches the whole name.' },
    ],
    default: 'prefix-or-pattern',
    source:
      'l. 7812 "starts-with pattern", l. 8531 "may be the first characters of the user name", p. 232 regular expression',
  },
  {
    id: 'lookup-criteria',
    open: 'Whether a contact must match every criterion of getContactRecords or any of them.',
    readings: [
      { id: 'all', meaning: 'Every criterion.' },
      { id: 'any', meaning: 'At least one criterion.' },
    ],
    default: 'all',
    source: 'p. 73: "List of contact database criteria"',
    setting: true,
  },
  {
    id: 'other-import-kind',
    open: 'What the result operation of one kind of import answers for the identifier of another kind.',
    readings: [
      { id: 'unknown', meaning: 'UnknownIdentifierFault.' },
      { id: 'result', meaning: 'The result, in its form.' },
    ],
    default: 'unknown',
    source: 'the guide is silent; p. 242 UnknownIdentifierFault',
  },
  {
    id: 'import-success',
    open: 'Whether results of imports hold `success`.',
    readings: [
      { id: 'present', meaning: 'Results hold success.' },
      { id: 'absent', meaning: 'Results hold the counts alone, as in the answer the guide prints.' },
    ],
    default: 'present',
    source: 'p. 39 lists success from version 9.5; the answer on p. 246 is without it',
  },
  {
    id: 'import-troubles',
    open: 'Whether the result of an import lists every rejected record.',
    readings: [
      { id: 'listed', meaning: 'importTroubles has each of them.' },
      { id: 'counted', meaning: 'uploadErrorsCount counts them, and none is listed.' },
    ],
    default: 'listed',
    source: 'p. 39 has importTroubles as a single field, without "[0..unbounded]", and uploadErrorsCount beside it',
  },
  {
    id: 'row-numbers',
    open: 'From which number importTrouble.rowNumber counts the records of an import.',
    readings: [
      { id: 'from-one', meaning: 'The first record is 1.' },
      { id: 'from-zero', meaning: 'The first record is 0.' },
    ],
    default: 'from-one',
    source:
      'p. 88: "Number of the row that has the problem"; p. 42 counts columns from 1 in one type and from 0 in another',
    setting: true,
  },
  {
    id: 'import-result',
    open: 'When the result of an import is available.',
    readings: [
      { id: 'at-once', meaning: 'As soon as isImportRunning answers false.' },
      { id: 'later', meaning: 'A moment later; until then ResultIsNotReadyFault is answered.' },
    ],
    default: 'at-once',
    source: 'p. 194, p. 239 ResultIsNotReadyFault',
  },
  ...reportReadings,
];
