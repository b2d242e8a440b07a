/** How numbers are dialed, and what happens when no agent is available. */
import { boolean, enumeration, optional, string, struct } from '../../../contract.ts';
import { stateProvince } from './regions.ts';
import { dateRange, timeRange, timer } from './time.ts';

export const stateDialingRule = enumeration(
  'stateDialingRule',
  "How the domain finds which state's dialing rules hold for a contact.",
  {
    REGION: "By the contact's state.",
    REGION_THEN_PHONE_NUMBER: "By the contact's state, then by area code and prefix.",
    REGION_THEN_POSTCODE: "By the contact's state, then by postal code.",
  },
  114,
);

export const timeZoneAssignment = enumeration(
  'timeZoneAssignment',
  "How the domain finds a contact's time zone.",
  {
    PHONE_NUMBER: 'By area code and prefix.',
    POSTCODE_THEN_PHONE_NUMBER: 'By postal code, then by area code and prefix.',
    REGION_THEN_PHONE_NUMBER: 'By state, then by area code and prefix.',
  },
  121,
);

export const dialingRule = struct(
  'dialingRule',
  'When numbers of a region are not to be dialed.',
  {
    applyToManualCalls: optional(boolean, 'Whether it applies to manual calls too.'),
    contactText: optional(
      string,
      "Texts of the contact's state field it answers to, with commas between; the state's name and abbreviation by default.",
    ),
    dateRange: optional(dateRange, 'Days on which nothing is dialed.'),
    fixedTimeZone: optional(string, 'Zone in which the hours count, e.g. US/Pacific; that of the number by default.'),
    name: optional(string, 'Name of the rule.'),
    state: optional(stateProvince, 'State it is for; any when left out.'),
    timeRange: optional(timeRange, 'Part of the day; all day when left out.'),
  },
  { page: 77 },
);

export const campaignStateDialingRule = enumeration(
  'campaignStateDialingRule',
  "How a campaign finds which state's dialing rules hold for a contact.",
  {
    FOLLOW_STATE_RESTRICTIONS: 'By the restrictions of the state.',
    INHERIT_DOMAIN_SETTINGS: 'As the domain does.',
    REGION: "By the contact's state.",
    REGION_THEN_PHONE_NUMBER: "By the contact's state, then by area code and prefix.",
    REGION_THEN_POSTCODE: "By the contact's state, then by postal code.",
  },
  59,
);

export const campaignTimeZoneAssignment = enumeration(
  'campaignTimeZoneAssignment',
  "How a campaign finds a contact's time zone.",
  {
    INHERIT_DOMAIN_SETTINGS: 'As the domain does.',
    PHONE_NUMBER: 'By area code and prefix.',
    POSTCODE_THEN_PHONE_NUMBER: 'By postal code, then by area code and prefix.',
    REGION_THEN_PHONE_NUMBER: 'By state, then by area code and prefix.',
  },
  62,
);

export const agentAvailability = enumeration(
  'agentAvailability',
  'Which agents count as available for an autodial campaign.',
  {
    ReadyToReceiveCalls: 'Ready and not on a call.',
    ReadyToReceiveCallsOrBusy:
      'Ready, or busy with a call or finishing one; a call by hand during a break does not count.',
    LoggedIn: 'Logged in, in any state.',
  },
  22,
);

export const callAnalysisMode = enumeration(
  'callAnalysisMode',
  'The machines that the analysis of an answered call detects.',
  {
    NO_ANALYSIS: 'Nothing.',
    FAX_ONLY: 'Fax machines.',
    FAX_AND_ANSWERING_MACHINE: 'Fax machines and answering machines.',
  },
  48,
);

export const campaignDialingMode = enumeration(
  'campaignDialingMode',
  'How an outbound campaign places its calls.',
  {
    PREDICTIVE: 'Before agents are free, at a ratio that follows the statistics.',
    PROGRESSIVE: 'When an agent becomes free, at a ratio that follows the statistics.',
    PREVIEW: 'After the agent has seen the record; the only mode of domains under TCPA.',
    POWER: 'When an agent becomes free, at a fixed ratio of one or more calls an agent.',
  },
  54,
);

export const listDialingMode = enumeration(
  'listDialingMode',
  'In which order the numbers of a list are dialed, in predictive, power and progressive mode.',
  {
    VERTICAL_DIALING: 'All numbers of a record, then the next record.',
    LIST_PENETRATION: 'The first number of every record, then the second.',
    EXTENDED_STRATEGY: 'By importance: what matters more is redialed sooner and more often.',
  },
  93,
);

export const distributionAlgorithm = enumeration(
  'distributionAlgorithm',
  'Which agent of a queue gets the call.',
  {
    LongestReadyTime: 'The agent ready for the longest time since the last call.',
    LongestReadyTimeExcludeMC: 'The agent ready for the longest time, manual calls not counted.',
    RoundRobin: 'One after another in the order of idle time in the queue.',
    MinCallsHandled: 'The agent with the fewest calls in the time frame.',
    MinHandleTime: 'The agent with the least handle time in the time frame.',
  },
  82,
);

export const distributionTimeFrame = enumeration(
  'distributionTimeFrame',
  'Time over which calls or handle time are compared.',
  {
    minutes15: 'The last 15 minutes.',
    minutes30: 'The last 30 minutes.',
    minutes60: 'The last 60 minutes.',
    hours8: 'The last 8 hours.',
    hours24: 'The last 24 hours.',
    thisDay: 'Today.',
  },
  83,
);

export const campaignDialingActionType = enumeration(
  'campaignDialingActionType',
  'An action on a call.',
  {
    DROP_CALL: 'Drop it.',
    PLAY_PROMPT: 'Play a prompt.',
    START_IVR_SCRIPT: 'Start an IVR script.',
  },
  54,
);

export const campaignDialingAction = struct(
  'campaignDialingAction',
  'An action on a call and its parameters.',
  {
    actionArgument: optional(string, 'Name of the prompt or IVR script; not used when the call is dropped.'),
    actionType: optional(campaignDialingActionType, 'The action.'),
    maxWaitTime: optional(timer, 'Longest wait for an answering machine.'),
  },
  { page: 53 },
);
