/**
 * The closed word lists of the unified plane: every enum and the error codes, as plain data. This file imports
 * nothing, so adapters can use it without loading GraphQL.
 */

/** Makes an enum object whose keys are its values, so that a plain string literal is a member of it. */
function words<const Words extends readonly string[]>(...list: Words): { readonly [Word in Words[number]]: Word } {
  return Object.freeze(Object.fromEntries(list.map((word) => [word, word]))) as { readonly [W in Words[number]]: W };
}

export const ErrorCode = words(
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'INVALID_ARGUMENT',
  'FAILED_PRECONDITION',
  'PERMISSION_DENIED',
  'UNAUTHENTICATED',
  'RATE_LIMITED',
  'UNSUPPORTED',
  'TIMEOUT',
  'UNAVAILABLE',
  'BAD_RESPONSE',
  'OUTCOME_UNKNOWN',
  'INTERNAL',
);
/** Error code for programs; the vendor's code and text accompany it. */
export type ErrorCode = keyof typeof ErrorCode;

/** The vendor APIs with their descriptions. */
export const VENDOR_APIS = {
  FIVE9_CONFIG: 'Five9 Configuration Web Services.',
  FIVE9_CTI: 'Five9 CTI Web Services, on an agent’s machine.',
  REMOTE_CONTROL: 'Agent remote control telephony of a dialler, over HTTP.',
  RECORDER: 'inContact WFO recorder, over its TCP and web interfaces.',
  ENGAGE: 'Engage campaign methods.',
} as const;

export const VendorApi = words(...(Object.keys(VENDOR_APIS) as (keyof typeof VENDOR_APIS)[]));
/** The vendor APIs this gateway speaks. */
export type VendorApi = keyof typeof VendorApi;

export const AccountStatus = words('UP', 'DEGRADED', 'DOWN', 'UNKNOWN');
/** Availability of an account; UNKNOWN until the first call. */
export type AccountStatus = keyof typeof AccountStatus;

export const DriftKind = words(
  'UNKNOWN_TYPE',
  'UNKNOWN_WORD',
  'UNKNOWN_FIELD',
  'MISSING_FIELD',
  'UNREADABLE_VALUE',
  'UNREADABLE_CHARACTER',
);
/** A way in which a vendor's answer differs from its contract. */
export type DriftKind = keyof typeof DriftKind;

export const NotAsked = words('UNSUPPORTED', 'FILTERED', 'NEEDS_NUMBER', 'NEEDS_PERIOD');
/** Why an account was not read for a list. */
export type NotAsked = keyof typeof NotAsked;

export const Direction = words('INBOUND', 'OUTBOUND');
/** Direction of a conversation: started by the customer (INBOUND) or by the contact centre (OUTBOUND). */
export type Direction = keyof typeof Direction;

export const Channel = words('VOICE', 'TEXT', 'EMAIL');
/** The medium of a campaign or a contact. */
export type Channel = keyof typeof Channel;

export const DialingMode = words('PREDICTIVE', 'PROGRESSIVE', 'POWER', 'PREVIEW', 'AUTODIAL', 'MANUAL');
/** How an outbound campaign places its calls. */
export type DialingMode = keyof typeof DialingMode;

export const CampaignState = words(
  'NOT_RUNNING',
  'STARTING',
  'RUNNING',
  'PAUSED',
  'STOPPING',
  'RESETTING',
  'COMPLETED',
  'CANCELLED',
);
/** State of a campaign; STOPPING means that calls are still being finished. */
export type CampaignState = keyof typeof CampaignState;

export const Presence = words('LOGGED_OUT', 'NOT_READY', 'READY', 'RINGING', 'ON_CALL', 'WRAP_UP');
/** The presence of an agent. */
export type Presence = keyof typeof Presence;

export const CallState = words(
  'QUEUED',
  'RINGING',
  'CONNECTED',
  'HELD',
  'PARKED',
  'CONFERENCED',
  'TRANSFERRING',
  'WRAP_UP',
  'ENDED',
  'UNKNOWN',
);
/** State of a call. */
export type CallState = keyof typeof CallState;

export const DurationBasis = words('VENDOR', 'MEASURED', 'UNKNOWN');
/** Source of a duration: reported by the vendor, measured by the gateway from events, or unknown. */
export type DurationBasis = keyof typeof DurationBasis;

export const RecordingState = words('NOT_RECORDING', 'RECORDING', 'PAUSED', 'UNKNOWN');
/** Recording state of a call; UNKNOWN when the recorder's cores disagree or cannot be reached. */
export type RecordingState = keyof typeof RecordingState;

export const RecordingConfirmation = words('STATUS', 'ACKNOWLEDGEMENT');
/** The evidence for the outcome of a recording act. */
export type RecordingConfirmation = keyof typeof RecordingConfirmation;

export const LocalTimeAmbiguity = words('REPEATED', 'SKIPPED');
/** Why a time that a vendor wrote without an offset may be another one. */
export type LocalTimeAmbiguity = keyof typeof LocalTimeAmbiguity;

export const MatchMethod = words('CALL_ID', 'DEVICE_AND_TIME', 'NUMBERS_AND_TIME');
/** How a recording was matched to a call. */
export type MatchMethod = keyof typeof MatchMethod;

