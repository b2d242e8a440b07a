import 'reflect-metadata';
import { ACT_NAMES, ACTS, type ActName, type CapabilityWord, capabilityWord } from './acts/acts.ts';
import { register } from './register-enum.ts';
import './alert-enums.ts';
import './report-enums.ts';
import * as words from './vocabulary.ts';

register(words.ErrorCode, 'ErrorCode', 'Machine-readable cause of a failure.', {
  NOT_FOUND: 'The object does not exist, or the caller may not see it.',
  ALREADY_EXISTS: 'An object of that name exists already.',
  INVALID_ARGUMENT: 'An argument is not valid; repeating the request does not help.',
  FAILED_PRECONDITION: 'The current state of the object does not allow this.',
  PERMISSION_DENIED: 'The caller lacks a scope, or the vendor refuses the account this operation.',
  UNAUTHENTICATED: 'The caller has no valid key or token, or the vendor rejects the account’s credentials.',
  RATE_LIMITED: 'A limit of the gateway or of the vendor is reached; repeat the request later.',
  UNSUPPORTED: 'The account’s vendor does not offer this; nothing was sent.',
  TIMEOUT: 'The deadline passed without an answer; a read may be repeated.',
  UNAVAILABLE: 'The vendor cannot be reached.',
  BAD_RESPONSE: 'The vendor’s answer cannot be decoded.',
  OUTCOME_UNKNOWN:
    'A change was sent and its result is not known. It is not sent again; read the state before repeating it.',
  INTERNAL: 'A defect of the gateway.',
});

register(words.VendorApi, 'VendorApi', 'A vendor API that the gateway supports.', words.VENDOR_APIS);

register(words.AccountStatus, 'AccountStatus', 'Availability of an account.', {
  UP: 'The account answers.',
  DEGRADED:
    'The latest answer was late, not decodable or a refusal of credentials or rate, or a part of the account is down.',
  DOWN: 'The account cannot be reached or has failed repeatedly.',
  UNKNOWN: 'No call has been made yet.',
});

register(words.Direction, 'Direction', 'Direction of a conversation.', {
  INBOUND: 'The customer contacted the contact centre.',
  OUTBOUND: 'The contact centre contacted the customer.',
});

register(words.Channel, 'Channel', 'Medium of a conversation or campaign.', {
  VOICE: 'Telephone calls.',
  TEXT: 'Text messages.',
  EMAIL: 'E-mail.',
});

register(words.DialingMode, 'DialingMode', 'Dialing mode of an outbound campaign.', {
  PREDICTIVE: 'Dials ahead of ready agents by a statistical prediction.',
  PROGRESSIVE: 'Dials one number as soon as an agent is ready.',
  POWER: 'Dials a fixed number of lines for each ready agent.',
  PREVIEW: 'Shows the contact to the agent, who starts the call.',
  AUTODIAL: 'Dials without agents, for example for announcements.',
  MANUAL: 'The agent dials manually.',
});

register(words.CampaignState, 'CampaignState', 'State of a campaign.', {
  NOT_RUNNING: 'Stopped, with no call in progress.',
  STARTING: 'Start requested, not running yet.',
  RUNNING: 'Running: placing or accepting calls.',
  PAUSED: 'Paused; can be resumed.',
  STOPPING: 'Stop requested: no new calls; calls in progress are being finished.',
  RESETTING: 'Its lists are being reset so that all contacts can be dialled again.',
  COMPLETED: 'All contacts have been processed.',
  CANCELLED: 'Cancelled before completion.',
});

register(words.Presence, 'Presence', 'Presence of an agent.', {
  LOGGED_OUT: 'Not logged in.',
  NOT_READY: 'Logged in and not available for calls.',
  READY: 'Available and waiting for a call.',
  RINGING: 'A call is ringing at the agent’s phone.',
  ON_CALL: 'In a call, talking or with the call on hold.',
  WRAP_UP: 'After-call work.',
});

