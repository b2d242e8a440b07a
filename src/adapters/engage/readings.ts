/** The open questions of the guide of the Engage campaign methods. */
import type { Readings } from '../readings.ts';

/** The open readings; the adapter serves all of them, save where an account's setting has to choose. */
export const readings: Readings = [
  {
    id: 'answers',
    open: 'What answers marked (K) hold, against those marked (D)',
    readings: [
      { id: 'keys', meaning: '(K) holds ids alone; the show… operations answer the rest' },
      { id: 'data', meaning: '(K) holds the same as (D)' },
    ],
    default: 'keys',
    source: 'Guide lines 115, 633, 771, 989, 1025 and 1065 (K), 961 (D); the marks are not explained',
  },
  {
    id: 'max-duration',
    open: 'The form of maxDuration of a ContactBatch',
    readings: [
      { id: 'duration', meaning: 'An ISO 8601 duration such as PT12H' },
      { id: 'moment', meaning: 'The moment at which the batch ends' },
      { id: 'minutes', meaning: 'A number of minutes' },
    ],
    default: 'duration',
    source: 'Guide line 689: "cannot be more than 12 hours in the future"',
    setting: true,
  },
  {
    id: 'entity',
    open: 'Whether an answer of one entity stands inside `data`',
    readings: [
      { id: 'data', meaning: '`return/data`, as in lists' },
      { id: 'bare', meaning: '`return` alone' },
    ],
    default: 'data',
    source: 'WIRE.md, by a client: `{operation}Response/return/data[…]` for lists',
  },
  {
    id: 'stopped',
    open: 'The state of a sub-campaign after a stop',
    readings: [
      { id: 'done', meaning: 'Stopping, then Done: a start is refused, a new pass is needed' },
      { id: 'restartable', meaning: 'It may be started again' },
    ],
    default: 'done',
    source: 'Guide lines 522 and 613: Done "or equivalently Stopping"; a completed one needs a new Pass',
  },
  {
    id: 'attempted-count',
    open: 'Whether attemptedCount of a batch includes the contacts of failedCount',
    readings: [
      { id: 'with-failed', meaning: 'Every contact that was tried' },
      { id: 'without-failed', meaning: 'Contacts that were tried and did not fail' },
    ],
    default: 'with-failed',
    source: 'WIRE.md names attemptedCount, deliveredCount, failedCount …; the guide is silent. deliveredCount decides',
  },
  {
    id: 'attempt-device',
    open: 'Which attempts the search by the first device of a contact finds',
    readings: [
      { id: 'first', meaning: 'Those of contacts whose first device it is' },
      { id: 'any', meaning: 'Those of contacts that have it among their devices' },
    ],
    default: 'first',
    source:
      'Guide line 985: "externalId of device[0] on contact". Of a contact with several devices the one that was searched for is shown as called, else none',
  },
  {
    id: 'batch-attempts',
    open: 'Whether the attempts of a batch can be listed',
    readings: [
      { id: 'listed', meaning: 'listContactAttemptsUsingContactBatch answers them' },
      { id: 'not-offered', meaning: 'The service does not know the operation' },
    ],
    default: 'listed',
    source: 'Guide line 1069: availability "Unscheduled"',
  },
  {
    id: 'full-list',
    open: 'What a list answers that has more rows than it may hold',
    readings: [
      { id: 'cut', meaning: 'The first rows, as many as the list may hold' },
      { id: 'refused', meaning: 'RESULT_TOO_LARGE' },
    ],
    default: 'cut',
    source: 'Guide lines 208 and 216, 568 and 577, 1000 and 1004: a maximum and a fault, without a word on which',
  },
  {
    id: 'missing-object',
    open: 'The words of OBJECT_NOT_EXISTS for an object',
    readings: [
      { id: 'kind', meaning: 'The kind of the object' },
      { id: 'id', meaning: 'The id that does not exist' },
    ],
    default: 'kind',
    source: 'Guide line 972: "Referenced object \'%s\' does not exist", without a word on what stands for %s',
  },
];
