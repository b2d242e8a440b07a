import 'reflect-metadata';
import { registerEnumType } from 'type-graphql';
import { ACT_NAMES, ACTS, type ActName, type CapabilityWord, capabilityWord } from './acts/acts.ts';
import * as words from './vocabulary.ts';

type Meanings<Words> = { readonly [Word in keyof Words]: string };

/** Gives a word list its GraphQL name and each word its meaning. */
function register<Words extends Readonly<Record<string, string>>>(
  list: Words,
  name: string,
  description: string,
  meanings: Meanings<Words>,
): void {
  const entries = Object.entries<string>(meanings).map(([word, meaning]) => [word, { description: meaning }]);
  registerEnumType(list, { name, description, valuesConfig: Object.fromEntries(entries) });
}

register(words.ErrorCode, 'ErrorCode', 'What a program acts on when something failed.', {
  NOT_FOUND: 'There is no such thing, or the caller may not know of it.',
  ALREADY_EXISTS: 'A thing of that name exists already.',
  INVALID_ARGUMENT: 'The request is not well formed; sending it again will not help.',
  FAILED_PRECONDITION: 'The thing is not in a state that allows this now.',
  PERMISSION_DENIED: 'The caller, or the account at the vendor, may not do this.',
  UNAUTHENTICATED: 'Who is calling could not be proven.',
  RATE_LIMITED: 'A quota is spent; ask again later.',
  UNSUPPORTED: 'The account’s vendor cannot do this; nothing was sent.',
  TIMEOUT: 'No answer came in time; a read may be asked again.',
  UNAVAILABLE: 'The vendor could not be reached.',
  BAD_RESPONSE: 'The vendor answered something that cannot be understood.',
  OUTCOME_UNKNOWN: 'An act was sent and the vendor never told how it ended; it is not sent again.',
  INTERNAL: 'A mistake in the gateway.',
});

register(words.VendorApi, 'VendorApi', 'A vendor API the gateway speaks.', words.VENDOR_APIS);

register(words.AccountStatus, 'AccountStatus', 'How an account answered lately.', {
  UP: 'It answers.',
  DEGRADED: 'Its last answer was late, broken or refused for its rate.',
  DOWN: 'It cannot be reached or has failed several times in a row.',
  UNKNOWN: 'It has not been asked yet.',
});

register(words.Direction, 'Direction', 'Who began the conversation.', {
  INBOUND: 'The customer.',
  OUTBOUND: 'The centre.',
});

register(words.Channel, 'Channel', 'The medium of a campaign.', {
  VOICE: 'Telephone calls.',
  TEXT: 'Text messages.',
  EMAIL: 'Electronic mail.',
});

register(words.DialingMode, 'DialingMode', 'How an outbound campaign places its calls.', {
  PREDICTIVE: 'Dials ahead of free agents by statistics.',
  PROGRESSIVE: 'Dials as soon as an agent is free.',
  POWER: 'Dials a fixed number of lines per free agent.',
  PREVIEW: 'Shows the record first; the agent starts the call.',
  AUTODIAL: 'Dials without an agent, as for announcements.',
  MANUAL: 'The agent dials by hand.',
});

register(words.CampaignState, 'CampaignState', 'Where a campaign stands.', {
  NOT_RUNNING: 'It is stopped and no call of it is left.',
  STARTING: 'It was told to start and is not running yet.',
  RUNNING: 'It places or takes calls.',
  PAUSED: 'It is held and can be resumed.',
  STOPPING: 'It takes no new calls; those in progress are being finished.',
  RESETTING: 'Its lists are being put back to the beginning.',
  COMPLETED: 'Everything it had to do is done.',
  CANCELLED: 'It was called off.',
});

register(words.Presence, 'Presence', 'What an agent is doing right now.', {
  LOGGED_OUT: 'Not logged in.',
  NOT_READY: 'Logged in and not taking calls.',
  READY: 'Waiting for a call.',
  RINGING: 'A call is ringing at the desk.',
  ON_CALL: 'Talking, or with a call on hold.',
  WRAP_UP: 'Finishing the work after a call.',
});

register(words.CallState, 'CallState', 'Where a call stands.', {
  RINGING: 'It rings and nobody has answered.',
  CONNECTED: 'The two sides can talk.',
  HELD: 'The customer waits on hold.',
  PARKED: 'It is parked, for any agent to take up.',
  CONFERENCED: 'More than two sides are talking.',
  TRANSFERRING: 'It is being handed over.',
  WRAP_UP: 'The line is closed; the agent still owes an outcome.',
  ENDED: 'It is over.',
  UNKNOWN: 'The call is active; its vendor does not say more of it.',
});

register(words.RecordingState, 'RecordingState', 'Whether a call is being recorded.', {
  NOT_RECORDING: 'It is not.',
  RECORDING: 'It is.',
  PAUSED: 'Recording was interrupted and can go on.',
  UNKNOWN: 'The recorder’s parts disagree, or cannot be asked.',
});
register(words.RecordingConfirmation, 'RecordingConfirmation', 'What confirms the outcome of a recording act.', {
  STATUS: 'The recorder’s status shows it.',
  ACKNOWLEDGEMENT: 'The recorder acknowledged the command; its status does not show blackouts.',
});

register(
  words.LocalTimeAmbiguity,
  'LocalTimeAmbiguity',
  'Why a time that was read off a wall clock, without an offset, may be another one.',
  {
    REPEATED: 'The clock showed it twice, as it was put back; the earlier one is told.',
    SKIPPED: 'The clock never showed it, as it was put forward; told with the offset from before.',
  },
);
register(words.MatchMethod, 'MatchMethod', 'How a recording was matched to a call.', {
  CALL_ID: 'Both carry the same call id.',
  DEVICE_AND_TIME: 'Same device, overlapping time; agreeing numbers make it surer.',
});

