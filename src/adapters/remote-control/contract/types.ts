/** The entities of the guide, fields letter by letter. An object or array without a documented shape is JSON text. */
import { boolean, int, optional, string, struct } from '../../contract.ts';
import { dateTime, unspecified } from './scalars.ts';

export const call = struct('Call', 'An active call of a user.', {
  CallId: optional(
    int,
    'Counted from 1,000 anew at each start of the vendor: unique only together with the start time.',
  ),
  CallStartTime: optional(dateTime, 'When the call began.'),
  CallState: optional(int, 'Where the call stands, as a number the guide does not explain.'),
  CallStatus: optional(int, 'A number the guide does not explain.'),
  CustomerName: optional(string, 'Name of the customer.'),
  CustomerName2: optional(string, 'Second part of the name of the customer.'),
  PhoneNumber: optional(string, 'Number of the customer.'),
  RecordingState: optional(int, 'Whether it is recorded, as a number the guide does not explain.'),
});

export const agentNameIdPair = struct('AgentNameIDPair', 'A user.', {
  FullName: optional(string, 'First and last name.'),
  ID: optional(int, 'Id of the user, the `UserID` of every operation.'),
});

export const leadPhone = struct('LeadPhone', 'A phone number of a lead.', {
  LeadId: optional(int, 'Lead that the number belongs to.'),
  PhoneNumber: optional(string, 'The number.'),
  RecordType: optional(string, 'Kind of number, in words.'),
  RecordTypeId: optional(int, 'Kind of number.'),
});

export const campaign = struct('Campaign', 'A campaign, with the working figures of the dialler.', {
  Active: optional(boolean, 'The campaign is in use.'),
  AlwaysRun: optional(boolean, 'Running, regardless of the schedule.'),
  AutoRecord: optional(boolean, 'Its calls are recorded by themselves.'),
  BlackoutDates: optional(string, 'Dates it does not call on.'),
  BlackoutDateses: optional(
    unspecified,
    'Blackout dateses, an array of a shape the guide leaves unspecified, as JSON text.',
  ),
  CalculatedLines: optional(int, 'Calculated lines.'),
  CallerID: optional(string, 'Caller id it shows.'),
  CallsPlacedThisMinute: optional(int, 'Calls placed this minute.'),
  CampaignID: optional(int, 'Id of the campaign.'),
  CampaignIcon: optional(string, 'Campaign icon.'),
  CampaignName: optional(string, 'Name of the campaign.'),
  Cps: optional(int, 'Calls per second.'),
  DefaultListID: optional(int, 'Default list ID.'),
  DefaultPhoneType: optional(int, 'Default phone type.'),
  Description: optional(string, 'Its purpose, in words.'),
  DropQueue: optional(unspecified, 'Drop queue, an array of a shape the guide leaves unspecified, as JSON text.'),
  EndLine: optional(int, 'End line.'),
  EstimatedRecordCount: optional(int, 'Estimated record count.'),
  FirstCreated: optional(string, 'When it was made, as the vendor writes it.'),
  InitialPacing: optional(int, 'Initial pacing.'),
  IvrSessions: optional(unspecified, 'Ivr sessions, an array of a shape the guide leaves unspecified, as JSON text.'),
  LastFetch: optional(string, 'When leads were last fetched, as the vendor writes it.'),
  LastModified: optional(string, 'When it was last changed, as the vendor writes it.'),
  LastPacingAdjust: optional(string, 'When the pacing was last adjusted, as the vendor writes it.'),
  Leads: optional(unspecified, 'Leads, an object of a shape the guide leaves unspecified, as JSON text.'),
  LeadsInProgress: optional(
    unspecified,
    'Leads in progress, an array of a shape the guide leaves unspecified, as JSON text.',
  ),
  LinesToReturn: optional(int, 'Lines to return.'),
  Lists: optional(unspecified, 'Lists, an array of a shape the guide leaves unspecified, as JSON text.'),
  ListsForStats: optional(
    unspecified,
    'Lists for stats, an array of a shape the guide leaves unspecified, as JSON text.',
  ),
  LiveStats: optional(unspecified, 'Live stats, an object of a shape the guide leaves unspecified, as JSON text.'),
  LiveStatsTemp: optional(
    unspecified,
    'Live stats temp, an object of a shape the guide leaves unspecified, as JSON text.',
  ),
  MOTD: optional(string, 'Message of the day for its agents.'),
  MaxCallCap: optional(int, 'Max call cap.'),
  NumToCall: optional(int, 'Num to call.'),
  Pacing: optional(int, 'Pacing.'),
  PlacedPredictiveCallsLock: optional(
    unspecified,
    'Placed predictive calls lock, an object of a shape the guide leaves unspecified, as JSON text.',
  ),
  PlacingInterval: optional(int, 'Placing interval.'),
  PreviewQueue: optional(unspecified, 'Preview queue, an array of a shape the guide leaves unspecified, as JSON text.'),
  ReadyUsers: optional(unspecified, 'Ready users, an array of a shape the guide leaves unspecified, as JSON text.'),
  ResultSessions: optional(
    unspecified,
    'Result sessions, an array of a shape the guide leaves unspecified, as JSON text.',
  ),
  Schedule: optional(string, 'Schedule.'),
  SchedulePlanID: optional(int, 'Schedule plan ID.'),
  Schedules: optional(unspecified, 'Schedules, an array of a shape the guide leaves unspecified, as JSON text.'),
  SchedulesUI: optional(unspecified, 'Schedules UI, an array of a shape the guide leaves unspecified, as JSON text.'),
  SessionID: optional(int, 'Session ID.'),
  SessionStats: optional(
    unspecified,
    'Session stats, an object of a shape the guide leaves unspecified, as JSON text.',
  ),
  SoftCap: optional(int, 'Soft cap.'),
  StartLine: optional(int, 'Start line.'),
  Status: optional(int, 'Where it stands, as a number the guide does not explain.'),
  TargetDropPercent: optional(int, 'Target drop percent.'),
  TeleParamPlanID: optional(int, 'Tele param plan ID.'),
  TenantID: optional(int, 'Tenant ID.'),
  Type: optional(int, 'Its kind, as a number the guide does not explain.'),
  UncalledLeads: optional(
    unspecified,
    'Uncalled leads, an array of a shape the guide leaves unspecified, as JSON text.',
  ),
  UseAutoPacing: optional(boolean, 'Use auto pacing.'),
  UseGlobalBlackoutDates: optional(boolean, 'Use global blackout dates.'),
  UserAddress: optional(string, 'Address of the user who changed it.'),
  UserName: optional(string, 'Name of the user who changed it.'),
  ZipTone: optional(int, 'Zip tone.'),
  ZipToneBeep: optional(int, 'Zip tone beep.'),
  ZipToneWav: optional(unspecified, 'Zip tone wav, an object of a shape the guide leaves unspecified, as JSON text.'),
});