register(words.CallState, 'CallState', 'State of a call.', {
  QUEUED: 'Waiting in a queue for an agent.',
  RINGING: 'Ringing, not answered.',
  CONNECTED: 'Answered; the parties can talk.',
  HELD: 'The customer is on hold.',
  PARKED: 'Parked; can be retrieved.',
  CONFERENCED: 'In a conference of more than two parties.',
  TRANSFERRING: 'A transfer is in progress.',
  WRAP_UP: 'Disconnected; the agent has not finished after-call work.',
  ENDED: 'Ended.',
  UNKNOWN: 'Live, in a state that the vendor does not report or its guide does not define.',
});

register(words.RecordingState, 'RecordingState', 'Recording state of a call.', {
  NOT_RECORDING: 'Not being recorded.',
  RECORDING: 'Being recorded.',
  PAUSED: 'Recording is paused and can be resumed; for example a blackout for card data.',
  UNKNOWN: 'Not certain: the recorder cannot be asked, or its components disagree.',
});
register(words.RecordingConfirmation, 'RecordingConfirmation', 'Source of a confirmed recording state.', {
  STATUS: 'The recorder’s status shows the state.',
  ACKNOWLEDGEMENT: 'The recorder acknowledged the command; its status does not show blackouts.',
});

register(words.LocalTimeAmbiguity, 'LocalTimeAmbiguity', 'Why a local time without an offset is ambiguous.', {
  REPEATED: 'The clock was set back and showed the time twice; the earlier instant is reported.',
  SKIPPED: 'The clock was set forward and never showed the time; it is reported with the previous offset.',
});
register(words.MatchMethod, 'MatchMethod', 'Method by which a recording was matched to a call.', {
  CALL_ID: 'Both have the same call id.',
  DEVICE_AND_TIME: 'Both are on the same phone at overlapping times; equal numbers increase the confidence.',
  NUMBERS_AND_TIME: 'Both have the same numbers and begin together, and one of them reports no phone.',
});

register(words.MediaFormat, 'MediaFormat', 'Audio format of a recording.', {
  MP3: 'MPEG-1 Audio Layer III.',
  WAV: 'PCM in a RIFF container.',
  VOX: 'Dialogic ADPCM at 8 kHz, without a file header.',
});

register(words.IdentityRule, 'IdentityRule', 'The rule that joined an identity to its agent.', {
  LINK: 'An explicit link of the configuration, which takes precedence over every other rule.',
  EMAIL: 'Same e-mail address.',
  USER_NAME: 'Same user name.',
  EMPLOYEE_ID: 'Same employee number.',
  EXTENSION: 'Same phone extension.',
});

register(words.CallEventType, 'CallEventType', 'Type of a call event.', {
  STARTED: 'The call started.',
  RINGING: 'The call is ringing.',
  CONNECTED: 'The call was answered.',
  HELD: 'The call was put on hold.',
  RETRIEVED: 'The call was retrieved from hold.',
  PARKED: 'The call was parked.',
  TRANSFERRING: 'A transfer started.',
  CONFERENCED: 'A further party joined.',
  UPDATED: 'Another property of the call changed.',
  WRAP_UP: 'The call was disconnected and after-call work started.',
  ENDED: 'The call ended.',
  DISPOSED: 'The agent set the disposition.',
});

register(words.RecordingEventType, 'RecordingEventType', 'Type of a recording event.', {
  STARTED: 'Recording started.',
  PAUSED: 'Recording was paused.',
  RESUMED: 'Recording was resumed.',
  STOPPED: 'Recording stopped.',
  UPDATED: 'The recording was saved or annotated, or whether it is paused became uncertain.',
});

register(words.AgentEventType, 'AgentEventType', 'Type of an agent event.', {
  LOGGED_IN: 'The agent logged in.',
  LOGGED_OUT: 'The agent logged out.',
  PRESENCE_CHANGED: 'The presence changed.',
  UPDATED: 'Another property of the agent changed.',
});

register(words.CampaignEventType, 'CampaignEventType', 'Type of a campaign event.', {
  STATE_CHANGED: 'The state changed.',
  UPDATED: 'Another property of the campaign changed.',
});

register(words.CallbackEventType, 'CallbackEventType', 'Type of a callback event.', {
  ADDED: 'The callback was stored.',
  UPDATED: 'The number, the time or the notes changed.',
  OVERDUE: 'The callback is due and was not made.',
  REMOVED: 'The callback is no longer stored.',
});