export const MediaFormat = words('MP3', 'WAV', 'VOX');
/** Audio formats the recorder exports: MP3, WAV (PCM) and VOX (headerless Dialogic ADPCM at 8 kHz). */
export type MediaFormat = keyof typeof MediaFormat;

export const ReportState = words('RUNNING', 'READY');
/** Progress of a report. */
export type ReportState = keyof typeof ReportState;

export const ReportObjectType = words(
  ...(['AGENT_GROUP', 'CAMPAIGN', 'CAMPAIGN_PROFILE', 'CONTACT_FIELD', 'DISPOSITION', 'CONTACT_LIST'] as const),
  ...(['PROMPT', 'REASON_CODE', 'SKILL', 'AGENT', 'USER_PROFILE', 'IVR_SCRIPT'] as const),
  ...(['CALL_VARIABLE_GROUP', 'CALL_VARIABLE', 'CONNECTOR'] as const),
);
/** A kind of object by which a report can be filtered. */
export type ReportObjectType = keyof typeof ReportObjectType;

export const IdentityRule = words('LINK', 'EMAIL', 'USER_NAME', 'EMPLOYEE_ID', 'EXTENSION');
/** The rule that joined an identity to its agent; LINK is an explicit link of the configuration and wins. */
export type IdentityRule = keyof typeof IdentityRule;

export const CallEventType = words(
  'STARTED',
  'RINGING',
  'CONNECTED',
  'HELD',
  'RETRIEVED',
  'PARKED',
  'TRANSFERRING',
  'CONFERENCED',
  'UPDATED',
  'WRAP_UP',
  'ENDED',
  'DISPOSED',
);
/** The change of a call in an event. */
export type CallEventType = keyof typeof CallEventType;

export const RecordingEventType = words('STARTED', 'PAUSED', 'RESUMED', 'STOPPED', 'UPDATED');
/** The change of a recording in an event; UPDATED means that it was saved or annotated, or that its state became uncertain. */
export type RecordingEventType = keyof typeof RecordingEventType;

export const AgentEventType = words('LOGGED_IN', 'LOGGED_OUT', 'PRESENCE_CHANGED', 'UPDATED');
/** The change of an agent in an event. */
export type AgentEventType = keyof typeof AgentEventType;

export const CampaignEventType = words('STATE_CHANGED', 'UPDATED');
/** The change of a campaign in an event. */
export type CampaignEventType = keyof typeof CampaignEventType;

export const CallbackEventType = words('ADDED', 'UPDATED', 'OVERDUE', 'REMOVED');
/** Type of a change of a callback. */
export type CallbackEventType = keyof typeof CallbackEventType;

export const AlertEventType = words('RAISED', 'CLEARED');
/** Types of alert events. */
export type AlertEventType = keyof typeof AlertEventType;

export const AlertFigure = words(
  ...(['CALLS_WAITING', 'LONGEST_WAIT', 'LONGEST_CALL', 'OFFERED', 'ANSWERED', 'ABANDONED', 'ABANDON_RATE'] as const),
  ...(['SERVICE_LEVEL', 'AVERAGE_SPEED_OF_ANSWER', 'AVERAGE_HANDLE_TIME', 'OCCUPANCY'] as const),
  ...(['AGENTS_LOGGED_IN', 'AGENTS_READY', 'AGENTS_NOT_READY', 'AGENTS_ON_CALL', 'AGENTS_IN_WRAP_UP'] as const),
);
/** The figures that alerts have thresholds for. */
export type AlertFigure = keyof typeof AlertFigure;

export const AlertComparison = words('ABOVE', 'BELOW');
/** On which side of its threshold a figure raises an alert. */
export type AlertComparison = keyof typeof AlertComparison;

export const EventKind = words(
  'CALL',
  'RECORDING',
  'AGENT',
  'CAMPAIGN',
  'CALLBACK',
  'IMPORT',
  'REPORT',
  'ACCOUNT',
  'ALERT',
  'GAP',
  'VENDOR',
);
/** The kinds of event in the log. */
export type EventKind = keyof typeof EventKind;

export const MetricDimension = words('ACCOUNT', 'CAMPAIGN', 'QUEUE', 'AGENT', 'AGENT_GROUP', 'DIRECTION', 'CHANNEL');
/** The dimensions by which figures are grouped. */
export type MetricDimension = keyof typeof MetricDimension;

export const MetricInterval = words('FIFTEEN_MINUTES', 'THIRTY_MINUTES', 'HOUR', 'DAY');
/** The lengths that figures of the past are cut into. */
export type MetricInterval = keyof typeof MetricInterval;

export const ServiceLevelBasis = words('ARGUMENT', 'VENDOR');
/** Where the threshold of a service level is from. */
export type ServiceLevelBasis = keyof typeof ServiceLevelBasis;

export const ReasonCodeKind = words('NOT_READY', 'LOGOUT');
/** The change of presence that a reason code is for. */
export type ReasonCodeKind = keyof typeof ReasonCodeKind;

export const ContactMode = words('ADD_AND_UPDATE', 'ADD_ONLY');
/** The treatment of contacts that the vendor has already. */
export type ContactMode = keyof typeof ContactMode;