export const acdQueue = struct('ACDQueue', 'An ACD queue, which is a skill queue.', {
  AbandonThreshold: optional(
    int,
    'Time after which a lost call counts as abandoned, in a unit that the guide does not state.',
  ),
  AcceptableQueueTime: optional(int, 'Time a caller may wait, in a unit that the guide does not state.'),
  AcdIcon: optional(string, 'Icon of the queue.'),
  AcdName: optional(string, 'Name of the queue.'),
  Active: optional(boolean, 'The queue is in use.'),
  DefaultTimeout: optional(int, 'Usual timeout.'),
  DefaultTimeoutIvr: optional(int, 'Where a timeout leads in the IVR.'),
  ID: optional(int, 'Id of the queue.'),
  SessionStats: optional(
    unspecified,
    'Figures of this session, an object of a shape the guide leaves unspecified, as JSON text.',
  ),
  SkipIndex: optional(int, 'Index for skipping.'),
  SnapshotStats: optional(
    unspecified,
    'Figures of this moment, an object of a shape the guide leaves unspecified, as JSON text.',
  ),
  TenMinuteOffers: optional(
    unspecified,
    'Offers of the last ten minutes, an object of a shape the guide leaves unspecified, as JSON text.',
  ),
  TenMinuteOffersVirtualQueue: optional(
    unspecified,
    'Offers of the last ten minutes in the virtual queue, an object of a shape the guide leaves unspecified, as JSON text.',
  ),
  UserAddress: optional(string, 'Address of the user who changed it.'),
  UserName: optional(string, 'Name of the user who changed it.'),
  ZipTone: optional(int, 'Tone played to the agent before a call.'),
  ZipToneBeep: optional(int, 'Beep played to the agent before a call.'),
  ZipToneWav: optional(
    unspecified,
    'Sound played to the agent before a call, an object of a shape the guide leaves unspecified, as JSON text.',
  ),
});

export const resultCode = struct('ResultCode', 'A result an agent may give a call.', {
  Code: optional(string, 'The word to give `dispose`.'),
  Description: optional(string, 'Message for people.'),
  IsAgentViewable: optional(boolean, 'Agents may choose it.'),
  IsCallAgain: optional(boolean, 'The lead is to be called again.'),
  IsCallback: optional(boolean, 'A call back is arranged.'),
  IsSuccess: optional(boolean, 'It counts as a success.'),
  IsSystemResultCode: optional(boolean, 'The system gives it by itself.'),
  IsTransfer: optional(boolean, 'The call was transferred.'),
  ResultCodeID: optional(int, 'Its number.'),
  Sales: optional(int, 'Successes it counts for.'),
  StatusID: optional(int, 'Status the lead gets.'),
  SuccessType: optional(int, 'Kind of success.'),
});
