/** Campaigns, from what they all have to what each kind adds. */
import { boolean, double, enumeration, int, optional, string, struct } from '../../../contract.ts';
import {
  agentAvailability,
  callAnalysisMode,
  campaignDialingAction,
  campaignDialingMode,
  campaignStateDialingRule,
  campaignTimeZoneAssignment,
  distributionAlgorithm,
  distributionTimeFrame,
  listDialingMode,
} from './dialing.ts';
import { inboundIvrScriptSchedule, ivrScriptSchedule } from './ivr.ts';
import { timer } from './time.ts';

export const campaignType = enumeration(
  'campaignType',
  'Kind of campaign.',
  {
    OUTBOUND: 'A dialer calls the numbers of lists and passes the calls to agents.',
    AUTODIAL: 'Numbers of lists are dialed by themselves and go to an IVR script.',
    INBOUND: 'Customers call a DNIS and an IVR script routes them.',
  },
  62,
);

export const campaignMode = enumeration(
  'campaignMode',
  'Whether a campaign has a profile.',
  {
    BASIC: 'Default settings, no profile.',
    ADVANCED: 'The settings of the profile in `profileName`.',
  },
  57,
);

export const campaignState = enumeration(
  'campaignState',
  'Where a campaign stands.',
  {
    NOT_RUNNING: 'Not active.',
    STARTING: 'Being set up.',
    RUNNING: 'Active.',
    STOPPING: 'Coming to a stop; it cannot be started yet.',
    RESETTING: 'Clearing the dialing results so that all records can be dialed again.',
  },
  59,
);

export const campaignCallWrapup = struct(
  'campaignCallWrapup',
  'Time for the work after a call.',
  {
    agentNotReady: optional(boolean, 'Whether an agent is made not ready when the time runs out.'),
    dispostionName: optional(string, 'Disposition set when time runs out; the wire spells it so.'),
    enabled: optional(boolean, 'Whether wrap-up is limited.'),
    reasonCodeName: optional(string, 'Not-ready reason code set when the time runs out.'),
    timeout: optional(timer, 'The limit.'),
  },
  { page: 53 },
);

export const campaign = struct(
  'campaign',
  'The settings of every campaign.',
  {
    description: optional(string, 'The purpose of the campaign.'),
    mode: optional(campaignMode, 'Whether it has a profile.'),
    name: optional(string, 'Name of the campaign; under 50 characters is easiest for agents to read.'),
    profileName: optional(string, 'Its profile, in advanced mode.'),
    state: optional(campaignState, 'Where it stands.'),
    trainingMode: optional(boolean, 'Whether it is for training.'),
    type: optional(campaignType, 'Kind of campaign.'),
  },
  { page: 52 },
);

export const generalCampaign = struct(
  'generalCampaign',
  'Settings of campaigns that place or take calls.',
  {
    ...campaign.fields,
    autoRecord: optional(boolean, 'Whether all calls are recorded.'),
    callWrapup: optional(campaignCallWrapup, 'Time for the work after a call.'),
    ftpHost: optional(string, 'FTP server that recordings go to.', { meaning: 'public-host' }),
    ftpPassword: optional(string, 'Password at the FTP server.', { secret: true }),
    ftpUser: optional(string, 'User name at the FTP server.'),
    recordingNameAsSid: optional(boolean, 'Whether recordings are named after the session id.'),
    useFtp: optional(boolean, 'Whether recordings are sent by FTP.'),
  },
  { page: 86 },
);