register(words.EventKind, 'EventKind', 'Kind of object that an event is about.', {
  CALL: 'A call.',
  RECORDING: 'A recording.',
  AGENT: 'An agent.',
  CAMPAIGN: 'A campaign.',
  CALLBACK: 'A callback.',
  IMPORT: 'An import of contacts.',
  REPORT: 'A report.',
  ACCOUNT: 'The availability of an account.',
  ALERT: 'An alert of a figure.',
  GAP: 'A gap in an account’s event stream.',
  VENDOR: 'An event of a vendor without a counterpart in the unified plane.',
});

register(words.ReasonCodeKind, 'ReasonCodeKind', 'The change of presence that a reason code is for.', {
  NOT_READY: 'Not ready.',
  LOGOUT: 'Logout.',
});

register(words.ContactMode, 'ContactMode', 'Treatment of contacts that exist already.', {
  ADD_AND_UPDATE: 'Existing contacts are updated.',
  ADD_ONLY: 'Existing contacts are not changed.',
});

type ActWord = CapabilityWord<ActName>;
const ACT_CAPABILITIES = Object.fromEntries(
  ACT_NAMES.map((name) => [capabilityWord(name), ACTS[name].description]),
) as Readonly<Record<ActWord, string>>;

const CAPABILITIES = {
  CAMPAIGNS: 'Lists campaigns.',
  AGENTS: 'Lists agents.',
  CALLS: 'Lists calls.',
  PAST_CALLS: 'Lists ended calls of a period, from a report of the vendor.',
  CALLBACKS: 'Lists callbacks.',
  RECORDINGS: 'Lists recordings.',
  RECORDING_MEDIA: 'Delivers the audio of recordings.',
  DISPOSITIONS: 'Lists dispositions.',
  SKILLS: 'Lists skills.',
  CONTACT_LISTS: 'Lists contact lists.',
  CONTACTS: 'Finds contacts.',
  CONTACT_IMPORTS: 'Lists imports of contacts.',
  DO_NOT_CALL: 'Looks up numbers on the do-not-call list.',
  REASON_CODES: 'Lists reason codes.',
  CAMPAIGN_DISPOSITIONS: 'Lists the dispositions of a campaign.',
  CAMPAIGN_SKILLS: 'Lists the skills of a campaign.',
  CAMPAIGN_LISTS: 'Lists the contact lists of a campaign.',
  CAMPAIGN_NUMBERS: 'Lists the called numbers of a campaign.',
  ...ACT_CAPABILITIES,
  IMPORT_PROGRESS: 'Reports the progress of imports.',
  REPORT_PROGRESS: 'Reports the progress of reports.',
  EVENTS: 'Has an event stream.',
  WATCH: 'Detects changes by polling.',
} as const;

/** Every capability by its name. `Account.capabilities` is computed from the adapter’s methods. */
export const Capability = Object.freeze(Object.fromEntries(Object.keys(CAPABILITIES).map((word) => [word, word]))) as {
  readonly [Word in keyof typeof CAPABILITIES]: Word;
};
/** A capability of an account. */
export type Capability = keyof typeof CAPABILITIES;

register(
  Capability,
  'Capability',
  'A read, change or event that an account supports in the unified plane.',
  CAPABILITIES,
);

/** The orders of a list of campaigns. */
export const CampaignOrder = Object.freeze({
  NAME_ASC: 'NAME_ASC',
  NAME_DESC: 'NAME_DESC',
  STATE_ASC: 'STATE_ASC',
  STATE_DESC: 'STATE_DESC',
} as const);
/** The orders of a list of campaigns. */
export type CampaignOrder = keyof typeof CampaignOrder;

register(CampaignOrder, 'CampaignOrder', 'Order of a list of campaigns.', {
  NAME_ASC: 'By name, ascending (the default).',
  NAME_DESC: 'By name, descending.',
  STATE_ASC: 'By state, then by name, ascending.',
  STATE_DESC: 'By state, then by name, descending.',
});