register(words.MediaFormat, 'MediaFormat', 'Audio formats of a recording.', {
  MP3: 'MPEG layer 3.',
  WAV: 'PCM in a RIFF container.',
  VOX: 'Dialogic ADPCM at 8 kHz, without a header.',
});

register(words.IdentityRule, 'IdentityRule', 'The rule that joined an identity to its agent.', {
  LINK: 'The configuration says so; this wins over every other rule.',
  EMAIL: 'Same e-mail address.',
  USER_NAME: 'Same user name.',
  EMPLOYEE_ID: 'Same employee id.',
  EXTENSION: 'Same phone extension.',
});

register(words.CallEventType, 'CallEventType', 'What happened to a call.', {
  STARTED: 'It began.',
  RINGING: 'It rings.',
  CONNECTED: 'It was answered.',
  HELD: 'It was put on hold.',
  RETRIEVED: 'It was taken from hold.',
  PARKED: 'It was parked.',
  TRANSFERRING: 'Its transfer began.',
  CONFERENCED: 'Another side joined.',
  UPDATED: 'Something else about it changed.',
  WRAP_UP: 'The line closed and wrap-up began.',
  ENDED: 'It is over.',
  DISPOSED: 'It was given its outcome.',
});

register(words.RecordingEventType, 'RecordingEventType', 'What happened to a recording.', {
  STARTED: 'It began.',
  PAUSED: 'It was interrupted.',
  RESUMED: 'It goes on.',
  STOPPED: 'It ended.',
  UPDATED: 'It was saved or annotated.',
});

register(words.AgentEventType, 'AgentEventType', 'What happened to an agent.', {
  LOGGED_IN: 'Logged in.',
  LOGGED_OUT: 'Logged out.',
  PRESENCE_CHANGED: 'Does something else now.',
  UPDATED: 'Something else about the agent changed.',
});

register(words.CampaignEventType, 'CampaignEventType', 'What happened to a campaign.', {
  STATE_CHANGED: 'It changed its state.',
  UPDATED: 'Something else about it changed.',
});

register(words.EventKind, 'EventKind', 'The kinds of event.', {
  CALL: 'About a call.',
  RECORDING: 'About a recording.',
  AGENT: 'About an agent.',
  CAMPAIGN: 'About a campaign.',
  IMPORT: 'Progress of an import.',
  REPORT: 'Progress of a report.',
  ACCOUNT: 'An account came up or went down.',
  GAP: 'Events may be missing here.',
  VENDOR: 'An event the unified model has no word for.',
});

register(words.ReasonCodeKind, 'ReasonCodeKind', 'When a reason code is asked for.', {
  NOT_READY: 'When an agent stops being ready.',
  LOGOUT: 'When an agent logs out.',
});

register(words.ContactMode, 'ContactMode', 'What happens to contacts the vendor knows already.', {
  ADD_AND_UPDATE: 'They are brought up to date.',
  ADD_ONLY: 'They stay as they are.',
});

type ActWord = CapabilityWord<ActName>;
const ACT_CAPABILITIES = Object.fromEntries(
  ACT_NAMES.map((name) => [capabilityWord(name), ACTS[name].description]),
) as Readonly<Record<ActWord, string>>;

const CAPABILITIES = {
  CAMPAIGNS: 'Lists its campaigns.',
  AGENTS: 'Lists its agents.',
  CALLS: 'Lists its calls.',
  RECORDINGS: 'Lists its recordings.',
  RECORDING_MEDIA: 'Hands out a recording’s audio.',
  DISPOSITIONS: 'Lists its dispositions.',
  SKILLS: 'Lists its skills.',
  CONTACT_LISTS: 'Lists its contact lists.',
  CONTACTS: 'Finds contacts.',
  DO_NOT_CALL: 'Tells which numbers are not to be called.',
  REASON_CODES: 'Lists the reasons for not being ready.',
  CAMPAIGN_DISPOSITIONS: 'Tells a campaign’s dispositions.',
  CAMPAIGN_SKILLS: 'Tells a campaign’s skills.',
  CAMPAIGN_LISTS: 'Tells a campaign’s contact lists.',
  ...ACT_CAPABILITIES,
  IMPORT_PROGRESS: 'Tells how far an import is.',
  REPORT_PROGRESS: 'Tells whether a report is ready.',
  EVENTS: 'Tells by itself what happens.',
  WATCH: 'Can be watched by asking repeatedly.',
} as const;

/** What a connected account can do, as one word; the list an account shows is computed from its adapter. */
export const Capability = Object.freeze(Object.fromEntries(Object.keys(CAPABILITIES).map((word) => [word, word]))) as {
  readonly [Word in keyof typeof CAPABILITIES]: Word;
};
/** What a connected account can do. */
export type Capability = keyof typeof CAPABILITIES;

register(Capability, 'Capability', 'Something an account’s vendor can do through the unified plane.', CAPABILITIES);

/** The orders of a list of campaigns. */
export const CampaignOrder = Object.freeze({
  NAME_ASC: 'NAME_ASC',
  NAME_DESC: 'NAME_DESC',
  STATE_ASC: 'STATE_ASC',
  STATE_DESC: 'STATE_DESC',
} as const);
/** The orders of a list of campaigns. */
export type CampaignOrder = keyof typeof CampaignOrder;

register(CampaignOrder, 'CampaignOrder', 'The order of a list of campaigns.', {
  NAME_ASC: 'By name; this is the default.',
  NAME_DESC: 'By name, from the last to the first.',
  STATE_ASC: 'By state, then name.',
  STATE_DESC: 'By state from the last to the first, then name.',
});