export const baseOutboundCampaign = struct(
  'baseOutboundCampaign',
  'The common settings of outbound and autodial campaigns.',
  {
    ...generalCampaign.fields,
    analyzeLevel: optional(int, 'Accuracy of answering machine detection: 0 is fastest, 11 most accurate.', {
      minimum: 0,
      maximum: 11,
    }),
    CRMRedialTimeout: optional(timer, 'Shortest time before a record is dialed again; 10 minutes by default.'),
    dnisAsAni: optional(boolean, "Whether transfers to outside show the contact's number in place of the domain's."),
    enableListDialingRatios: optional(boolean, 'Whether lists are dialed in the ratio of their numbers.'),
    listDialingMode: optional(listDialingMode, 'Order in which numbers are dialed.'),
    noOutOfNumbersAlert: optional(boolean, 'True to send no notice when the numbers run out.'),
    stateDialingRule: optional(campaignStateDialingRule, 'How dialing rules are found.'),
    timeZoneAssignment: optional(campaignTimeZoneAssignment, 'How time zones are found.'),
  },
  { page: 31 },
);

export const inboundCampaign = struct(
  'inboundCampaign',
  'A campaign that takes calls.',
  {
    ...generalCampaign.fields,
    defaultIvrSchedule: optional(
      inboundIvrScriptSchedule,
      "IVR script and visual mode; leave out the schedule's `name`. Only the default schedule can be set.",
    ),
    maxNumOfLines: optional(int, 'Most calls at a time.'),
  },
  { page: 89 },
);

export const outboundCampaign = struct(
  'outboundCampaign',
  'A campaign whose calls a dialer places for agents. Preview-only mode is `limitPreviewTime` true with `dialNumberOnTimeout` false.',
  {
    ...baseOutboundCampaign.fields,
    actionOnAnswerMachine: optional(campaignDialingAction, 'The action on an answering machine.'),
    actionOnQueueExpiration: optional(campaignDialingAction, 'The action on a call that no agent took in time.'),
    callAnalysisMode: optional(callAnalysisMode, 'The machines that the analysis of an answered call detects.'),
    callsAgentRatio: optional(double, 'Numbers dialed for one ready agent, in power mode.'),
    dialNumberOnTimeout: optional(
      boolean,
      'In preview mode: true dials when the preview time is up, false makes the agent not ready.',
    ),
    dialingMode: optional(campaignDialingMode, 'How calls are placed.'),
    dialingPriority: optional(
      int,
      'Place among the running campaigns, 1 to 99; 3 by default. Has to be turned on in the domain.',
      { minimum: 1, maximum: 99 },
    ),
    dialingRatio: optional(
      int,
      'Share among the running campaigns, 1 to 99; 50 by default. Has to be turned on in the domain.',
      { minimum: 1, maximum: 99 },
    ),
    distributionAlgorithm: optional(distributionAlgorithm, 'Which agent gets the call.'),
    distributionTimeFrame: optional(distributionTimeFrame, 'Time the algorithm looks back.'),
    limitPreviewTime: optional(boolean, 'In preview mode: whether `maxPreviewTime` holds.'),
    maxDroppedCallsPercentage: optional(double, 'Highest percentage of dropped calls, when they are counted.'),
    maxPreviewTime: optional(timer, 'Longest preview.'),
    maxQueueTime: optional(timer, 'Longest time in the queue.'),
    monitorDroppedCalls: optional(boolean, 'Whether dropped calls are counted, for 30 days or since the last reset.'),
    previewDialImmediately: optional(
      boolean,
      'In preview mode: whether the number is dialed without waiting for the agent.',
    ),
    useTelemarketingMaxQueTimeEq1: optional(boolean, 'Whether a telemarketing call may queue for one second only.'),
  },
  { page: 32 },
);

export const autodialCampaign = struct(
  'autodialCampaign',
  'A campaign whose calls go to an IVR script.',
  {
    ...baseOutboundCampaign.fields,
    agentAvailability: optional(
      agentAvailability,
      'Which agents count as available; without it the list is dialed whether or not agents are available.',
    ),
    agentSkillName: optional(string, 'Skill whose agents must be available; any when empty. Null keeps the value.'),
    defaultIvrSchedule: optional(ivrScriptSchedule, 'IVR script that takes the calls.'),
    dialIfAgentsAvailable: optional(boolean, 'Whether to dial only while such agents are available.'),
    maxNumOfLines: optional(int, 'Most lines at a time.'),
  },
  { page: 30 },
);
