/** Campaign profiles. */
import { enumeration, int, list, optional, string, struct } from '../../../contract.ts';
import { campaignFilterCriterion, crmCriteriaGrouping, orderByField } from './criteria.ts';
import { timePeriod, timer } from './time.ts';

export const campaignDialNumber = enumeration(
  'campaignDialNumber',
  "One of a record's three numbers.",
  {
    Primary: 'First number.',
    Alt1: 'First alternative.',
    Alt2: 'Second alternative.',
  },
  53,
);

export const campaignDialingOrder = enumeration(
  'campaignDialingOrder',
  "In which order a record's numbers are dialed.",
  {
    PrimaryAlt1Alt2: 'Primary, first alternative, second alternative.',
    PrimaryAlt2Alt1: 'Primary, second alternative, first alternative.',
    Alt1PrimaryAlt2: 'First alternative, primary, second alternative.',
    Alt1Alt2Primary: 'First alternative, second alternative, primary.',
    Alt2PrimaryAlt1: 'Second alternative, primary, first alternative.',
    Alt2Alt1Primary: 'Second alternative, first alternative, primary.',
  },
  55,
);

export const dialSortOrder = enumeration(
  'dialSortOrder',
  'In which order the numbers to dial at once are taken.',
  {
    LIFO: 'The newest first.',
    FIFO: 'The oldest first.',
    ContactFields: 'As the campaign profile sorts.',
  },
  77,
);

export const campaignNumberSchedule = struct(
  'campaignNumberSchedule',
  'Hours in which one of the numbers is dialed.',
  {
    number: optional(campaignDialNumber, 'Which number.'),
    startTime: optional(timer, 'Start of dialing, local time.'),
    stopTime: optional(timer, 'When dialing ends, local time.'),
  },
  { page: 57 },
);

export const campaignDialingSchedule = struct(
  'campaignDialingSchedule',
  'When and in which order the numbers of a record are dialed.',
  {
    dialASAPSortOrder: optional(dialSortOrder, 'Order of the numbers to dial at once.'),
    dialASAPTimeout: optional(int, 'How long a record stays among those to dial at once.'),
    dialASAPTimeoutPeriod: optional(timePeriod, 'Unit of `dialASAPTimeout`.'),
    dialingOrder: optional(campaignDialingOrder, "Order of a record's numbers."),
    dialingSchedules: optional(list(campaignNumberSchedule), 'Hours for each number.'),
    includeNumbers: optional(list(campaignDialNumber), 'Numbers that are dialed at all.'),
  },
  { page: 55 },
);

export const campaignProfileInfo = struct(
  'campaignProfileInfo',
  'A campaign profile.',
  {
    ANI: optional(string, 'Number shown to those called.'),
    description: optional(string, 'The purpose of the profile.'),
    dialingSchedule: optional(campaignDialingSchedule, 'When and in which order numbers are dialed.'),
    dialingTimeout: optional(int, 'Seconds before an unanswered call is abandoned; 17 by default.'),
    initialCallPriority: optional(
      int,
      'Priority of calls, 1 to 100; inbound calls have 60 by default, the higher is answered first.',
      { minimum: 1, maximum: 100 },
    ),
    maxCharges: optional(int, 'Dollars of long-distance charges at which the campaign stops; 0 for no limit.', {
      minimum: 0,
    }),
    name: optional(string, 'Name of the profile.'),
    numberOfAttempts: optional(int, 'Attempts for each number of a record, redials included.'),
  },
  { page: 58 },
);

export const campaignProfileFilter = struct(
  'campaignProfileFilter',
  'Which records a profile dials, and in what order.',
  {
    crmCriteria: optional(list(campaignFilterCriterion), 'Conditions on records.'),
    grouping: optional(crmCriteriaGrouping, 'How the conditions are joined.'),
    orderByFields: optional(list(orderByField), 'Fields that records are sorted by.'),
  },
  { page: 57 },
);

export const dispositionCount = struct(
  'dispositionCount',
  'How many calls may end with some dispositions before the campaign stops.',
  {
    count: optional(int, 'The limit.'),
    dispositions: optional(list(string), 'Dispositions counted together.'),
  },
  { page: 81 },
);
