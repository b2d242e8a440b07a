/** Settings of the whole domain. */
import { boolean, enumeration, int, long, optional, required, string, struct } from '../../../contract.ts';
import { stateDialingRule, timeZoneAssignment } from './dialing.ts';

const password = optional(string, 'Password.', { secret: true });

export const agentProductivity = struct(
  'agentProductivity',
  "Seconds beyond which reports point an agent's call out.",
  {
    longACWTime: optional(int, 'Work after a call is reported when longer.'),
    longCallDuration: optional(int, 'A call is reported when longer.'),
    longHoldDuration: optional(int, 'A hold is reported when longer.'),
    longParkDuration: optional(int, 'A wait in the queue is reported when longer.'),
    shortACWTime: optional(int, 'Work after a call is reported when shorter.'),
    shortCallDuration: optional(int, 'A call is reported when shorter.'),
  },
  { page: 28 },
);

export const campaignsSettings = struct(
  'campaignsSettings',
  'How the domain runs outbound campaigns.',
  {
    gracefulAgentStateTransitionDelay: optional(
      int,
      "Seconds between an agent's request to become not ready and its effect.",
    ),
    gracefulAgentStateTransitionModeEnabled: optional(boolean, 'Whether there is such a delay.'),
    priorityEnabled: optional(boolean, 'Whether campaigns have priorities.'),
    ratioEnabled: optional(boolean, 'Whether campaigns have ratios.'),
  },
  { page: 63 },
);

export const emailNotifications = struct(
  'emailNotifications',
  'Email that the domain sends.',
  {
    emailAddress: optional(string, 'Address for errors, bounces and replies.'),
    maxAttachmentSize: optional(int, 'Most megabytes of a voicemail sent along; a larger one stays behind.'),
    newUserNotification: optional(boolean, 'Whether new users are mailed their credentials.'),
  },
  { page: 84 },
);

export const extensionSettings = struct(
  'extensionSettings',
  'How long extensions are.',
  {
    maximalExtensionLength: optional(int, 'Most digits.'),
    minimalExtensionLength: optional(int, 'Fewest digits.'),
    minimalGeneratedExtension: optional(string, 'Lowest extension given to new users.'),
  },
  { page: 84 },
);

export const keyPerfomanceIndicators = struct(
  'keyPerfomanceIndicators',
  'Figures of the service level; the wire spells it so.',
  {
    minTimeOfResponse: optional(int, 'Shortest call that counts.'),
    speedOfAnswer: optional(
      int,
      'For inbound campaigns: the seconds within which a call counts as answered in time, or the share of such calls (`speed-of-answer`).',
    ),
  },
  { page: 91 },
);

export const miscVccOptions = struct(
  'miscVccOptions',
  'Other settings of the domain.',
  {
    defaultCampaign: optional(string, 'Campaign proposed for calls by hand.'),
    enableReasonCodes: optional(boolean, 'Whether agents choose reason codes.'),
    internalCallTimeout: optional(int, 'Seconds a call to another agent rings; 20 by default.'),
    maySelectCampaign: optional(boolean, 'Whether agents may choose another campaign.'),
    maySelectNone: optional(boolean, 'Whether agents may call without a campaign.'),
    showDialAttempts: optional(boolean, 'Whether agents see attempts that got a disposition by the dialer.'),
    voicemailTimeout: optional(int, 'Seconds before a skill voicemail goes to the next agent.'),
  },
  { page: 99 },
);

export const passwordPolicies = struct(
  'passwordPolicies',
  'The rules for passwords.',
  {
    adminLoginAttempts: optional(int, 'Attempts an administrator has.'),
    enforcePasswordHistory: optional(int, 'Number of earlier passwords that must not be reused.'),
    loginAttempts: optional(int, 'Attempts an agent has.'),
    minCapitalCharacters: optional(int, 'Fewest capital letters.'),
    minNumberCharacters: optional(int, 'Fewest digits, by its name; the guide speaks of letters.'),
    minPasswordLength: optional(int, 'Fewest characters.'),
    minSpecialCharacters: optional(int, 'Fewest special characters.'),
    passwordExpires: optional(int, 'Days a password lasts.'),
  },
  { page: 101 },
);

export const remoteHostLoginSettings = struct(
  'remoteHostLoginSettings',
  'An FTP server for recordings, reports or transcripts.',
  {
    hostName: optional(string, 'Host name or IP address, without ftp://.', { meaning: 'public-host' }),
    password,
    userName: optional(string, 'User name; the guide writes `UserName`.'),
  },
  { page: 105 },
);

export const sForceEmailAccount = struct(
  'sForceEmailAccount',
  'The Salesforce account for email.',
  {
    consumerKey: optional(string, 'Key of the remote access definition.'),
    consumerSecret: optional(string, 'Secret of the remote access definition.', { secret: true }),
    enabled: required(boolean, 'Whether email through Salesforce is on.'),
    password,
    securityToken: optional(string, 'Token for agents outside the trusted addresses.', { secret: true }),
    userName: optional(string, 'User name.'),
  },
  { page: 112 },
);

export const vccConfiguration = struct(
  'vccConfiguration',
  'The settings of the domain.',
  {
    agentProductivity: optional(agentProductivity, 'Durations that reports point out.'),
    campaignsSettings: optional(campaignsSettings, 'Outbound campaigns.'),
    domainId: optional(long, 'Id of the domain; not in the guide.'),
    domainName: optional(string, 'Name of the domain; not in the guide.'),
    emailProperties: optional(emailNotifications, 'Email notifications.'),
    extensionSettings: optional(extensionSettings, 'Extensions.'),
    keyPerfomanceIndicators: optional(keyPerfomanceIndicators, 'Service level; the wire spells it so.'),
    miscOptions: optional(miscVccOptions, 'Other settings.'),
    passwordPolicies: optional(passwordPolicies, 'Passwords.'),
    recordingsServer: optional(remoteHostLoginSettings, 'FTP server for recordings.'),
    reportsServer: optional(remoteHostLoginSettings, 'FTP server for reports.'),
    saleforceEmailAccount: optional(sForceEmailAccount, 'Salesforce account for email; the wire spells it so.'),
    stateDialingRule: optional(stateDialingRule, 'How dialing rules are found.'),
    timeZoneAssignment: optional(timeZoneAssignment, 'How time zones are found.'),
    transcriptsServer: optional(remoteHostLoginSettings, 'FTP server for transcripts.'),
  },
  { page: 126 },
);

export const versions = struct(
  'versions',
  'Versions of the service the domain may use, e.g. v13, v9_5, or empty.',
  {
    maxVersion: optional(string, 'Newest.'),
    minVersion: optional(string, 'Oldest.'),
  },
  { page: 128 },
);

export const niceLicenseType = enumeration('niceLicenseType', 'Kind of NICE licence.', {
  USER: 'A user.',
  SCREEN_RECORDED_AGENT: 'An agent whose screen is recorded.',
  IEX_SCHEDULED_AGENT: 'An agent scheduled with IEX.',
});

export const operationType = enumeration(
  'operationType',
  'The change of a schedule that failed.',
  {
    Add: 'Add it.',
    Update: 'Change it.',
    Remove: 'Remove it.',
  },
  100,
);
